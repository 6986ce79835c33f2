"""Forms of the second factor: allauth's checks, our words, one count of tries over all hosts.

A code is good once and may be tried a few times, whichever host is asked: so the counters and the list of used
codes lie under common keys, not under a host's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
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


class _Answer:
    """What a passkey answered: typed by no person, so whatever is broken about it is simply wrong."""

    def clean_credential(self) -> Authenticator:
        """Check it, once for all hosts."""
        with everywhere(), _broken_is_wrong():
            return super().clean_credential()  # type: ignore[misc]


class PasskeyForm(_Answer, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """As the second step of signing in."""


class PasskeySignInForm(_Answer, LoginWebAuthnForm):  # type: ignore[misc]
    """Instead of the password."""


class AgainByPasskeyForm(_Answer, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before a change."""


class PasskeyAddForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and its name."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Check the new key; a broken one is a wrong one."""
        with _broken_is_wrong():
            return dict(super().clean())


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=100)


@contextmanager
def _broken_is_wrong() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError) as error:  # what the decoders raise at odd shapes
        raise forms.ValidationError(_("The passkey was not accepted. Try once more.")) from error


class AgainByPasswordForm(ReauthenticateForm):  # type: ignore[misc]
    """The password again, before a change."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
