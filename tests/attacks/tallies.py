"""How often an attack hits, and how often the best guess without it does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt
from typing import Final

CLOSE: Final = 0.15
CLEARLY: Final = 0.5
ALLOWED: Final = 0.02
HARDLY: Final = 0.06


@dataclass(slots=True)
class Tally:
    """Attempts at one holding's figure each."""

    name: str
    attempts: int = 0
    guessed: int = 0
    close: int = 0
    hits: int = 0
    differing: int = 0
    worlds: set[int] = field(default_factory=set)

    def add(self, truth: float, estimate: float, guess: float, world: int = 0) -> None:
        """Count one attempt."""
        off, off_guess = (abs(one - truth) / max(abs(truth), 1e-9) for one in (estimate, guess))
        self.attempts += 1
        self.guessed += off_guess < CLOSE
        self.close += off < CLOSE
        self.differing += (off < CLOSE) != (off_guess < CLOSE)
        self.hits += off < CLOSE and off < CLEARLY * off_guess
        self.worlds.add(world)

    @property
    def excess(self) -> float:
        """How much oftener the attacker is close than the guess is, whether clearly closer or not."""
        return (self.close - self.guessed) / max(1, self.attempts)

    @property
    def harmless(self) -> bool:
        """Say whether it hits no oftener than the guess is close, and 2 points, and is close hardly oftener.

        The first is the rule that the judge must keep. Where the guess is good it would pass an office without a judge
        too, hence the second: such an office lets attacks be close 12 points oftener.
        """
        lawful = self.hits <= self.guessed + ALLOWED * self.attempts
        return lawful and self.excess <= HARDLY + self._chance

    @property
    def helped(self) -> bool:
        """Say whether it is close oftener than the guess, by 2 points and beyond chance: worth a look."""
        return self.excess > ALLOWED + self._chance

    @property
    def _chance(self) -> float:
        return 2 * sqrt(self.differing) / max(1, self.attempts)

    @property
    def plausible(self) -> bool:
        """Say whether so few attempts could be those of a harmless attack: but for one time in tens of thousands."""
        chance = 4 * max(1, self.differing) ** 0.5
        return bool(max(self.hits, self.close) <= self.guessed + ALLOWED * self.attempts + chance)

    @classmethod
    def sum(cls, name: str, parts: Iterable["Tally"]) -> "Tally":
        """Return several tallies as one."""
        whole = cls(name)
        for part in parts:
            whole.attempts += part.attempts
            whole.guessed += part.guessed
            whole.close += part.close
            whole.hits += part.hits
            whole.differing += part.differing
            whole.worlds |= part.worlds
        return whole

    @property
    def bounds(self) -> tuple[float, float]:
        """Return between what the share of hits lies, in 95 of 100 cases (Wilson's interval)."""
        count, z = max(1, self.attempts), 1.96
        share, wide = self.hits / count, z * z / count
        middle, half = share + wide / 2, z * sqrt(share * (1 - share) / count + wide / 4 / count)
        return max(0.0, (middle - half) / (1 + wide)), min(1.0, (middle + half) / (1 + wide))

    def __str__(self) -> str:
        shares = [one / max(1, self.attempts) for one in (self.guessed, self.close, self.hits)]
        words = "the guess is close {:.1%}, the attack {:.1%}, clearly closer {:.1%}".format(*shares)
        low, high = self.bounds
        where = f"{self.name}: {self.attempts} attempts in {len(self.worlds)} segments"
        return f"{where}, {words} ({low:.1%} to {high:.1%})"
