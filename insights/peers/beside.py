"""Others' shares of groups of customers, judged and entered, in the form in which they are stored."""

from collections.abc import Iterable
from dataclasses import replace

from insights.answers_peers import Lens
from insights.models import PeerFigure
from insights.peers.entering import Entries, cell_of, drawn
from insights.peers.frozen import as_frozen
from insights.peers.references import PREFIX, Groups, Reference, References, key_of
from insights.peers.stored import stored
from insights.peers.viewing import Viewing
from lake.disclosure import Cell, Holding
from lake.peers.compared import Compared, by_holding
from tenants.models import PeerSet


def references_told(
    view: Viewing, groups: Iterable[PeerSet], references: References, regular_days: int, entries: Entries
) -> list[PeerFigure]:
    """Return the rows of others' shares: of the usual group, and of the wider one what the usual can't tell.

    What the ledger does not admit of all of a group is told of those it was told of before, as long as they are all
    still here, else of ever fewer; so the next week's set is this week's.
    """
    rows: dict[str, PeerFigure] = {}
    for group in (one for one in groups if one.lens == Lens.KIND):
        frozen, others = as_frozen(view.facts, group)
        holdings = by_holding(frozen, others)

        def refused(names: Iterable[Holding], group: PeerSet = group, holdings: Groups = holdings) -> list[Cell]:
            found = references.of({name: holdings[name] for name in names}, regular_days, without=rows.keys())
            cells = [(one, _reference_cell(view, group, one)) for one in found]
            for one, cell in cells:
                if entries.enter(cell):
                    rows[one.key] = _reference_row(view, group, one)
            return [cell for one, cell in cells if one.key not in rows]

        cells = refused(holdings)
        before = [one for cell in cells for one in entries.sets_before(cell) if one <= holdings.keys()]
        order = [frozen.holdings[companies[0]] for companies in drawn(group, holdings)]
        fewer = [frozenset(order[some:]) for some in range(1, view.rules.overlap_holdings + 1)]
        for names in dict.fromkeys((*before, *fewer)) if cells else ():
            if not refused(names):
                break
    return list(rows.values())


def _reference_cell(view: Viewing, group: PeerSet, found: Reference) -> Cell:
    told = Compared(*found.span, used=found.used, shares=dict.fromkeys(found.used, 1 / len(found.used)))
    cell = cell_of(view, PREFIX + found.figure, group, told)
    # A figure over fewer days or of one channel is the same figure: what was told of one bears on the others.
    return replace(cell, level=key_of(group.level, channel=found.channel))


def _reference_row(view: Viewing, group: PeerSet, found: Reference) -> PeerFigure:
    shares = [[list(name), share] for name, share in found.shares.items()]
    body = {"shares": shares, "businesses": len(found.used)}
    return stored(view.facts, PREFIX + found.key, group.lens, found.span, body, wide=group.wide)
