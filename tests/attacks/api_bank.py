"""A small bank whose partners are told through the public API, and what its businesses truly did."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import sqrt
from typing import Any

import numpy as np

from insights.peers.recompute import peers_recompute
from tenants.models import PeerSet, Release
from tests.attacks.offices import Seen
from tests.attacks.share_attacks import Sum
from tests.attacks.worlds import Floats, World
from tests.lake.lakes import Merchant, Payment

Facts = dict[str, dict[str, float]]
"""Figure → holding → value."""
FIGURES = {"ticket_vs_peers": True, "frequency_vs_peers": True, "revenue_vs_peers": False, "customers_vs_peers": False}
"""Figure → whether it is an amount, not a growth rate."""

GROUPS = (("kind", "usual"), ("kind", "wide"), ("size", "usual"), ("shared", "usual"))


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of the API, and who was in the group: more than a partner ever knows."""

    week: int
    viewer: str
    members: frozenset[str]
    body: dict[str, Any]


def asked(
    partners: Sequence[Any],
    ask: Callable[..., Any],
    keys: dict[str, str],
    weeks: Sequence[tuple[date, Callable[[], Any]]],
) -> list[Answered]:
    """Compare all partners as of each of these days in turn, ask the API for all that it tells, and do what follows."""
    found = []
    for week, (as_of, then) in enumerate(weeks):
        assert peers_recompute(as_of=as_of).failed == ()
        for partner, key, (lens, group) in product(partners, (*FIGURES, "segment_share"), GROUPS):
            answer = ask(partner, f"peers/{key}/?lens={lens}&group={group}", keys[partner.subdomain])
            assert answer.status_code == 200, answer.content
            body = json.loads(answer.content)
            if not body["suppressed"] and body["group"] == group:
                found.append(Answered(week, partner.inn, _members(partner, body), body))
        then()
    return found


def _members(partner: Any, body: dict[str, Any]) -> frozenset[str]:
    """Return whose rows stood behind an answer, by the ledger, which no partner can read."""
    group = PeerSet.objects.get(
        partner=partner, lens=body["lens"], wide=body["group"] == "wide", quarter=body["provenance"]["quarter"]
    )
    told = Release.objects.filter(
        partner=partner, metric=body["key"], lens=group.lens, level=group.level, end=body["period"]["to"]
    )
    return frozenset(told.latest("released_at").contributors)


def truth(payments: Iterable[Payment], shops: Sequence[Merchant], start: date, end: date) -> Facts:
    """Return what each holding did in these days, straight from the payments."""
    holding = {shop.merchant_id: shop.holding or shop.inn for shop in shops}
    year = timedelta(days=364)
    gross: dict[tuple[str, bool], float] = defaultdict(float)
    net: dict[tuple[str, bool], float] = defaultdict(float)
    bought: dict[tuple[str, bool], int] = defaultdict(int)
    people: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for one in payments:
        day = (one.ts + timedelta(hours=3)).date()
        for before, moved in ((False, day), (True, day + year)):
            if not start <= moved <= end:
                continue
            who = (holding[one.merchant_id], before)
            sign = 1 if one.kind == "purchase" else -1
            net[who] += sign * float(one.amount)
            if sign > 0:
                gross[who] += float(one.amount)
                bought[who] += 1
                people[who].add(one.customer_id)
    names = sorted({name for name, before in gross if not before and (name, True) in gross})
    now, then = [(name, False) for name in names], [(name, True) for name in names]
    return {
        "ticket_vs_peers": {key[0]: gross[key] / bought[key] for key in now},
        "frequency_vs_peers": {key[0]: bought[key] / len(people[key]) for key in now},
        "revenue_vs_peers": {key[0]: net[key] / net[old] - 1 for key, old in zip(now, then, strict=True)},
        "customers_vs_peers": {
            key[0]: len(people[key]) / len(people[old]) - 1 for key, old in zip(now, then, strict=True)
        },
        "segment_share": {key[0]: net[key] for key in now},
    }


def world_of(facts: Facts, figure: str) -> tuple[World, dict[str, int]]:
    """Return the bank's businesses as the attackers imagine them, and the place of each."""
    names = {name: at for at, name in enumerate(facts[figure])}
    values = np.array(list(facts[figure].values()))
    sums: Floats = np.array([facts["segment_share"][name] for name in names])
    money = FIGURES.get(figure, True)
    spread = float(np.std(np.log(values) if money else values))
    ones = np.arange(len(names))
    still = np.ones((4, len(names)), dtype=bool)
    return World(
        money, spread, np.tile(values, (4, 1)), np.tile(sums, (4, 1)), still, ones, np.zeros((1, 1), np.int64)
    ), names


def seen_of(answers: Iterable[Answered], figure: str, names: dict[str, int]) -> list[Seen]:
    """Return the published medians and quartiles of one figure."""
    found = []
    for one in answers:
        members = frozenset(names[name] for name in one.members if name in names)
        for level, part in ((0.5, "median"), (0.25, "q1"), (0.75, "q3")):
            if one.body["key"] == figure and one.body[part] is not None and len(members) > 4:
                found.append(Seen(0, one.body["lens"], members, level, float(one.body[part])))
    return found


def sums_of(answers: Iterable[Answered], facts: Facts, names: dict[str, int]) -> list[Sum]:
    """Return what follows of the sums of groups from the published shares of them."""
    found = []
    for one in answers:
        share = one.body["you"]
        if one.body["key"] == "segment_share" and share and share < 1:
            own = facts["segment_share"][one.viewer]
            members = frozenset(names[name] for name in one.members if name in names)
            found.append(Sum(members, own * (1 / share - 1), own / share**2 * 0.01 / sqrt(12)))
    return found
