"""Runs, freshness and the lake's state as an account manager reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.models import MetricRun
from insights.selectors.runs_of_partners import PartnerRun, PartnerRuns
from lake.status import LakeStatus
from tenants.models import Partner
from ui import dates, numbers

STALE_DAYS: Final = 2
"""Figures older than this are stale: the bank delivers every night, and one night may be late."""

SHORT: Final = 80
"""Letters of an error in a list."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One row of a table of runs, in words; `key` is the state for colour."""

    partner: Partner
    key: str = "none"
    status: str = ""
    begun: str = numbers.MISSING
    ended: str = numbers.MISSING
    seconds: str = numbers.MISSING
    as_of: str = numbers.MISSING
    data_version: str = numbers.MISSING
    visits: str = numbers.MISSING
    payments: str = numbers.MISSING
    written: str = numbers.MISSING
    error: str = ""


def run_line(partner: Partner, run: PartnerRun | None) -> RunLine:
    """Write a run; without one, say that there was none."""
    if run is None:
        return RunLine(partner, status=_("Never computed"))
    return RunLine(
        partner,
        key=run.status,
        status=status(run),
        begun=moment(run.started_at),
        ended=moment(run.finished_at) if run.finished_at else numbers.MISSING,
        seconds=numbers.num(run.seconds, 1),
        as_of=dates.day(run.as_of),
        data_version=str(run.data_version),
        visits=numbers.num(run.visits),
        payments=numbers.num(run.payments),
        written=numbers.num(run.written),
        error=run.error,
    )


def newest_lines(partners: list[Partner], runs: Mapping[str, PartnerRuns]) -> list[RunLine]:
    """Write the newest run of each partner: failed ones first, then those under way, never begun, done."""
    ranks = {MetricRun.Status.FAILED.value: 0, MetricRun.Status.STARTED.value: 1, "": 2, MetricRun.Status.DONE.value: 3}
    found = [(partner, runs[partner.schema_name].newest) for partner in partners]
    found.sort(key=lambda row: row[1].started_at.timestamp() if row[1] else 0.0, reverse=True)
    found.sort(key=lambda row: ranks[row[1].status if row[1] else ""])
    return [run_line(partner, run) for partner, run in found]


def status(run: PartnerRun) -> str:
    """Name how a run ended, or that it has not."""
    return str(MetricRun.Status(run.status).label)


def moment(at: datetime) -> str:
    """Write a moment in the bank's zone."""
    return date_format(timezone.localtime(at), "d.m.Y H:i")


def age(on: date, today: date) -> str:
    """Say how long ago a day was."""
    days = (today - on).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": numbers.num(days)}


def stale(runs: PartnerRuns, today: date) -> bool:
    """Say whether there are figures, and too old ones."""
    return runs.as_of is not None and runs.as_of < today - timedelta(days=STALE_DAYS)


def figures_missing(runs: PartnerRuns) -> bool:
    """Say whether there are no figures, or too old ones."""
    return runs.as_of is None or stale(runs, timezone.localdate())


def short(error: str) -> str:
    """Cut an error to its first words."""
    line = " ".join(error.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1].rstrip()}…"


def lake_facts(state: LakeStatus) -> list[tuple[str, str]]:
    """Write what a head wants to know of the lake, as caption and value."""
    newest = datetime.fromisoformat(state.watermark) if state.watermark else None
    last = f"{dates.day(state.last_day)}, {age(state.last_day, timezone.localdate())}" if state.last_day else None
    return [
        (_("Last day of payments"), last or numbers.MISSING),
        (_("Newest payment"), moment(newest) if newest else numbers.MISSING),
        (_("Behind by"), _behind(state.stale_hours)),
        (_("Rows in quarantine"), numbers.num(state.rows.get("quarantine", 0))),
    ]


def _behind(hours: float | None) -> str:
    if hours is None:
        return numbers.MISSING
    if hours >= 48:
        return numbers.days(int(hours // 24))
    whole = max(0, int(hours))
    return ngettext("%(count)s hour", "%(count)s hours", whole) % {"count": whole}
