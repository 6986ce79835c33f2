"""Forms of the settings page on coverage. They check form; services decide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.forms import Form
from ui import dates


def turnover_field(label: Any, *, required: bool) -> forms.CharField:
    """Return a field for a sum in whole roubles, which people write with blanks."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the turnover, or remove the month.")},
    )


class MonthForm(Form):
    """The turnover of one month that was entered before."""

    def __init__(self, month: date, roubles: int, data: Any = None) -> None:
        super().__init__(data=data, prefix=f"{month:%Y-%m}", auto_id="turnover-%s")
        self.month = month
        label = _("Turnover of %(month)s, roubles") % {"month": dates.month(month)}
        self.fields["turnover"] = turnover_field(label, required=True)
        self.initial["turnover"] = str(roubles)

    def clean_turnover(self) -> int:
        """Read a number written with blanks."""
        return whole(self.cleaned_data["turnover"])


class AddForm(Form):
    """One month more; left empty, nothing is added."""

    says_optional = False  # both fields or neither: a word beside each would mislead

    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    turnover = turnover_field(gettext_lazy("Turnover of the month, roubles"), required=False)

    def __init__(self, months: tuple[date, ...], data: Any = None) -> None:
        super().__init__(data=data, prefix="add")
        names = [(f"{month:%Y-%m}", dates.month(month)) for month in months]
        self.fields["month"].choices = [("", _("Choose a month")), *names]  # type: ignore[attr-defined]
        self.fields["turnover"].help_text = _("All sales of the month: cash, this bank's cards and all others.")

    def clean_turnover(self) -> int | None:
        """Read a number written with blanks."""
        text = self.cleaned_data["turnover"]
        return whole(text) if text.strip() else None

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither."""
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        if found.get("month") and found.get("turnover") is None:
            self.add_error("turnover", _("Give the turnover of this month."))
        if not found.get("month") and found.get("turnover") is not None:
            self.add_error("month", _("Choose the month of this turnover."))
        return found

    @property
    def chosen(self) -> date | None:
        """The month that was chosen, None for none."""
        text = self.cleaned_data.get("month")
        return date.fromisoformat(f"{text}-01") if text else None


def whole(text: str) -> int:
    """Read a sum in whole roubles, written with blanks and a sign or without.

    Raises
    ------
    ValidationError
        For anything else.
    """
    bare = "".join(text.replace("₽", "").split())
    if not (bare.isascii() and bare.isdigit()):
        raise forms.ValidationError(_("Give the turnover in whole roubles, like 1 500 000."))
    return int(bare)
