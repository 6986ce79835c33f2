"""One attack in one town, and how roughly figures are told and move."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from tests.attacks.known import Known
from tests.attacks.problems import Problem, problem_of
from tests.attacks.recorded import Told
from tests.attacks.towns import Town
from tests.attacks.worlds import Floats, Ints

QUANTILES: Final = {"median": 0.5, "q1": 0.25, "q3": 0.75}
ROUNDED: Final = 0.01 / sqrt(12)
"""How far off rounding to whole percents puts a share, in the mean of squares."""
MOVED: Final = 0.03
"""How far figures move in a week, of their spread."""


@dataclass(frozen=True, slots=True)
class Case:
    """One attack in one town: what is known of the bank, who looks, and what they were told."""

    known: Known
    town: Town
    towns: tuple[Ints, ...]
    roles: tuple[str, ...]
    told: tuple[Told, ...]

    def of(self, key: str) -> list[Told]:
        """Return what was told of a figure."""
        return [one for one in self.told if one.key == key]

    @property
    def holdings(self) -> frozenset[int]:
        """The places of those who look."""
        return frozenset(self.known.holding(self.town.looks[role]) for role in self.roles)

    def problem(self, truth: Floats, *, plain: bool = False, known: frozenset[int] | None = None) -> Problem:
        """Return the problem of working out a figure here."""
        return problem_of(truth, self.towns, self.holdings if known is None else known, plain=plain)
