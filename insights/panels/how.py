"""What stands behind a number: formula, days, rows, data version, and where a program reads the same."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from insights.answers import MetricAnswer, Provenance
from insights.panels.links import Address
from ui import dates, numbers


@dataclass(frozen=True)
class How:
    """What components/how.html prints."""

    facts: tuple[tuple[str, str], ...]
    api: str = ""


def how_of(answer: MetricAnswer, part: str = "") -> How:
    """List the facts of one metric over one range; ``part`` names the outlet or channel it is limited to."""
    facts = [(_("Formula"), str(answer.provenance.formula)), (_("Period"), dates.period(answer.start, answer.end))]
    if part:
        facts.append((_("Only"), part))
    facts.append((_("Purchases in the period"), numbers.num(answer.n)))
    return How((*facts, *made(answer.provenance)), api_of(answer))


def made(provenance: Provenance) -> tuple[tuple[str, str], ...]:
    """Say from what it was computed, and when."""
    return (
        (_("Payments read in all"), numbers.num(provenance.rows)),
        (_("Data version"), numbers.num(provenance.data_version)),
        (_("Computed"), moment(provenance.computed_at)),
    )


def api_of(answer: MetricAnswer) -> str:
    """Answer where a program reads the same number."""
    query = {
        "from": answer.start.isoformat(),
        "to": answer.end.isoformat(),
        "grain": answer.grain.value,
        "outlet": answer.outlet,
        "channel": answer.channel,
    }
    return str(Address(f"/api/v1/metrics/{answer.info.key}/", query))


def moment(at: datetime) -> str:
    """Write a moment in the partner's zone: ``22 нояб. 2026 г., 06:00``."""
    local = timezone.localtime(at)
    return f"{dates.day(local.date())}, {formats.time_format(local, 'H:i')}"
