"""Signing in, and what secures it, on every host.

The names with underscores are allauth's: its flows lead to them.
"""

from typing import Any

from django.urls import URLPattern, URLResolver, path

from tenants.access import signed_in_only
from tenants.support import own_only
from tenants.views import entry, password, second_step, security, sign_in


def own(view: Any) -> Any:
    """Open a page about oneself to whoever is signed in; to a visiting account manager never."""
    return own_only(signed_in_only(view))


urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", second_step.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", second_step.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/again/", own(second_step.AgainByPassword.as_view()), name="account_reauthenticate"),
    path("sign-in/again/code/", own(second_step.AgainByCode.as_view()), name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", own(second_step.AgainByPasskey.as_view()), name="mfa_reauthenticate_webauthn"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/", password.password_reset, name="password-reset"),
    path("password/sent/", password.password_reset_sent, name="password-reset-sent"),
    path("password/<uidb64>/<token>/", password.PasswordResetConfirm.as_view(), name="password-reset-confirm"),
    path("switch/<uuid:key>/", own(entry.switch), name="switch"),
    path("settings/security/", own(security.security), name="security"),
    path("settings/security/", own(security.security), name="mfa_index"),
    path("settings/security/password/", own(security.password_change), name="password-change"),
    path("settings/security/sessions/<str:name>/end/", own(security.session_end), name="session-end"),
    path("settings/security/sessions/end/", own(security.sessions_end_others), name="sessions-end"),
    path("settings/security/app/", own(security.AppOn.as_view()), name="mfa_activate_totp"),
    path("settings/security/app/remove/", own(security.AppOff.as_view()), name="mfa_deactivate_totp"),
    path("settings/security/codes/", own(security.CodesOnce.as_view()), name="mfa_view_recovery_codes"),
    path("settings/security/codes/new/", own(security.CodesMake.as_view()), name="mfa_generate_recovery_codes"),
    path("settings/security/passkeys/new/", own(security.PasskeyAdd.as_view()), name="mfa_add_webauthn"),
    path("settings/security/passkeys/<int:pk>/", own(security.PasskeyName.as_view()), name="mfa_edit_webauthn"),
    path(
        "settings/security/passkeys/<int:pk>/remove/",
        own(security.PasskeyRemove.as_view()),
        name="mfa_remove_webauthn",
    ),
]
