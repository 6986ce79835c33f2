"""The form of the page of customers' worth. It checks form; the service decides."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.forms import Form


class MarginForm(Form):
    """The margin in percent of revenue; empty for none."""

    margin = forms.CharField(
        label=gettext_lazy("Margin, % of revenue"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "How much of 100 roubles of revenue is left after the costs of what was sold: from 1 to 100. "
            "Empty: no margin."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_margin(self) -> int | None:
        """Read whole percents, written with a sign or without."""
        text = "".join(str(self.cleaned_data["margin"]).replace("%", "").split())
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(_("Give the margin in whole percent from 1 to 100, like 30."))
        return int(text)
