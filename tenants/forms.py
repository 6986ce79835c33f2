"""Forms of people and teams. They check form; services decide."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from tenants.errors import Refused
from tenants.models import Role, User

RULES = _("At least 10 characters; no common password, not your name or address.")


class Form(forms.Form):
    """A form that a service's refusal can be shown on."""

    def refuse(self, refusal: Refused) -> None:
        """Show the sentence at its field, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def email_field() -> forms.EmailField:
    """Return an address field as browsers and phones know it."""
    return forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"})
    )


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """Return a password field; `autocomplete` tells a password manager which one it is."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(Form):
    """Address and password."""

    email = email_field()
    password = password_field(_("Password"), "current-password")


class ConfirmForm(Form):
    """The password again, in another browser than the one that signed up."""

    password = password_field(_("Password you signed up with"), "current-password")


class ResetForm(Form):
    """Whose password was forgotten."""

    email = email_field()


class InviteForm(Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.ANALYST)


class RoleForm(Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class JoinForm(Form):
    """Someone new accepts an invitation."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = password_field(_("Password"), "new-password", RULES)


class JoinKnownForm(Form):
    """Someone who has an account accepts an invitation."""

    password = password_field(_("Password of your account"), "current-password")


class ProfileForm(Form):
    """Name, language, look."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=User.Language.choices)
    theme = forms.ChoiceField(label=_("Look"), choices=User.Theme.choices)


class PasswordForm(PasswordChangeForm):
    """Another password for oneself. Django's own form would take the focus from the page."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].help_text = RULES
        self.fields["new_password2"].help_text = ""


class PasswordSetForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password by a link."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].help_text = RULES
        self.fields["new_password2"].help_text = ""
