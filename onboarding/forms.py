"""Forms of the way in. They check form; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insights.models import Setting
from onboarding.kinds import kind_choices
from tenants.forms import RULES, Form, email_field, password_field
from tenants.models import User


class CompanyForm(Form):
    """Which company the workspace is for; `plan` remembers what was looked at."""

    company = forms.CharField(
        label=_("Company or shop"),
        max_length=200,
        help_text=_("As you call it: the workspace bears this name."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    inn = forms.CharField(
        label=_("INN"),
        max_length=20,
        help_text=_("10 digits of a company or 12 of an entrepreneur. By it your outlets are found."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    subdomain = forms.CharField(
        label=_("Address of the workspace"),
        max_length=40,
        required=False,
        help_text=_("Latin letters, digits and hyphens. Left empty, it is made of the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    consent = forms.BooleanField(
        label=_("I agree that the bank computes figures from my outlets' card payments and shows them to me."),
        error_messages={"required": _("Without your consent no figures can be computed.")},
    )
    plan = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def clean_inn(self) -> str:
        """Leave the digits alone: an INN is often copied with blanks."""
        return "".join(str(self.cleaned_data["inn"]).split())

    def clean_subdomain(self) -> str:
        """Write it as hosts are written."""
        return str(self.cleaned_data["subdomain"]).strip().lower()


class SignUpForm(CompanyForm):
    """The same for someone who has no account yet."""

    email = email_field()
    password = password_field(_("Password"), "new-password", RULES)
    field_order = ("email", "password", "company", "inn", "subdomain", "consent", "plan")


class CodeForm(Form):
    """The code from the letter."""

    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class MessageForm(Form):
    """Words to the account manager."""

    message = forms.CharField(
        label=_("Message to the manager"),
        max_length=2000,
        help_text=_("For example who you are at the company, and where your contract with the bank is kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BusinessForm(Form):
    """What the business is, and where."""

    kind = forms.ChoiceField(label=_("Kind of business"))
    city = forms.ChoiceField(
        label=_("City"),
        required=False,
        help_text=_("If yours is not here, too few businesses of it are in the data to keep each one anonymous."),
    )

    def __init__(self, *args: Any, cities: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *kind_choices()]  # type: ignore[attr-defined]
        self.fields["city"].choices = [("", _("Another city")), *((city, city) for city in cities)]  # type: ignore[attr-defined]


class CoverageForm(Form):
    """One number from the till."""

    coverage = forms.IntegerField(
        label=_("Of 100 roubles of sales, how many are paid by card through this bank?"),
        required=False,
        help_text=_("From 10 to 100. Look at a month's total in your till; a rough number will do."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unknown = forms.BooleanField(label=_("I don't know"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and found.get("coverage") is None and not found.get("unknown"):
            self.add_error("coverage", _("Give a number, or choose “I don't know”."))
        return found


class WishesForm(Form):
    """A goal, and when the digest comes."""

    goal = forms.CharField(
        label=_("Revenue goal a month, roubles"),
        required=False,
        max_length=30,
        help_text=_("Whole roubles, like 1 500 000. It can be changed later."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    day = forms.TypedChoiceField(label=_("Day of the digest"), choices=Setting.Day.choices, coerce=int)
    language = forms.ChoiceField(label=_("Language of the digest"), choices=User.Language.choices)

    def __init__(self, *args: Any, goals: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not goals:
            del self.fields["goal"]

    def clean_goal(self) -> int | None:
        """Read a number written with blanks."""
        text = "".join(str(self.cleaned_data["goal"]).replace("₽", "").split())
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(_("Give the goal in whole roubles, like 1 500 000."))
        return int(text)
