"""The attacks on what the public API tells: whole banks, computed as the product does it, week after week.

`ATTACK_BANKS=` how many banks of three towns; `make truth` tries enough for a thousand attempts of each attack.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from billing.services import plan_set
from insights.peers.metrics import METRICS
from insights.recompute import metric_recompute
from tenants.models import PeerCensus, PeerChoice, PeerSet, PeerTry, Release, Sharing
from tenants.provisioning import partner_provision
from tenants.services import partner_create
from tenants.services.sharing import sharing_set
from tests.api.conftest import new_key
from tests.attacks.api_attacks import (
    EVERYTHING,
    LEAVES,
    LOOKS,
    WEEKS,
    Tallies,
    attack_bank,
    attacks,
    families,
    rows,
    told_of,
)
from tests.attacks.broken_judge import judge_break
from tests.attacks.families import COVERED, FAMILIES
from tests.attacks.recorded import Viewer, get_as
from tests.attacks.town_lake import lake_of
from tests.attacks.towns import bank_make, inn_of

__all__ = ["new_key"]  # a fixture

BANKS = int(os.environ.get("ATTACK_BANKS") or 0)
"""None: the slice, a bank of one town."""
SIZES = ((10, 5, 20), (15, 8, 40), (12, 6, 80), (20, 10, 15), (24, 8, 200), (30, 5, 12))
"""Peers of a bank's towns, bank after bank."""
ENOUGH = 1_000
ROLES = tuple(sorted({role for look in LOOKS.values() for role in look.roles}))


@pytest.fixture
def viewers_of(cast: Any, new_key: Any) -> Callable[[int], list[Viewer]]:
    """Make a workspace and a key for every viewer of a town."""

    def made(slot: int) -> list[Viewer]:
        found = []
        for role in ROLES:
            inn, name = inn_of(slot, role), f"t{slot}-{role}"
            partner = partner_create(
                name=name, inn=inn, subdomain=name, owner_email=f"{name}@cast.example", password="correct-horse-9"
            )
            partner_provision(partner)
            plan_set(partner=partner, plan="network")
            found.append(Viewer(partner, slot, role, inn, get_as(partner, new_key(partner).text)))
        return found

    return made


def banks_attacked(
    viewers: list[Viewer],
    settings: Any,
    folder: Path,
    sizes: Sequence[tuple[int, ...]],
    *,
    weeks: Any = WEEKS,
    crowd: int = 9,
    at_most: int = 100,
) -> Iterator[Tallies]:
    """Make bank after bank, and attack it; yield all tallies after each."""
    tallies: Tallies = {}
    for seed, towns in enumerate(sizes, 1):
        settings.LAKE_URI = str(folder / f"lake{seed}")
        bank = bank_make(seed, towns, crowd=crowd)
        lake_of(bank, settings.LAKE_URI, seed)
        looking = [one for one in viewers if one.slot < len(towns)]
        # Another bank is another world: what was told in the one before is none of its business.
        for model in (PeerSet, PeerChoice, PeerTry, PeerCensus, Release, Sharing):
            model.objects.all().delete()
        cache.clear()
        for one in looking:
            if one.role in EVERYTHING or seed == 1:
                assert metric_recompute(one.partner).outcome == "done"
        leaving = next((one.partner for one in looking if one.role == LEAVES), looking[-1].partner)
        told = told_of(looking, weeks, partial(sharing_set, partner=leaving, takes_part=False, by=None))
        assert told, "nothing is told at all: nothing is proven"
        attack_bank(tallies, bank, told, seed, at_most=at_most)
        yield tallies


def test_a_slice_of_the_attacks_through_the_api_is_harmless(viewers_of: Any, settings: Any, tmp_path: Path) -> None:
    *_, tallies = banks_attacked(viewers_of(0), settings, tmp_path, [(14,)], weeks=(WEEKS[0], WEEKS[-1]))
    found = list(families(tallies))
    assert {row.name for row in found if row.attempts} == set(FAMILIES), "what is not told proves nothing"
    for row in found:
        assert row.plausible, str(row)


def test_the_attacks_see_a_judge_that_judges_nothing(
    viewers_of: Any, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    judge_break(monkeypatch)
    viewers = [one for one in viewers_of(0) if one.role in EVERYTHING]
    *_, tallies = banks_attacked(viewers, settings, tmp_path, [(14,)], weeks=WEEKS[:1], crowd=1, at_most=1)
    found = {row.name: row for row in families(tallies)}
    levels = found["levels"]
    assert not levels.harmless, str(levels)
    assert levels.excess > 1 / 4, str(levels)


def test_every_comparison_is_attacked() -> None:
    assert set(METRICS) == COVERED, "a comparison that nobody attacks is not proven harmless"


if BANKS:

    def test_no_attack_through_the_api_beats_the_guess(viewers_of: Any, settings: Any, tmp_path: Path) -> None:
        begun, tallies = time.monotonic(), {}
        viewers = [one for slot in range(len(SIZES[0])) for one in viewers_of(slot)]
        sizes = [SIZES[at % len(SIZES)] for at in range(BANKS)]
        for number, found in enumerate(banks_attacked(viewers, settings, tmp_path, sizes), 1):
            tallies = found
            sys.stdout.write(f"bank {number} of {BANKS} attacked through the API, {time.monotonic() - begun:.0f} s\n")
        harmful = []
        for row, bands in (*rows(tallies), *((one, []) for one in attacks(tallies))):
            few = "" if row.attempts >= ENOUGH else " (too few attempts to prove it)"
            helped = f" (close {row.excess:.1%} oftener than the guess)" if row.helped else ""
            sys.stdout.write(f"{'harmless' if row.harmless else 'HARMFUL '} {row}{few}{helped}\n")
            sys.stdout.writelines(f"    {band}\n" for band in bands)
            harmful += [] if row.harmless else [row.name]
        assert not harmful
