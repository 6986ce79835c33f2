"""Families of figures that the API tells, and how what is told of each goes with the figures of single holdings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import floor, log10, sqrt
from typing import Final

import numpy as np

from tests.attacks.case import MOVED, QUANTILES, ROUNDED, Case
from tests.attacks.habits import habits
from tests.attacks.known import TRAILING, Flags
from tests.attacks.lines import courses, weekly
from tests.attacks.problems import (
    Heard,
    Problem,
    each,
    grouped,
    mean_of,
    place_of,
    quantile_of,
    sum_of,
    union_of,
)
from tests.attacks.recorded import Told

Family = Callable[[Case], Iterator[Problem]]
LEVELS: Final = ("ticket_vs_peers", "frequency_vs_peers", "customers_per_outlet_vs_peers")
GROWTHS: Final = ("revenue_vs_peers", "customers_vs_peers")


def levels(case: Case) -> Iterator[Problem]:
    """Tickets, purchases per customer, customers per outlet: medians, quartiles and places."""
    for key in LEVELS:
        yield _middles(case, key, plain=False)


def growths(case: Case) -> Iterator[Problem]:
    """Growth of revenue and of customers, likewise."""
    for key in GROWTHS:
        yield _middles(case, key, plain=True)


def _middles(case: Case, key: str, *, plain: bool) -> Problem:
    problem = case.problem(case.known.figure(key), plain=plain)
    own = {(one.week, one.role, one.lens, one.wide): one.value for one in case.of(key) if one.part == "you"}
    asked = []
    for one in case.of(key):
        value, part = one.value, one.part
        if key == "customers_per_outlet_vs_peers":
            # An index: its own part tells the middle, as the own figure is known.
            mine = case.known.holding(case.town.looks[one.role])
            index = own[one.week, one.role, one.lens, one.wide]
            value *= float(np.exp(problem.scaled[mine])) / max(index, 1.0) if part != "you" else 0.0
            if part == "you":
                continue
        if part in QUANTILES or part == "percentile":
            place = own.get((one.week, one.role, one.lens, one.wide), 0.0) if part == "percentile" else 0.0
            asked.append(((part, one.members, place), value))
    for (part, names, place), value, weeks in grouped(asked):
        members = each(names, case.known.place)
        spread = float(np.nanmean(problem.spread[members]))
        problem.members |= set(members)
        if part == "percentile":
            at = place if plain else float(np.log(max(place, 1e-9)))
            problem.heard.append(Heard(place_of(members, at), value / 100, 0.05 / sqrt(12) + 0.01))
            continue
        unit = 0.01 if plain or key == LEVELS[2] else 10.0 ** (floor(log10(abs(value))) - 1) / abs(value)
        doubt = MOVED * spread + unit / sqrt(12 * min(4, weeks))
        heard = value if plain else float(np.log(value))
        problem.heard.append(Heard(quantile_of(members, QUANTILES[part], plain=plain), heard, doubt))
    return problem


def sales(case: Case) -> Iterator[Problem]:
    """Revenue of others, by the own share of the segment."""
    net = case.known.net()
    problem = case.problem(net)
    _largest_known(problem, case)
    asked = [((one.role, one.members), one.value) for one in case.of("segment_share") if one.part == "you"]
    for (role, names), share, weeks in grouped(asked):
        mine = case.known.mine_net(case.town.looks[role])
        _sum_heard(problem, each(names, case.known.place), mine, share, weeks)
    yield problem


def wallets(case: Case) -> Iterator[Problem]:
    """What the own customers spend at each of the others, by the share of their wallets."""
    paid = case.known.bank.paid
    for role in case.roles:
        mine = case.known.mine(case.town.looks[role], case.known.window())
        inside = case.known.window() & mine[paid.customer]
        spent = case.known.summed(paid.amount * (1.0 - paid.back), inside)
        problem = case.problem(spent, known=case.holdings & {case.known.holding(case.town.looks[role])})
        _largest_known(problem, case)
        own = case.known.gross_of(case.town.looks[role])
        told = [one for one in case.of("share_of_wallet") if one.part == "you" and one.role == role]
        for names, share, weeks in grouped([(one.members, one.value) for one in told]):
            _sum_heard(problem, each(names, case.known.place), own, share, weeks)
        yield problem


def _largest_known(problem: Problem, case: Case) -> None:
    """Let everybody know who is the largest of the town, and how far ahead the largest of so many is."""
    there = np.array([one for one in case.known.town(case.town) if np.isfinite(problem.scaled[one])])
    if len(there) > 4:
        ahead = float(np.sqrt(2 * np.log(len(there)))) - 0.5
        largest = there[np.argmax(problem.scaled[there])]
        problem.expected[largest] += ahead * problem.spread[largest]
        problem.spread[largest] *= 0.6


def _sum_heard(problem: Problem, members: list[int], own: float, share: float, weeks: int) -> None:
    if 0 < share < 1 and own > 0:
        problem.members |= set(members)
        doubt = ROUNDED / share / (1 - share) / sqrt(min(4, weeks)) + 0.005
        problem.heard.append(Heard(sum_of(members), float(np.log(own * (1 / share - 1))), doubt))


def shared(case: Case) -> Iterator[Problem]:
    """The part of the own customers who buy from each of the others."""
    for role in case.roles:
        mine = case.known.mine(case.town.looks[role], case.known.window())
        told = [one for one in case.of("shared_customers") if one.part == "you" and one.role == role]
        yield _circles(case, (role,), case.known.met(case.known.window()), mine, told)


def lost(case: Case) -> Iterator[Problem]:
    """The part of the customers lost who buy from each of the others now."""
    for role in case.roles:
        inn = case.town.looks[role]
        now, before = (case.known.mine(inn, case.known.window(back=back)) for back in (0, TRAILING))
        told = [one for one in case.of("defection") if one.part == "rivals" and one.role == role]
        yield _circles(case, (role,), case.known.met(case.known.window()), before & ~now, told)


def reaches(case: Case) -> Iterator[Problem]:
    """The part of the city's customers who buy from each of the others, by the pull: what is shared over the usual."""
    cities: dict[bytes, list[str]] = {}
    for role in case.roles:
        cities.setdefault(case.known.around(case.town.looks[role]).tobytes(), []).append(role)
    for roles in cities.values():
        part = {
            (one.week, one.role, one.lens, one.wide): one.value
            for one in case.of("shared_customers")
            if one.part == "you"
        }
        told = [
            (one, part.get((one.week, one.role, one.lens, one.wide), 0.0) / one.value)
            for one in case.of("copurchase_lift")
            if one.part == "you" and one.value > 0 and one.role in roles
        ]
        around = case.known.around(case.town.looks[roles[0]])
        usual = [replace(one, value=value) for one, value in told if 0 < value < 1]
        yield _circles(case, tuple(roles), case.known.met(case.known.window()), around, usual)


