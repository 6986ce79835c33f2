"""A recompute under way, as a bar that asks for itself until it is done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from ui import numbers

READING, COMPUTING = 10, 90
"""Percent: reading takes the first tenth, writing the last."""
PACES: Final = ((15, 1), (60, 2))
"""Younger than so many seconds: ask every so many; an old run is asked about every 5."""


@dataclass(frozen=True)
class Job:
    """What components/job.html shows."""

    id: str
    title: str
    pct: int
    stage: str
    done: bool
    poll_s: int
    url: str


def job(*, stage: str, done: int, total: int, started_at: datetime, now: datetime, url: str) -> Job:
    """Show how far a run is; the older it is, the less often the page asks."""
    share = done / total if total else 0.0
    pct = READING + round((COMPUTING - READING) * share) if stage == "computing" else READING // 2
    age = (now - started_at).total_seconds()
    pace = next((seconds for younger, seconds in PACES if age < younger), 5)
    return Job("run", _("Computing your figures"), pct, words(stage, done, total), done=False, poll_s=pace, url=url)


def words(stage: str, done: int, total: int) -> str:
    """Name the stage of a run."""
    if stage == "computing":
        facts = {"done": numbers.num(done), "total": numbers.num(total)}
        return _("Computing: %(done)s of %(total)s parts.") % facts
    return _("Reading your payments.")


def waiting(url: str) -> Job:
    """Show a run that has not begun."""
    return Job("run", _("Computing your figures"), 0, _("Waiting for a free worker."), done=False, poll_s=2, url=url)
