"""What an owner chooses on the pages of plan and payment."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.plans import AFTER_TRIAL, PAUSE_MONTHS, PLANS, Plan

PREVIEW_HOLDS: Final = timedelta(minutes=15)


class PlanForm(forms.Form):
    """A plan that costs something, by the month or by the year."""

    plan = forms.ChoiceField(choices=[(key, key) for key, plan in PLANS.items() if plan is not AFTER_TRIAL])
    pay = forms.ChoiceField(choices=[("month", "month"), ("year", "year")])

    @property
    def chosen(self) -> Plan:
        """The plan of a valid form."""
        return PLANS[self.cleaned_data["plan"]]

    @property
    def interval(self) -> str:
        """How often it is paid, of a valid form."""
        return str(self.cleaned_data["pay"])


class ChangeForm(PlanForm):
    """A change as it was previewed at a moment; a preview holds for a quarter of an hour."""

    at = forms.CharField()

    def clean_at(self) -> datetime:
        """Read the moment of the preview."""
        try:
            at = datetime.fromisoformat(self.cleaned_data["at"])
        except ValueError as error:
            raise forms.ValidationError(_("The preview is out of date.")) from error
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if not timezone.now() - PREVIEW_HOLDS <= at <= timezone.now():
            raise forms.ValidationError(_("The preview is out of date."))
        return at


class PauseForm(forms.Form):
    """How long to pause."""

    months = forms.IntegerField(label=_("For how long"), min_value=1, max_value=PAUSE_MONTHS)
