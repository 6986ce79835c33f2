"""A few named amounts side by side, drawn as plain markup: outlets, channels, groups."""

from dataclasses import dataclass

from ui import numbers


@dataclass(frozen=True)
class Bar:
    """One named amount; ``share`` of the total and ``change`` are printed when known."""

    label: str
    value: float | None
    share: float | None = None
    change: float | None = None
    url: str = ""


@dataclass(frozen=True)
class BarRow:
    """One row as the template prints it; ``width`` is percent of the longest bar."""

    label: str
    url: str
    text: str
    share: str
    change: str
    direction: str  # up, down or "" for the arrow
    width: float


@dataclass(frozen=True)
class Bars:
    """A drawn list of bars and which of its columns are filled."""

    caption: str
    measure: str
    rows: tuple[BarRow, ...]
    has_share: bool
    has_change: bool


def _direction(change: float | None) -> str:
    if change is None or round(change, 3) == 0:
        return ""
    return "up" if change > 0 else "down"


def bars_chart(caption: str, measure: str, unit: str, bars: tuple[Bar, ...]) -> Bars:
    """Lay out the bars in the order given; a negative amount has no bar, only its number."""
    longest = max((bar.value or 0.0 for bar in bars), default=0.0)
    rows = tuple(
        BarRow(
            label=bar.label,
            url=bar.url,
            text=numbers.value(bar.value, unit),
            share=numbers.pct(bar.share),
            change=numbers.change(bar.change, unit),
            direction=_direction(bar.change),
            width=round(100 * max(0.0, bar.value or 0.0) / longest, 2) if longest > 0 else 0.0,
        )
        for bar in bars
    )
    return Bars(
        caption,
        measure,
        rows,
        has_share=any(bar.share is not None for bar in bars),
        has_change=any(bar.change is not None for bar in bars),
    )
