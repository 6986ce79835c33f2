"""Addresses on a partner's own host."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "api.views.outside.bad_request"
handler429 = "tenants.views.sign_in.too_many"
handler500 = "api.views.outside.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("api.urls")),
    path("settings/api/", include("api.urls_settings")),
    path("settings/", include("billing.urls_partner")),
    path("", include("ui.urls")),
    path("", include("tenants.urls_partner")),
    path("", include("onboarding.urls_partner")),
    path("", include("segments.urls")),
    path("", include("insights.urls")),
]
