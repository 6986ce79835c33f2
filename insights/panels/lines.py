"""The line under the heading: which days, against which, how new the data are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from insights.answers import Freshness, MetricAnswer
from insights.panels.how import moment
from insights.periods import Compare
from ui import dates, numbers


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


def lines_of(answer: MetricAnswer, fresh: Freshness) -> Lines:
    """Write the days of a page: those really shown, after the plan and the data cut them."""
    base = answer.compare
    period = dates.period(answer.start, answer.end)
    against = dates.period(base.start, base.end) if base else ""
    facts = {"period": period, "against": against, "as_of": dates.day(fresh.as_of)}
    if base and base.kind is Compare.YEAR:
        line = _("%(period)s, compared with the year before: %(against)s. Data up to %(as_of)s.") % facts
    elif base:
        line = _("%(period)s, compared with %(against)s (the same weekdays). Data up to %(as_of)s.") % facts
    else:
        line = _("%(period)s. Data up to %(as_of)s.") % facts
    return Lines(period, against, line, freshness_words(fresh))


def freshness_words(fresh: Freshness) -> str:
    """Say how new the figures are."""
    facts = {
        "as_of": dates.day(fresh.as_of),
        "moment": moment(fresh.computed_at),
        "version": numbers.num(fresh.data_version),
    }
    return _("Data up to %(as_of)s, computed %(moment)s, version %(version)s.") % facts
