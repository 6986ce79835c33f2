"""One viewer's comparisons after the judge and the ledger, in the form in which they are stored."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from insights.answers_peers import Lens
from insights.models import PeerFigure
from insights.peers.frozen import as_frozen
from insights.peers.metrics import PeerMetric
from insights.peers.references import PREFIX, Reference, References
from insights.peers.viewing import Viewing
from lake.disclosure import Cell, Ledger, Reason
from lake.peers.compared import Compared, by_holding
from lake.peers.facts import Facts
from tenants.models import PeerSet

FIGURES = ("you", "median", "q1", "q3", "percentile", "difference", "against")


@dataclass(frozen=True, slots=True)
class Told:
    """One comparison through one group, as it may be told."""

    metric: PeerMetric
    group: PeerSet
    found: Compared


def tell(view: Viewing, groups: Iterable[PeerSet], ledger: Ledger) -> list[Told]:
    """Compare, ask the ledger of each comparison, and enter those that are told."""
    told: list[Told] = []
    for group in groups:
        frozen, others = as_frozen(view.facts, group)
        order = _drawn(group, by_holding(frozen, others))
        for metric in view.held.metrics:
            found = Compared(reason=Reason.SWITCHED_OFF)
            if not metric.switched_off:
                found = _admitted(replace(view, facts=frozen), metric, group, order, ledger)
            told.append(Told(metric, group, found))
    return told


def _admitted(
    view: Viewing, metric: PeerMetric, group: PeerSet, order: Sequence[list[int]], ledger: Ledger
) -> Compared:
    """Return a comparison that the ledger admits.

    When a few businesses have left since the viewer was told of overlapping days, so many more are left out that it
    can't see what those few brought; always the same ones, so that the next week's set is this week's.
    """
    first: Compared | None = None
    for fewer in range(view.rules.overlap_holdings + 1):
        others = tuple(company for companies in order[fewer:] for company in companies)
        found = metric.compares(view.facts, view.code, others, view.rules)
        first = first or found
        if found.reason is not None:
            break
        cell = _cell(view, metric.key, group, found)
        if ledger.admits(cell):
            ledger.record([cell])
            return found
    return first.withheld(first.reason or Reason.OVERLAP) if first else found


def references_told(
    view: Viewing, groups: Iterable[PeerSet], references: References, regular_days: int, ledger: Ledger
) -> list[PeerFigure]:
    """Return the rows of others' shares: of the usual group, and of the wider one what the usual can't tell."""
    rows: dict[str, PeerFigure] = {}
    for group in (one for one in groups if one.lens == Lens.KIND):
        frozen, others = as_frozen(view.facts, group)
        holdings = by_holding(frozen, others)
        order = _drawn(group, holdings)
        for fewer in range(view.rules.overlap_holdings + 1):
            left = by_holding(frozen, [company for companies in order[fewer:] for company in companies])
            found = [one for one in references.of(left, regular_days) if one.key not in rows]
            admitted = [one for one in found if _reference_admitted(view, group, one, ledger)]
            rows |= {one.key: _reference_row(view, group, one) for one in admitted}
            if len(admitted) == len(found):
                break
    return list(rows.values())


def _reference_admitted(view: Viewing, group: PeerSet, found: Reference, ledger: Ledger) -> bool:
    told = Compared(*found.span, used=found.used, shares=dict.fromkeys(found.used, 1 / len(found.used)))
    cell = _cell(view, PREFIX + found.key, group, told)
    if not ledger.admits(cell):
        return False
    ledger.record([cell])
    return True


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


def _drawn(group: PeerSet, holdings: Mapping[str, list[int]]) -> list[list[int]]:
    """Return the companies of each holding in an order that nobody outside can know or choose."""
    return [
        holdings[name]
        for name in sorted(holdings, key=lambda name: hashlib.sha256(f"{group.partner_id} {name}".encode()).digest())
    ]


def rows_of(told: Iterable[Told], facts: Facts) -> list[PeerFigure]:
    """Return the rows to store; a usual group's says whether the wider one has what it lacks."""
    every = list(told)
    wider = {(one.metric.key, one.group.lens) for one in every if one.group.wide and one.found.reason is None}
    now = timezone.now()
    return [
        figure(
            one.metric.key,
            one.group.lens,
            facts,
            one.found,
            now,
            wide=one.group.wide,
            wider=bool(one.found.reason) and not one.group.wide and (one.metric.key, one.group.lens) in wider,
        )
        for one in every
    ]


def figure(
    key: str, lens: str, facts: Facts, found: Compared, at: datetime, *, wide: bool = False, wider: bool = False
) -> PeerFigure:
    """Return one comparison as a row."""
    body: dict[str, Any] = {name: getattr(found, name) for name in FIGURES}
    span = (found.start, found.end) if found.start and found.end else None
    body |= {
        "parts": [[name, share] for name, share in found.parts],
        "reason": str(found.reason) if found.reason else "",
        "wider": wider,
        "businesses": len(found.used),
        "provisional": span is not None and facts.calendar.provisional(span),
        "as_of": facts.calendar.as_of.isoformat(),
    }
    return PeerFigure(
        key=key,
        lens=lens,
        wide=wide,
        data_version=facts.data_version,
        start=found.start,
        end=found.end,
        body=body,
        computed_at=at,
    )


def _cell(view: Viewing, metric: str, group: PeerSet, found: Compared) -> Cell:
    return Cell(
        viewer=str(view.partner.pk),
        holding=view.holding,
        metric=metric,
        lens=group.lens,
        level=group.level,
        start=_day(found.start),
        end=_day(found.end),
        contributors=found.used,
        shares=found.shares,
        sums=found.sums,
    )


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("A figure about others is of certain days.")
    return day


def traits_of(told: Iterable[Told]) -> dict[str, list[float | None]]:
    """Return trait → the own figure, and the middle half of the others, of one group."""
    return {
        one.metric.key: [one.found.you, one.found.q1, one.found.q3]
        for one in told
        if one.metric.key in TRAITS and one.found.q1 is not None
    }


TRAITS = ("ticket_vs_peers", "frequency_vs_peers", "revenue_vs_peers", "customers_vs_peers")
"""What the group is described by: never a level of revenue or a number of customers."""
