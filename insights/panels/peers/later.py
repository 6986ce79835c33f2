"""When a figure that can't be told yet may come: after enough whole weeks, or with the next group."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from insights.answers_peers import Lens, PeerAnswer
from tenants.sharing import quarter_after
from ui import dates

DELAY_DAYS: Final = 7
"""Figures about others are told a week after their last day."""
CHOSEN_ANEW: Final = ("no_peers", "too_few", "dominated")
"""Reasons that only another group can remove."""


def later_of(answer: PeerAnswer, first_day: date, as_of: date) -> str:
    """Say when to look again; nothing where no date can be named."""
    reason = answer.suppressed.reason if answer.suppressed else ""
    if reason == "too_young":
        day = enough_on(first_day, answer.info.weeks)
        if day > as_of:
            return _("There will be enough whole weeks on %(day)s at the earliest.") % {"day": dates.day_in_text(day)}
        return ""
    if answer.lens is Lens.CUSTOM and answer.group is None:
        return ""  # nothing is frozen: another description acts at once
    if reason in CHOSEN_ANEW or (answer.lens is Lens.CUSTOM and reason == "overlap"):
        day = quarter_after(as_of)
        return _("Groups are chosen anew on %(day)s.") % {"day": dates.day_in_text(day)}
    return ""


def enough_on(first_day: date, weeks: int = 13) -> date:
    """Return the first day on which so many whole weeks have followed the first sale and the delay is over."""
    full = first_day + timedelta(days=7 * weeks)
    sunday = full + timedelta(days=6 - full.weekday())
    return sunday + timedelta(days=DELAY_DAYS)
