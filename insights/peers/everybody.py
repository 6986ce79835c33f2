"""Whose sales make up what customers spend everywhere: one set of all who take part, frozen for a quarter."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from django.utils import timezone

from lake.disclosure import Holding, Rules, apart_enough
from lake.peers.facts import NOW, Facts
from tenants.models import PeerSet

LENS: Final = "wallets"
OVERLAP: Final = timedelta(days=2 * 364)
"""Sets of quarters so far apart that no two of their windows share a day need not be told apart."""
QUARTERS: Final = 8
"""So many are nearer."""


def everybody_frozen(facts: Facts, absent: Collection[int], rules: Rules) -> PeerSet:
    """Return the quarter's set, chosen now unless it was before; who leaves or comes does so at the next one."""
    quarter = facts.calendar.quarter
    kept = PeerSet.objects.filter(partner=None, lens=LENS, quarter=quarter).first()
    return kept or _freeze(facts, quarter, absent, rules)


def _freeze(facts: Facts, quarter: date, absent: Collection[int], rules: Rules) -> PeerSet:
    there = [code for code, bought in enumerate(facts.sums[NOW].purchases.tolist()) if bought and code not in absent]
    around = PeerSet.objects.filter(partner=None, lens=LENS, quarter__range=(quarter - OVERLAP, quarter + OVERLAP))
    earlier = [frozenset(row.members) for row in around]
    holdings = {facts.holdings[code] for code in there}
    chosen = next((some for some in _tried(holdings, earlier, rules) if _told_apart(some, earlier, rules)), frozenset())
    codes = [code for code in there if facts.holdings[code] in chosen]
    return PeerSet.objects.create(
        partner=None,
        lens=LENS,
        quarter=quarter,
        level="",
        members=[facts.holdings[code] for code in codes],
        companies=[facts.inns[code] for code in codes],
        frozen_at=timezone.now(),
    )


def _tried(
    holdings: Collection[Holding], earlier: Sequence[frozenset[Holding]], rules: Rules
) -> Iterator[frozenset[Holding]]:
    """Yield sets to try: all of them, one of before that all still belong to, then ever fewer in a blind order."""
    whole = frozenset(holdings)
    yield whole
    yield from (one for one in earlier if one and one <= whole)
    order = sorted(whole, key=lambda name: sha256(name.encode()).digest())
    # Each of the quarters that a window meets may need a few more to be left out.
    for fewer in range(1, QUARTERS * (rules.overlap_holdings + 1) + 1):
        yield frozenset(order[fewer:])


def _told_apart(some: frozenset[Holding], earlier: Sequence[frozenset[Holding]], rules: Rules) -> bool:
    """Say whether no viewer can set the figures of two quarters against each other: each knows one holding, its own."""
    return all(
        some == one or (len(some ^ one) > rules.overlap_holdings and apart_enough(some, one, rules)) for one in earlier
    )
