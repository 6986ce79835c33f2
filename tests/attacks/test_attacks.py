"""A slice of the attack suite; `make truth` runs the whole of it.

An attack fails when it hits no oftener than the best guess without it, two points and chance: here on some attempts
with fixed seeds. The same attacks on an office without a judge show that they have teeth.
"""

import pytest

from tests.attacks.offices import Careless
from tests.attacks.quantile_attacks import ATTACKS, attack
from tests.attacks.share_attacks import SHARE_ATTACKS, share_attack
from tests.attacks.tallies import Tally


@pytest.mark.parametrize("money", [True, False], ids=["tickets", "growth"])
@pytest.mark.parametrize("name", ATTACKS)
def test_medians_and_quartiles_give_nobody_away(name: str, money: bool) -> None:
    tally = attack(name, 90, 1, money=money)
    assert tally.attempts >= 90
    assert tally.plausible, str(tally)


@pytest.mark.parametrize("name", SHARE_ATTACKS)
def test_shares_of_the_segment_give_nobody_away(name: str) -> None:
    tally = share_attack(name, 15, 1)
    assert tally.plausible, str(tally)


def test_without_the_judge_the_same_attacks_succeed() -> None:
    careless = attack("many filters one after another, by two", 200, 1, office=Careless)
    assert careless.helped, str(careless)
    assert careless.excess > 0.05
    shares = share_attack("shares: subtraction by the viewer", 200, 1, judged=False)
    assert not shares.harmless, str(shares)


def test_a_hit_must_be_close_and_clearly_closer() -> None:
    tally = Tally("by hand")
    tally.add(truth=100, estimate=110, guess=114)  # close, but so is the guess
    tally.add(truth=100, estimate=110, guess=150)
    tally.add(truth=100, estimate=120, guess=90)
    assert (tally.attempts, tally.guessed, tally.close, tally.hits) == (3, 2, 2, 1)
    assert tally.harmless
    for _ in range(3):
        tally.add(truth=100, estimate=100, guess=200)
    assert not tally.harmless
