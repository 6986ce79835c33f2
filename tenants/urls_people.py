"""Signing in, on every host."""

from django.urls import URLPattern, URLResolver, path

from tenants.views import password, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/", password.password_reset, name="password-reset"),
    path("password/sent/", password.password_reset_sent, name="password-reset-sent"),
    path("password/<uidb64>/<token>/", password.PasswordResetConfirm.as_view(), name="password-reset-confirm"),
]
