"""The attacks on what the public API tells: who looks, what of it they use, and how often they hit."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

import numpy as np

from insights.peers.recompute import peers_recompute
from tests.attacks.case import Case
from tests.attacks.families import FAMILIES
from tests.attacks.known import Known
from tests.attacks.own_groups import own_groups_choose
from tests.attacks.problems import attempted
from tests.attacks.recorded import Told, Viewer, recorded
from tests.attacks.tallies import Tally
from tests.attacks.towns import Bank

WEEKS: Final = (date(2026, 9, 20), date(2026, 9, 27), date(2026, 10, 11))
"""Days as of which figures are computed; the groups are frozen anew before the last. The first week is attacked."""
LEAVES: Final = "third"
"""Who takes no part any more at the freeze."""
EVERYTHING: Final = ("one", "other")
"""Who is asked through all lenses, in the first week and the last; the rest through the usual lens, in the first."""
BANDS: Final = ((9, "5–9 peers"), (19, "10–19 peers"), (10_000, "20–200 peers"))


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, in how many weeks, through which lenses; `apart`: after those whom one set has and another has not."""

    roles: tuple[str, ...]
    weeks: int = 1
    lenses: frozenset[str] | None = frozenset({"kind"})
    apart: bool = False


LOOKS: Final = {
    "subtraction by one": Look(("one",)),
    "subtraction by the second largest": Look(("second",)),
    "the second and the third largest collude": Look(("second", "third")),
    "two who collude": Look(("one", "other")),
    "a holding split into companies": Look(("one", "sister")),
    "the complement of a cell, by two": Look(("one", "other"), lenses=None, apart=True),
    "week against week, over a freeze": Look(("one",), weeks=3, apart=True),
    "many filters one after another, by one": Look(("one",), weeks=3, lenses=None),
    "many filters one after another, by two": Look(("one", "other"), weeks=3, lenses=None),
}

Tallies = dict[tuple[str, str], dict[str, Tally]]
"""(Family, attack) → band of peers → tally."""


def told_of(viewers: Sequence[Viewer], weeks: Sequence[date], leave: Callable[[], object]) -> list[Told]:
    """Compare all viewers as of each of these days in turn, and return all that the API then tells them."""
    found: list[Told] = []
    for week, as_of in enumerate(weeks):
        if week and week == len(weeks) - 1:
            leave()
        ends = week in {0, len(weeks) - 1}
        asking = [one for one in viewers if week == 0 or one.role in (EVERYTHING if ends else EVERYTHING[:1])]
        assert peers_recompute([one.partner for one in asking], as_of=as_of).failed == ()
        if week == 0 and own_groups_choose(one for one in asking if one.role in EVERYTHING):
            assert peers_recompute([one.partner for one in asking], as_of=as_of).failed == ()
        for one in asking:
            whole = one.role in EVERYTHING and ends
            found += recorded(one, week, None if whole else {"kind"}, shares=whole)
    return found


def attack_bank(tallies: Tallies, bank: Bank, told: Iterable[Told], seed: int, *, at_most: int = 100) -> None:
    """Try all attacks on all that was told in a bank, on so many holdings each."""
    everything = list(told)
    first = [one.end for one in everything if one.week == 0]
    known, chance = Known(bank, max(first)), np.random.default_rng(seed)
    towns = tuple(known.town(town) for town in bank.towns)
    for town in bank.towns:
        band = next(name for most, name in BANDS if town.peers <= most)
        here = [one for one in everything if one.slot == town.slot]
        for name, look in LOOKS.items():
            used = tuple(_used(look, here))
            case = Case(known, town, towns, look.roles, used)
            for family, (problems, most) in FAMILIES.items():
                tally = tallies.setdefault((family, name), {}).setdefault(band, Tally(band))
                for problem in problems(case):
                    only = _apart(known, used) if look.apart else None
                    attempted(tally, problem, chance, number=100 * seed + town.slot, most=min(most, at_most), only=only)


def _used(look: Look, told: Iterable[Told]) -> Iterator[Told]:
    for one in told:
        if one.role in look.roles and one.week < look.weeks and (look.lenses is None or one.lens in look.lenses):
            yield one


def _apart(known: Known, told: Collection[Told]) -> set[int] | None:
    """Return those whom one set has and another has not; None where all sets are the same."""
    sets = {one.members for one in told}
    found = {known.place[name] for one, other in combinations(sets, 2) for name in one ^ other if name in known.place}
    return found or None


def rows(tallies: Tallies) -> Iterator[tuple[Tally, list[Tally]]]:
    """Yield each attack on each family over all bands, and band by band."""
    for (family, name), bands in sorted(tallies.items()):
        ordered = [bands[band] for _most, band in BANDS if band in bands and bands[band].attempts]
        if not ordered:  # the attack has nothing to go by there
            continue
        yield Tally.sum(f"{family}: {name}", ordered), ordered


def attacks(tallies: Tallies) -> Iterator[Tally]:
    """Yield each attack over all figures."""
    for name in LOOKS:
        yield Tally.sum(name, (one for key, bands in tallies.items() if key[1] == name for one in bands.values()))


def families(tallies: Tallies) -> Iterator[Tally]:
    """Yield each family of figures over all attacks and bands."""
    for family in FAMILIES:
        yield Tally.sum(family, (one for key, bands in tallies.items() if key[0] == family for one in bands.values()))
