"""The overview: one sentence, four tiles, revenue over time, the other figures, the outlets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from billing.panels.way import Viewer
from insights.answers import Freshness, MetricAnswer
from insights.panels import words
from insights.panels.asked import Asked
from insights.panels.figures import better_of, change_of, compares_itself, move_of, noted
from insights.panels.how import how_of
from insights.panels.lines import Lines, lines_of
from insights.panels.links import Address
from insights.panels.notices import Notice, notices_of
from insights.panels.seen import Seen, seen_of, seen_short
from insights.panels.trend import TrendBlock, trend_block

SAID: Final = ("revenue", "customers", "average_ticket", "purchase_frequency")
"""The metrics that the first sentence speaks of, whatever the tiles show."""


@dataclass(frozen=True)
class Tile:
    """What components/kpi.html shows; ``note`` stands in place of the change where nothing is compared."""

    key: str
    label: str
    value: float | None
    unit: str
    better: str
    points: Sequence[float | None]
    url: str
    change: float | None
    against: str
    note: str
    scaled: str = ""


@dataclass(frozen=True)
class Row:
    """One of the other figures."""

    label: str
    url: str
    value: float | None
    unit: str
    better: str
    change: float | None
    compared: bool


@dataclass(frozen=True)
class Figures:
    """What templates/insights/overview.html shows once there are figures."""

    lines: Lines
    headline: str
    tiles: Sequence[Tile]
    trend: TrendBlock
    others: Sequence[Row]
    notices: Sequence[Notice]
    seen: Seen


def headline(answers: Mapping[str, MetricAnswer], lines: Lines) -> str:
    """Say what happened: revenue, and what moved it."""
    moves = {key: move_of(answers[key]) for key in SAID}
    return words.headline(
        lines.period,
        lines.against,
        revenue=moves["revenue"],
        customers=moves["customers"],
        frequency=moves["purchase_frequency"],
        ticket=moves["average_ticket"],
        compared=lines.compared,
    )


def tile(answer: MetricAnswer, lines: Lines, address: Address) -> Tile:
    """Show one metric; the whole tile leads to its own page with the same choices."""
    info = answer.info
    return Tile(
        key=info.key,
        label=str(info.title),
        value=answer.value,
        unit=info.unit,
        better=better_of(answer),
        points=[point.value for point in answer.points if not point.partial],
        url=metric_url(info.key, address),
        change=change_of(answer),
        against=lines.against,
        note="" if lines.compared else noted(answer),
        scaled=seen_short(answer),
    )


def row(answer: MetricAnswer, lines: Lines, address: Address) -> Row:
    """Show one metric in the table of the other figures."""
    info = answer.info
    compared = lines.compared and not compares_itself(info.key)
    url = metric_url(info.key, address)
    return Row(str(info.title), url, answer.value, info.unit, better_of(answer), change_of(answer), compared)


def metric_url(key: str, address: Address) -> str:
    """Answer the page of a metric, with the same choices."""
    return address.to(reverse("growth-metric", args=[key]))


def figures(
    answers: Mapping[str, MetricAnswer], asked: Asked, fresh: Freshness, viewer: Viewer, *, tiles: Sequence[str]
) -> Figures:
    """Lay out what the read door answered; revenue names the days of all, `tiles` are on top."""
    revenue = answers["revenue"]
    lines = lines_of(revenue, fresh)
    title = words.revenue_finding(move_of(revenue), lines.period, lines.against)
    return Figures(
        lines=lines,
        headline=headline(answers, lines),
        tiles=[tile(answers[key], lines, asked.address) for key in tiles if key in answers],
        trend=trend_block(revenue, title, asked, lines, how_of(revenue)),
        others=[row(answer, lines, asked.address) for key, answer in answers.items() if key not in tiles],
        notices=notices_of(revenue, fresh, viewer),
        seen=seen_of(revenue, viewer),
    )
