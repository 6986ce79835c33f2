"""One viewer's comparisons after the judge and the ledger, in the form in which they are stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from insights.answers_peers import Lens
from insights.disclosure import switched_off
from insights.models import PeerFigure
from insights.peers.asking import Asking
from insights.peers.entering import Entries, drawn
from insights.peers.frozen import as_frozen, nearly_another
from insights.peers.metrics import LENS_FEATURES, PeerMetric
from insights.peers.stored import stored
from insights.peers.viewing import Viewing
from lake.disclosure import Reason
from lake.peers.compared import Compared, Point, by_holding
from lake.peers.facts import Facts
from tenants.models import PeerSet

POINTS = "points"
"""What is drawn beside a figure is entered in the ledger under its key and this word."""
FIGURES = ("you", "median", "q1", "q3", "percentile", "difference", "against")


@dataclass(frozen=True, slots=True)
class Told:
    """One comparison through one group, as it may be told."""

    metric: PeerMetric
    group: PeerSet
    found: Compared


def tell(view: Viewing, groups: Iterable[PeerSet], entries: Entries) -> list[Told]:
    """Compare, ask the ledger of each comparison, and enter those that are told.

    A group of an own choice that is nearly one of the others is told nothing of for a quarter: who described it
    knows by what the two differ.
    """
    told: list[Told] = []
    every = list(groups)
    for group in every:
        frozen, others = as_frozen(view.facts, group)
        asking = Asking(replace(view, facts=frozen), group, drawn(group, by_holding(frozen, others)), entries)
        near, off = nearly_another(group, every, view.rules), switched_off(LENS_FEATURES[Lens(group.lens)].key)
        for metric in view.held.metrics:
            found = Compared(reason=Reason.SWITCHED_OFF)
            if near and not (off or metric.switched_off):
                found = metric.compares(frozen, view.code, others, view.rules)
                found = found.withheld(found.reason or Reason.OVERLAP)
            elif not (off or metric.switched_off):
                found = asking.admitted(metric.key, metric.compares)
            if metric.drawn is not None and found.reason is None:
                found = replace(found, points=asking.admitted(f"{metric.key}:{POINTS}", metric.drawn).told_points)
            told.append(Told(metric, group, found))
    return told


def rows_of(told: Iterable[Told], facts: Facts) -> list[PeerFigure]:
    """Return the rows to store; a usual group's says whether the wider one has what it lacks."""
    every = list(told)
    wider = {(one.metric.key, one.group.lens) for one in every if one.group.wide and one.found.reason is None}
    return [
        figure(
            one.metric.key,
            one.group.lens,
            facts,
            one.found,
            wide=one.group.wide,
            wider=bool(one.found.reason) and not one.group.wide and (one.metric.key, one.group.lens) in wider,
        )
        for one in every
    ]


def figure(
    key: str, lens: str, facts: Facts, found: Compared, *, wide: bool = False, wider: bool = False
) -> PeerFigure:
    """Return one comparison as a row."""
    body: dict[str, Any] = {name: getattr(found, name) for name in FIGURES}
    span = (found.start, found.end) if found.start and found.end else None
    body |= {
        "parts": [[name, share] for name, share in found.parts],
        "points": [_point(one, facts) for one in found.points],
        "reason": str(found.reason) if found.reason else "",
        "wider": wider,
        "businesses": len(found.used),
        "provisional": span is not None and facts.calendar.provisional(span),
    }
    return stored(facts, key, lens, (found.start, found.end), body, wide=wide)


def _point(point: Point, facts: Facts) -> list[Any]:
    provisional = facts.calendar.provisional((point.start, point.end))
    figures = [point.you, point.median, point.q1, point.q3]
    return [point.start.isoformat(), point.end.isoformat(), *figures, provisional]


def traits_of(told: Iterable[Told]) -> dict[str, list[float | None]]:
    """Return trait → the own figure, and the middle half of the others, of one group."""
    return {
        one.metric.key: [one.found.you, one.found.q1, one.found.q3]
        for one in told
        if one.metric.key in TRAITS and one.found.q1 is not None
    }


TRAITS = ("ticket_vs_peers", "frequency_vs_peers", "revenue_vs_peers", "customers_vs_peers")
"""What the group is described by: never a level of revenue or a number of customers."""
