"""Which side of the middle the own figure is on, and whether all ways of choosing say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from billing.entitlements import Locked
from insights.answers_peers import Lens, PeerAnswer

GROWTH: Final = ("revenue_vs_peers", "customers_vs_peers")
"""Comparisons of growth: their difference is in percentage points."""
LEVELS: Final = ("ticket_vs_peers", "frequency_vs_peers", "customers_per_outlet_vs_peers")
COMPARED: Final = ("revenue_vs_peers", "ticket_vs_peers", "frequency_vs_peers", "customers_vs_peers", LEVELS[-1])
"""Comparisons that are drawn on the range of the others, in the order of the page."""
ALIKE: Final = {True: 0.01, False: 0.02}
"""A difference below one point of growth, or two percent of a level, is none to speak of."""

WAYS: Final = (Lens.KIND, Lens.SIZE, Lens.SHARED)
"""The ways of choosing that can bear each other out: a group of one's own choice proves nothing."""

Answers = Mapping[str, PeerAnswer | Locked]


class Side(StrEnum):
    """Where the own figure stands beside the middle of the others."""

    ABOVE = "above"
    ALIKE = "alike"
    BELOW = "below"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """How far the ways of choosing agree."""

    STRONG = "strong"
    PARTLY = "partly"
    MIXED = "mixed"
    SINGLE = "single"


def side_of(answer: PeerAnswer | Locked | None) -> Side:
    """Tell which side of the middle the own figure is on."""
    if not isinstance(answer, PeerAnswer) or answer.difference is None or answer.median is None:
        return Side.UNKNOWN
    if abs(answer.difference) < ALIKE[answer.info.key in GROWTH]:
        return Side.ALIKE
    return Side.ABOVE if answer.difference > 0 else Side.BELOW


def strength_of(sides: Sequence[Side]) -> Strength:
    """Tell how far the ways of choosing agree; strong only where each of them is known and says the same."""
    known = [side for side in sides if side is not Side.UNKNOWN]
    if len(known) < 2:
        return Strength.SINGLE
    if len(set(known)) > 1:
        return Strength.MIXED
    return Strength.STRONG if len(known) == len(WAYS) else Strength.PARTLY


@dataclass(frozen=True)
class Verdict:
    """A badge: its words, kind and icon."""

    text: str
    kind: str
    sign: str


def verdict_of(strength: Strength) -> Verdict | None:
    """Say how far the comparison can be relied upon; nothing where one way alone speaks."""
    return {
        Strength.STRONG: Verdict(_("Reliable: all three ways of choosing say the same"), "good", "circle-check"),
        Strength.PARTLY: Verdict(_("Two ways of choosing say the same"), "info", "info-circle"),
        Strength.MIXED: Verdict(_("Uncertain: the ways of choosing differ"), "warning", "alert-triangle"),
        Strength.SINGLE: None,
    }[strength]


@dataclass(frozen=True)
class Agreement:
    """The table of comparisons by ways of choosing, and the sentence above it."""

    text: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...], Verdict | None], ...]


def agreement_of(by_lens: Mapping[Lens, Answers], titles: Mapping[Lens, str]) -> Agreement | None:
    """Lay out who says what; nothing where fewer than two ways of choosing say anything."""
    rows, strengths = [], []
    for key in COMPARED:
        sides = [side_of(by_lens.get(lens, {}).get(key)) for lens in WAYS]
        known = next((one for one in (by_lens.get(lens, {}).get(key) for lens in WAYS) if _is(one)), None)
        strength = strength_of(sides)
        if strength is Strength.SINGLE or not isinstance(known, PeerAnswer):
            continue
        strengths.append(strength)
        cells = tuple((_word(side), _sign(side)) for side in sides)
        rows.append((str(known.info.title), cells, verdict_of(strength)))
    if not rows:
        return None
    return Agreement(_summary(strengths), tuple(titles[lens] for lens in WAYS), tuple(rows))


def _is(one: PeerAnswer | Locked | None) -> bool:
    return isinstance(one, PeerAnswer)


def _word(side: Side) -> str:
    return {
        Side.ABOVE: _("above the middle"),
        Side.ALIKE: _("about the middle"),
        Side.BELOW: _("below the middle"),
        Side.UNKNOWN: _("can't be told"),
    }[side]


def _sign(side: Side) -> str:
    return {Side.ABOVE: "arrow-up", Side.ALIKE: "minus", Side.BELOW: "arrow-down", Side.UNKNOWN: ""}[side]


def _summary(strengths: Sequence[Strength]) -> str:
    if all(strength is Strength.STRONG for strength in strengths):
        return _("All three ways of choosing similar businesses say the same: you can rely on these comparisons.")
    if Strength.STRONG in strengths:
        return _("Where all three ways of choosing say the same, you can rely on the comparison; elsewhere take care.")
    return _("The ways of choosing do not all agree: take these comparisons as a hint, not as proof.")
