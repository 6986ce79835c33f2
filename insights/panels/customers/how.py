"""What stands behind the figures of a block, and where a program reads the same."""

from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from insights.answers import Provenance
from insights.answers_customers import BreakdownInfo, RetentionAnswer
from insights.panels.controls import CHANNELS
from insights.panels.how import How, made
from insights.panels.links import Address
from ui import dates, numbers


class Ranged(Protocol):
    """An answer over days, of all outlets and channels or of one."""

    @property
    def info(self) -> BreakdownInfo: ...  # noqa: D102
    @property
    def start(self) -> date: ...  # noqa: D102
    @property
    def end(self) -> date: ...  # noqa: D102
    @property
    def outlet(self) -> str: ...  # noqa: D102
    @property
    def channel(self) -> str: ...  # noqa: D102
    @property
    def provenance(self) -> Provenance: ...  # noqa: D102


def how_of_range(answer: Ranged, *, outlet: str = "", peers: int | None = None) -> How:
    """List the facts of one block; `outlet` is the chosen one's name, `peers` how many businesses it is beside."""
    facts = [(_("Formula"), str(answer.provenance.formula)), (_("Period"), dates.period(answer.start, answer.end))]
    only = [part for part in (outlet, _(CHANNELS[answer.channel]) if answer.channel else "") if part]
    if only:
        facts.append((_("Only"), ", ".join(only)))
    if peers:
        facts.append((_("Similar businesses behind the marks"), numbers.num(peers)))
    query = {
        "from": answer.start.isoformat(),
        "to": answer.end.isoformat(),
        "outlet": answer.outlet,
        "channel": answer.channel,
    }
    return How((*facts, *made(answer.provenance)), str(Address(f"/api/v1/breakdowns/{answer.info.key}/", query)))


def how_of_retention(answer: RetentionAnswer) -> How:
    """List the facts of retention, which is of the whole business."""
    formula = (_("Formula"), str(answer.provenance.formula))
    return How((formula, *made(answer.provenance)), "/api/v1/retention/")
