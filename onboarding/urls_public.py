"""Addresses of the sign-up, on the public host."""

from django.urls import URLPattern, path

from onboarding.views import progress, sign_up

urlpatterns: list[URLPattern] = [
    path("sign-up/", sign_up.sign_up, name="sign-up"),
    path("sign-up/sent/", sign_up.sent, name="sign-up-sent"),
    path("sign-up/address/", sign_up.address, name="sign-up-address"),
    path("sign-up/<uuid:key>/", progress.progress, name="sign-up-progress"),
    path("sign-up/<uuid:key>/state/", progress.state, name="sign-up-state"),
    path("sign-up/<uuid:key>/retry/", progress.retry, name="sign-up-retry"),
    path("privacy/", sign_up.privacy, name="privacy"),
]
