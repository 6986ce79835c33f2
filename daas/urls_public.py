"""Addresses on the public host: front page, plans, account managers' admin."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from billing.admin.report import billing_report
from daas.health import health
from daas.mailbox import mailbox
from insights.admin import runs_overall

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("mail/", mailbox, name="mailbox"),
    path("admin/runs/", runs_overall, name="admin-runs"),
    path("admin/billing/report/", billing_report, name="admin-report"),
    path("admin/", admin.site.urls),
    path("", include("ui.urls")),
    path("", include("tenants.urls_public")),
    path("", include("onboarding.urls_public")),
    path("", include("billing.urls_public")),
]
