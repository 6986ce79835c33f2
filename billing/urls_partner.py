"""Settings → Plan and payment, Usage, on a partner's host."""

from django.urls import URLPattern, URLResolver, path

from billing.views import changing, paying, plan, usage

urlpatterns: list[URLPattern | URLResolver] = [
    path("plan/", plan.plan, name="plan"),
    path("plan/pay/", paying.pay, name="plan-pay"),
    path("plan/paid/", paying.paid_part, name="plan-paid"),
    path("plan/portal/", paying.portal, name="plan-portal"),
    path("plan/upgrade/", changing.upgrade, name="plan-upgrade"),
    path("plan/downgrade/", changing.downgrade, name="plan-downgrade"),
    path("plan/undo/", changing.undo, name="plan-undo"),
    path("plan/cancel/", changing.cancel, name="plan-cancel"),
    path("plan/resume/", changing.resume, name="plan-resume"),
    path("plan/pause/", changing.pause, name="plan-pause"),
    path("usage/", usage.usage, name="usage"),
]
