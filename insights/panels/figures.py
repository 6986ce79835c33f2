"""What a page reads out of an answer of the read door."""

import math
from typing import Final

from django.utils.translation import gettext as _

from insights.answers import MetricAnswer, MetricInfo
from insights.metrics import Change
from insights.panels.words import Move
from ui import numbers

LEAST_BASE: Final = 5
"""With fewer purchases to compare with, a change says more about chance than about the shop."""
CHANGES: Final = ("revenue_change_", "revenue_yoy")
"""Metrics that are a comparison themselves: a change of a change helps nobody."""


def compares_itself(key: str) -> bool:
    """Tell whether a metric is a comparison already."""
    return key.startswith(CHANGES)


def change_of(answer: MetricAnswer) -> float | None:
    """Return the change as it is shown: of a share in points, of anything else relative; None where it means little."""
    base = answer.compare
    if base is None or base.n < LEAST_BASE:
        return None
    return base.difference if answer.info.change is Change.POINTS else base.change


def chance_of(value: float | None, info: MetricInfo, n: int, base_n: int) -> float:
    """Return how far a change may go by chance alone, roughly.

    The number of purchases varies by about its root from period to period, and so does, in proportion, what is
    made of them. Days differ in more ways than this, so it is the least a change must exceed to be called
    good or bad.
    """
    if n < 1 or base_n < 1:
        return math.inf
    spread = math.sqrt(1 / n + 1 / base_n)
    if info.change is Change.POINTS:
        return spread * math.sqrt(max(0.0, (value or 0.0) * (1 - (value or 0.0))))
    return spread


def better_of(answer: MetricAnswer) -> str:
    """Return which way is good, or nothing where the change is as small as chance makes it: no colour then."""
    change, base = change_of(answer), answer.compare
    if change is None or base is None or abs(change) < chance_of(answer.value, answer.info, answer.n, base.n):
        return ""
    return answer.info.better


def move_of(answer: MetricAnswer) -> Move:
    """Return what the sentences need."""
    base = answer.compare
    return Move(
        answer.value,
        base.value if base else None,
        change_of(answer),
        chance=chance_of(answer.value, answer.info, answer.n, base.n) if base else 0.0,
    )


def noted(answer: MetricAnswer) -> str:
    """Say what a value without comparison rests on."""
    return _("purchases: %(count)s") % {"count": numbers.num(answer.n)}
