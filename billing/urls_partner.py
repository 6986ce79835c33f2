"""Settings → Plan and payment, on a partner's host."""

from django.urls import URLPattern, URLResolver, path

from billing.views import plan

urlpatterns: list[URLPattern | URLResolver] = [
    path("plan/", plan.plan, name="plan"),
]
