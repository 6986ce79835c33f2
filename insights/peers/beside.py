"""Others' shares of groups of customers, judged and entered, in the form in which they are stored."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from insights.answers_peers import Lens
from insights.models import PeerFigure
from insights.peers.entering import Entries, cell_of, drawn
from insights.peers.frozen import as_frozen
from insights.peers.references import PREFIX, Reference, References, key_of
from insights.peers.viewing import Viewing
from lake.peers.compared import Compared, by_holding
from tenants.models import PeerSet


def references_told(
    view: Viewing, groups: Iterable[PeerSet], references: References, regular_days: int, entries: Entries
) -> list[PeerFigure]:
    """Return the rows of others' shares: of the usual group, and of the wider one what the usual can't tell."""
    rows: dict[str, PeerFigure] = {}
    for group in (one for one in groups if one.lens == Lens.KIND):
        frozen, others = as_frozen(view.facts, group)
        holdings = by_holding(frozen, others)
        order = drawn(group, holdings)
        for fewer in range(view.rules.overlap_holdings + 1):
            left = by_holding(frozen, [company for companies in order[fewer:] for company in companies])
            refused = False
            for found in references.of(left, regular_days, without=rows.keys()):
                if _reference_admitted(view, group, found, entries):
                    rows[found.key] = _reference_row(view, group, found)
                else:
                    refused = True
            if not refused:
                break
    return list(rows.values())


def _reference_admitted(view: Viewing, group: PeerSet, found: Reference, entries: Entries) -> bool:
    told = Compared(*found.span, used=found.used, shares=dict.fromkeys(found.used, 1 / len(found.used)))
    cell = cell_of(view, PREFIX + found.figure, group, told)
    # A figure over fewer days or of one channel is the same figure: what was told of one bears on the others.
    return entries.enter(replace(cell, level=key_of(group.level, channel=found.channel)))


def _reference_row(view: Viewing, group: PeerSet, found: Reference) -> PeerFigure:
    body = {
        "shares": [[list(name), share] for name, share in found.shares.items()],
        "businesses": len(found.used),
        "as_of": view.facts.calendar.as_of.isoformat(),
    }
    return PeerFigure(
        key=PREFIX + found.key,
        lens=group.lens,
        wide=group.wide,
        data_version=view.facts.data_version,
        start=found.span[0],
        end=found.span[1],
        body=body,
        computed_at=timezone.now(),
    )
