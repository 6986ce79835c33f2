"""The attacks on what the public API tells: whole banks, computed as the product does it, week after week.

`ATTACK_BANKS=` how many banks; `make truth` tries 25, which makes more than a thousand attempts of each attack.
"""

import os
import sys
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pytest

from billing.services import plan_set
from insights.recompute import metric_recompute
from tenants.models import PeerSet, Release, Sharing
from tenants.services.sharing import sharing_set
from tests.api.conftest import ask, new_key
from tests.attacks.api_bank import (
    FIGURES,
    Answered,
    asked,
    seen_of,
    sums_of,
    truth,
    world_of,
)
from tests.attacks.quantile_attacks import attempt_at_middles
from tests.attacks.share_attacks import attempt_at_sums
from tests.attacks.tallies import Tally
from tests.peers.banks import ALPHA_INN, BETA_INN, merchants, payments
from tests.peers.conftest import bank_of

__all__ = ["ask", "bank_of", "new_key"]  # fixtures

BANKS = int(os.environ.get("ATTACK_BANKS") or 1)
LOOKS = {
    "subtraction by one partner": ([ALPHA_INN], {"kind"}, False),
    "two partners who collude": ([ALPHA_INN, BETA_INN], {"kind"}, False),
    "window against window, over a freeze": ([ALPHA_INN], {"kind", "size", "shared"}, True),
    "all lenses, groups and weeks, by two": ([ALPHA_INN, BETA_INN], {"kind", "size", "shared"}, True),
}
"""Attack → who looks, through which lenses, and whether at all weeks."""


def told_of(bank_of: Any, seed: int, partners: list[Any], ask: Any, keys: dict[str, str]) -> tuple[Any, ...]:
    """Make a bank; return its payments and shops, and what was told before and after a freeze at which beta leaves."""
    shops = merchants(int(np.random.default_rng(seed).integers(12, 40)))
    paid = payments(seed, shops, size=250 * len(shops), customers=400)
    bank_of(paid, shops, f"lake{seed}")
    for partner in partners:
        plan_set(partner=partner, plan="network")
        metric_recompute(partner)
    # Another bank is another world: what was told in the one before is none of its business.
    for model in (PeerSet, Release, Sharing):
        model.objects.all().delete()
    leaves = partial(sharing_set, partner=partners[1], takes_part=False, by=None)
    return paid, shops, asked(partners, ask, keys, [(date(2026, 9, 27), leaves), (date(2026, 10, 4), lambda: None)])


@pytest.fixture
def keys(alpha: Any, beta: Any, new_key: Any) -> dict[str, str]:
    """A key of each partner."""
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="network")
    return {partner.subdomain: new_key(partner).text for partner in (alpha, beta)}


def test_no_attack_through_the_api_beats_the_guess(
    bank_of: Any, alpha: Any, beta: Any, ask: Any, keys: dict[str, str]
) -> None:
    tallies = {name: Tally(f"through the API, {name}") for name in LOOKS}
    sums = Tally("through the API, shares of the segment, by two")
    for seed in range(1, BANKS + 1):
        paid, shops, answers = told_of(bank_of, seed, [alpha, beta], ask, keys)
        assert answers, "nothing is told at all: nothing is proven"
        period = next(one.body["period"] for one in answers if one.week == 0)
        facts = truth(paid, shops, date.fromisoformat(period["from"]), date.fromisoformat(period["to"]))
        for name, (viewers, lenses, every_week) in LOOKS.items():
            used = [
                one
                for one in answers
                if one.viewer in viewers and one.body["lens"] in lenses and (every_week or one.week == 0)
            ]
            _attacked(tallies[name], used, facts, viewers, seed)
        world, names = world_of(facts, "segment_share")
        looking = [names[one] for one in (ALPHA_INN, BETA_INN)]
        told = sums_of([one for one in answers if one.week == 0], facts, names)
        if told:
            attempt_at_sums(sums, world, looking, told, seed)
    for tally in (*tallies.values(), sums):
        sys.stdout.write(f"{tally}\n")
        assert tally.harmless if BANKS >= 10 else tally.plausible, str(tally)
    assert all(tally.attempts >= 20 * BANKS for tally in tallies.values())


def _attacked(tally: Tally, used: list[Answered], facts: Any, viewers: list[str], seed: int) -> None:
    chance = np.random.default_rng(seed)
    for figure in FIGURES:
        world, names = world_of(facts, figure)
        seen = seen_of(used, figure, names)
        attempt_at_middles(tally, world, [names[one] for one in viewers], seen, chance=chance, number=seed, most=12)
