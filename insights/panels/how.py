"""What stands behind a number: formula, days, rows, data version, and where a program reads the same."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ui import dates, numbers


@dataclass(frozen=True)
class How:
    """What components/how.html prints."""

    facts: tuple[tuple[str, str], ...]
    api: str = ""


def how(
    *,
    formula: str,
    start: date,
    end: date,
    rows: int | None,
    version: int | None,
    computed_at: datetime | None,
    api: str = "",
    part: str = "",
) -> How:
    """List the facts of one number, all known ones in the order a person asks for them."""
    facts = [(_("Formula"), formula), (_("Period"), dates.period(start, end))]
    if part:
        facts.append((_("Only"), part))
    if rows is not None:
        facts.append((_("Purchases and refunds read"), numbers.num(rows)))
    if version is not None:
        facts.append((_("Data version"), str(version)))
    if computed_at is not None:
        facts.append((_("Computed"), moment(computed_at)))
    return How(tuple(facts), api)


def moment(at: datetime) -> str:
    """Write a moment in the partner's zone: ``22 нояб. 2026 г., 06:00``."""
    local = timezone.localtime(at)
    return f"{dates.day(local.date())}, {formats.time_format(local, 'H:i')}"
