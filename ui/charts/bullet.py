"""One own value on the range of others: a band for the middle half, a line for the middle, a dot for the own.

Coordinates are percents of the width, so that the drawing fits any window and its words are never stretched.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

EDGE: Final = 8.0
"""Percent of the width that stays free on either side."""
LETTER: Final = 2.9
"""How much of a narrow drawing's width a letter takes, in percent."""


@dataclass(frozen=True)
class Range:
    """What is drawn. `zero` marks the zero line where it lies inside; `ends` fix the scale, else the values do.

    `bar` fills the way from the start of the scale to the own value: for a share of something. `ticks` are written
    below the scale where nothing else is.
    """

    title: str
    you: float | None
    you_name: str
    median: float | None = None
    median_name: str = ""
    low: float | None = None
    high: float | None = None
    band_name: str = ""
    zero: bool = False
    ends: tuple[float, float] | None = None
    bar: bool = False
    ticks: tuple[float, ...] = ()


@dataclass(frozen=True)
class Label:
    """A number written at its place; `anchor` keeps it inside the drawing."""

    at: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Bullet:
    """What components/bullet.html draws; places are percents of the width, None where there is no such value."""

    title: str
    keys: tuple[tuple[str, str], ...]
    you: Label | None
    marks: tuple[Label, ...]
    median: float | None
    band: tuple[float, float] | None
    zero: float | None
    bar: float | None = None


def bullet_chart(one: Range, write: Callable[[float], str]) -> Bullet | None:
    """Lay out a range; nothing where there is no value at all."""
    known = [value for value in (one.you, one.median, one.low, one.high) if value is not None]
    if not known:
        return None
    low, high = one.ends or (min(known), max(known))
    # A fixed scale is drawn from end to end; else the outermost values keep away from the edge.
    edge = 0.0 if one.ends else EDGE

    def place(value: float) -> float:
        inside = min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.5
        return round(edge + (100 - 2 * edge) * inside, 2)

    def label(value: float) -> Label:
        at, text = place(value), write(value)
        room = len(text) * LETTER / 2
        return Label(at, text, "start" if at < room else "end" if at > 100 - room else "middle")

    keys = [("you", one.you_name)] if one.you is not None else []
    if one.median is not None:
        keys.append(("median", one.median_name))
    band = None
    if one.low is not None and one.high is not None:
        keys.append(("band", one.band_name))
        band = place(one.low), round(place(one.high) - place(one.low), 2)
    wanted = [label(value) for value in (one.median, one.low, one.high, *one.ticks) if value is not None]
    return Bullet(
        title=one.title,
        keys=tuple(keys),
        you=None if one.you is None else label(one.you),
        marks=_apart(wanted),
        median=None if one.median is None else place(one.median),
        band=band,
        zero=place(0.0) if one.zero and low < 0 < high else None,
        bar=place(one.you) if one.bar and one.you is not None else None,
    )


def _apart(wanted: list[Label]) -> tuple[Label, ...]:
    """Keep the numbers that don't run into one written before; all of them stand in the table."""
    kept: list[Label] = []
    for label in wanted:
        if all(_clear(label, other) for other in kept):
            kept.append(label)
    return tuple(kept)


def _clear(one: Label, other: Label) -> bool:
    (start, end), (low, high) = _reach(one), _reach(other)
    return end + LETTER < low or high + LETTER < start


def _reach(label: Label) -> tuple[float, float]:
    width = len(label.text) * LETTER
    before = {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return label.at - before, label.at - before + width
