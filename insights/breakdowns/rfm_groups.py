"""Names for combinations of recency, frequency and money, and what to do: edit the table, a test holds it whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Scores: TypeAlias = tuple[int, int, int]
Block: TypeAlias = tuple[str, str, str]
"""Digits of recency, of frequency, of money: all combinations of them."""


@dataclass(frozen=True, slots=True)
class Named:
    """One name: `blocks` say which scores have it."""

    key: str
    title: str | Promise
    advice: str | Promise
    blocks: tuple[Block, ...]

    @property
    def scores(self) -> tuple[Scores, ...]:
        """All its combinations, in order."""
        return tuple(sorted(set(self._combinations())))

    def _combinations(self) -> Iterator[Scores]:
        for block in self.blocks:
            yield from ((int(r), int(f), int(m)) for r, f, m in product(*block))


ANY: Final = "12345"
GROUPS: Final = (
    Named(
        "champions", _("The best"), _("They come often, recently, and spend most. Thank them and keep them close."),
        (("45", "45", "45"),),
    ),
    Named(
        "loyal", _("Loyal"), _("They come again and again. Offer them more of what you have."),
        (("45", "45", "123"), ("45", "3", ANY), ("3", "345", ANY)),
    ),
    Named(
        "promising", _("Promising"), _("They have begun to come back. Give them a reason for the next visit."),
        (("45", "2", ANY),),
    ),
    Named(
        "new", _("Newcomers"), _("They came recently and seldom so far. See to it that they come a second time."),
        (("45", "1", ANY),),
    ),
    Named(
        "at_risk", _("Going away"), _("They used to come often and have not come for long. Invite them back now."),
        (("12", "345", ANY),),
    ),
    Named(
        "sleeping", _("Sleeping"), _("They came seldom and some time ago. Remind them of yourself."),
        (("23", "12", ANY),),
    ),
    Named(
        "lost", _("Lost"), _("They came seldom and long ago. Write to them once, then spend on others."),
        (("1", "12", ANY),),
    ),
)  # fmt: skip
"""Every combination has exactly one name."""
NAMED: Final = {scores: one for one in GROUPS for scores in one.scores}
"""Recency, frequency, money → the group they are in."""
