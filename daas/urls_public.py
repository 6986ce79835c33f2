"""Addresses on the public host: front page, plans, account managers' admin."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("", include("ui.urls")),
    path("", include("tenants.urls_public")),
    path("", include("billing.urls_public")),
]