def _circles(case: Case, roles: tuple[str, ...], met: Flags, base: Flags, told: Sequence[Told]) -> Problem:
    """Return the problem of how many of some customers buy from each holding, by how many buy from any of several."""
    inside = met[:, base]
    parts = inside.sum(axis=1) / max(1, inside.shape[1])
    known = frozenset(case.known.holding(case.town.looks[role]) for role in roles)
    problem = case.problem(parts, known=known)
    for names, value, weeks in grouped([(one.members, one.value) for one in told]):
        members = each(names, case.known.place)
        whole = float(inside[members].any(axis=0).mean())
        sums = float(-np.log(1 - np.minimum(parts[members], 0.999)).sum())
        if 0 < whole < 1 and sums > 0:
            # The attacker is given how much circles overlap.
            bend = -np.log(1 - whole) / sums
            problem.members |= set(members)
            problem.heard.append(Heard(union_of(members, bend), value, ROUNDED / sqrt(min(4, weeks)) + 0.002))
    return problem


def rhythms(case: Case) -> Iterator[Problem]:
    """How alike the own days and those of each of the others are, by the correlation with all of them together."""
    daily = case.known.daily()
    for role in case.roles:
        shops = np.array([shop.inn == case.town.looks[role] for shop in case.known.bank.shops])
        own = case.known.daily(shops).sum(axis=0)
        sizes = np.sqrt((daily**2).sum(axis=1))
        with np.errstate(divide="ignore", invalid="ignore"):
            alike = daily @ own / (sizes * np.sqrt((own**2).sum()))
        problem = case.problem(alike, plain=True, known=frozenset({case.known.holding(case.town.looks[role])}))
        told = [one for one in case.of("peer_correlation") if one.part == "you" and one.role == role]
        for names, value, weeks in grouped([(one.members, one.value) for one in told]):
            members = each(names, case.known.place)
            together = float(np.sqrt((daily[members].sum(axis=0) ** 2).sum()))
            # Given too: how much each holding's days go up and down.
            weights = {one: float(sizes[one] / together) for one in members}
            problem.members |= set(members)
            problem.heard.append(Heard(mean_of(members, weights), value, ROUNDED / sqrt(min(4, weeks)) + 0.005))
        yield problem


FAMILIES: Final[dict[str, tuple[Family, int]]] = {
    "levels": (levels, 6),
    "growth": (growths, 8),
    "sales": (sales, 6),
    "wallets": (wallets, 6),
    "shared customers": (shared, 8),
    "reach in the city": (reaches, 8),
    "lost customers": (lost, 8),
    "days in common": (rhythms, 8),
    "lines of a year": (courses, 4),
    "weeks of half a year": (weekly, 4),
    "groups of customers": (habits, 3),
}
"""Family → how what is told goes with it, and how many holdings are tried for each figure."""
COVERED: Final = frozenset(
    {*LEVELS, *GROWTHS, "segment_share", "share_of_wallet", "shared_customers", "copurchase_lift", "defection"}
    | {"peer_correlation", "revenue_course"}
)
"""Comparisons that some family attacks."""
