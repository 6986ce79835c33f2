"""Forms of the second factor: allauth's checks, our words, one count of tries over all hosts.

A code is good once and may be tried a few times, whichever host is asked: so the counters and the list of used
codes lie under common keys, not under a host's own.
"""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.throttle import everywhere


def code_field(help_text: Any = "") -> forms.CharField:
    """Return a field that phones fill with the code by themselves."""
    return forms.CharField(
        label=_("Code"),
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    code = code_field(_("Six digits from your code app, or one of your recovery codes."))

    def clean_code(self) -> str:
        """Check it, once for all hosts."""
        with everywhere():
            return str(super().clean_code())


class AgainByCodeForm(AgainForm):  # type: ignore[misc]
    """The same before a change."""

    code = code_field(_("Six digits from your code app, or one of your recovery codes."))

    def clean_code(self) -> str:
        """Check it, once for all hosts."""
        with everywhere():
            return str(super().clean_code())


class TotpForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    code = code_field(_("Six digits that the app shows now."))

    def clean_code(self) -> str:
        """Check it, once for all hosts."""
        with everywhere():
            return str(super().clean_code())


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """What a passkey answered."""

    def clean_credential(self) -> Authenticator:
        """Check it; a broken answer is a wrong one."""
        with everywhere():
            return super().clean_credential()


class AgainByPasskeyForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The same before a change."""

    def clean_credential(self) -> Authenticator:
        """Check it; a broken answer is a wrong one."""
        with everywhere():
            return super().clean_credential()


class AgainByPasswordForm(ReauthenticateForm):  # type: ignore[misc]
    """The password again, before a change."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
