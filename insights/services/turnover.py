"""Totals of the till: entered, changed, removed."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from insights.models import Turnover
from insights.selectors.coverage import card_revenue, whole_months
from insights.selectors.standing import run_required
from tenants.errors import Refused
from tenants.models import Partner
from ui import dates, numbers

TURNOVER_MOST: Final = 10**13


def turnover_set(*, partner: Partner, month: date, roubles: int | None) -> Turnover:
    """Enter or change the open partner's whole turnover of one month, card and cash.

    Raises
    ------
    Refused
        For a month that is not wholly in the data, a sum that is none, or one below what the bank alone saw.
    NotComputedYet
        Before the partner's first run is done.
    """
    run, first = run_required(), month.replace(day=1)
    if first not in whole_months(run.first_day, run.as_of):
        raise Refused(_("Choose a whole month of which the bank has all payments."), field="month")
    if roubles is None or not 0 < roubles < TURNOVER_MOST:
        raise Refused(_("Give the turnover in whole roubles, like 1 500 000."), field="turnover")
    seen = card_revenue(partner, run, [first]).get(first, 0.0)
    if roubles < int(seen):
        said = {"month": dates.month(first), "seen": numbers.rub0(seen)}
        raise Refused(
            _("%(month)s: cards of this bank alone brought %(seen)s. The whole turnover can't be less.") % said,
            field="turnover",
        )
    with transaction.atomic():
        row, _made = Turnover.objects.update_or_create(month=first, defaults={"roubles": roubles})
    return row


def turnover_remove(*, month: date) -> bool:
    """Take the open partner's turnover of one month back; say whether there was one."""
    removed, _kinds = Turnover.objects.filter(month=month.replace(day=1)).delete()
    return bool(removed)
