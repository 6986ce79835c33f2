"""Addresses of the first steps, on a partner's host."""

from django.urls import URLPattern, path

from onboarding.views import claim, welcome

urlpatterns: list[URLPattern] = [
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/<int:number>/", welcome.step, name="welcome-step"),
    path("welcome/progress/", welcome.progress, name="welcome-progress"),
    path("welcome/claim/code/", claim.code_ask, name="claim-code"),
    path("welcome/claim/check/", claim.code_check, name="claim-check"),
    path("welcome/claim/manager/", claim.manager_ask, name="claim-manager"),
]
