"""Parts of one whole in one bar: each with its own pattern, its number and its name beside it."""

from dataclasses import dataclass
from typing import Final

from ui import numbers

PATTERNS: Final = ("plain", "lines", "dots", "cross")
"""The second cue beside the colour, in this order."""


@dataclass(frozen=True)
class StackPart:
    """One part: where it starts and how long it is, in percent of the bar."""

    key: str
    name: str
    share: str
    at: float
    width: float
    pattern: str


@dataclass(frozen=True)
class Stack:
    """What components/stack.html draws."""

    name: str
    title: str
    parts: tuple[StackPart, ...]


def stack_chart(name: str, title: str, parts: tuple[tuple[str, str, float], ...]) -> Stack:
    """Lay out parts given as key, name and share of one, in their order; `name` is unique on the page."""
    made, at = [], 0.0
    for place, (key, words, share) in enumerate(parts):
        width = round(100 * share, 2)
        made.append(StackPart(key, words, numbers.pct(share, 0), round(at, 2), width, PATTERNS[place % 4]))
        at += width
    return Stack(name, title, tuple(made))
