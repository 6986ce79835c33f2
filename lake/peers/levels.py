"""The viewer's growth, ticket, frequency and number of customers beside those of others."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from lake.disclosure import Contribution, Reason, Rules, median
from lake.peers.calendar import TRAILING, Calendar, Span
from lake.peers.calendar import YEAR as YEAR_DAYS
from lake.peers.compared import INDEX, PREVIOUS, YEAR, Compared, by_holding, judged, of_span
from lake.peers.facts import BEFORE, NOW, YEAR_AGO, Facts

Group: TypeAlias = list[int]
"""Companies of one holding, summed."""
Figure: TypeAlias = Callable[[Facts, Group], float | None]


@dataclass(frozen=True, slots=True)
class _Base:
    """What growth is against."""

    name: str
    window: str
    span: Span


def revenue(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Compare growth of net revenue."""
    return _growth(facts, viewer, others, rules, _net)


def customers(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Compare growth of the number of customers."""
    return _growth(facts, viewer, others, rules, _people)


def ticket(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Compare the average ticket, in roubles."""
    return _level(facts, viewer, others, rules, _ticket)


def frequency(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Compare purchases per customer."""
    return _level(facts, viewer, others, rules, _frequency)


def per_outlet(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Compare customers per outlet as an index in which the others' median is 100."""
    found = of_span(facts.calendar.trailing())
    if not facts.calendar.covers(facts.calendar.trailing()):
        return found.withheld(Reason.TOO_YOUNG)
    given = _contributions(facts, others, _per_outlet)
    if len(given) < rules.growth_holdings:
        return found.withheld(Reason.TOO_FEW if given else Reason.NO_PEERS)
    middle, own = median([one.value for one in given]), _per_outlet(facts, [viewer])
    told = judged(
        replace(found, you=None if own is None else own / middle),
        [replace(one, value=one.value / middle) for one in given],
        rules,
    )
    if told.reason is not None or told.you is None:
        return replace(told, you=None)
    # The own index is as rough as the others': together with the own count it tells their middle.
    you = float(round(told.you * INDEX))
    q1, q3 = _index(told.q1), _index(told.q3)
    return replace(told, you=you, median=float(INDEX), q1=q1, q3=q3, difference=you / INDEX - 1, own=False)


def _growth(
    facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules, amount: Callable[[Facts, Group, str], int]
) -> Compared:
    span = facts.calendar.trailing()
    base = _base(facts, viewer)
    if base is None or not facts.calendar.covers(span):
        return of_span(span).withheld(Reason.TOO_YOUNG)

    def growth(facts: Facts, group: Group) -> float | None:
        now, before = amount(facts, group, NOW), amount(facts, group, base.window)
        return now / before - 1 if before > 0 else None

    found = replace(of_span(span, against=base.name), you=growth(facts, [viewer]))
    return judged(found, _contributions(facts, others, growth), rules, growth=True)


def _base(facts: Facts, viewer: int) -> _Base | None:
    """Return the year-ago window; the one before where the lake, or the viewer's own sales, don't reach back so far."""
    calendar = facts.calendar
    bases = [_Base(YEAR, YEAR_AGO, calendar.trailing(back=YEAR_DAYS)), _Base(PREVIOUS, BEFORE, _before(calendar))]
    held = [base for base in bases if calendar.covers(base.span)]
    own = [base for base in held if _net(facts, [viewer], base.window) > 0]
    return next(iter(own or held), None)


def _before(calendar: Calendar) -> Span:
    return calendar.trailing(back=TRAILING)


def _level(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules, figure: Figure) -> Compared:
    span = facts.calendar.trailing()
    if not facts.calendar.covers(span):
        return of_span(span).withheld(Reason.TOO_YOUNG)
    found = replace(of_span(span), you=figure(facts, [viewer]))
    return judged(found, _contributions(facts, others, figure), rules, money=True)


def _contributions(facts: Facts, others: tuple[int, ...], figure: Figure) -> list[Contribution]:
    found = []
    for holding, group in by_holding(facts, others).items():
        value = figure(facts, group)
        if value is not None and facts.sums[NOW].purchases[group].sum() > 0:
            found.append(Contribution(holding, value, weight=float(max(0, _net(facts, group, NOW)))))
    return found


def _net(facts: Facts, group: Group, window: str) -> int:
    return int(facts.sums[window].net[group].sum())


def _people(facts: Facts, group: Group, window: str) -> int:
    return facts.people[window].count(group)


def _ticket(facts: Facts, group: Group) -> float | None:
    gross, purchases = (int(part[group].sum()) for part in (facts.sums[NOW].gross, facts.sums[NOW].purchases))
    return gross / (purchases * 100) if purchases else None


def _frequency(facts: Facts, group: Group) -> float | None:
    people = _people(facts, group, NOW)
    return int(facts.sums[NOW].purchases[group].sum()) / people if people else None


def _per_outlet(facts: Facts, group: Group) -> float | None:
    outlets = int(facts.outlets[group].sum())
    return _people(facts, group, NOW) / outlets if outlets else None


def _index(share: float | None) -> float | None:
    return None if share is None else float(round(share * INDEX))
