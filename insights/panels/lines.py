"""The line under the heading: which days, against which, how new the data are."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from insights.answers import Freshness
from insights.panels.how import moment
from insights.periods import Compare
from ui import dates


@dataclass(frozen=True)
class Lines:
    """Days in words. ``against`` is empty where nothing is compared."""

    period: str
    against: str
    line: str
    freshness: str

    @property
    def compared(self) -> bool:
        """Whether the page compares."""
        return bool(self.against)


def lines(start: date, end: date, base: tuple[date, date] | None, kind: Compare, fresh: Freshness) -> Lines:
    """Write the days of a page. They are those really shown, after the plan and the data cut them."""
    period = dates.period(start, end)
    against = dates.period(*base) if base else ""
    facts = {"period": period, "against": against, "as_of": dates.day(fresh.as_of)}
    if kind is Compare.PREVIOUS and base:
        line = _("%(period)s, compared with %(against)s (the same weekdays). Data up to %(as_of)s.") % facts
    elif base:
        line = _("%(period)s, compared with %(against)s, a year before. Data up to %(as_of)s.") % facts
    else:
        line = _("%(period)s. Data up to %(as_of)s.") % facts
    freshness = _("Data up to %(as_of)s, computed %(moment)s, version %(version)d.") % {
        **facts,
        "moment": moment(fresh.computed_at),
        "version": fresh.data_version,
    }
    return Lines(period, against, line, freshness)
