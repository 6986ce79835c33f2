"""What a page reads out of an answer of the read door."""

from typing import Final

from django.utils.translation import gettext as _

from insights.answers import MetricAnswer
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


def move_of(answer: MetricAnswer) -> Move:
    """Return what the sentences need."""
    return Move(answer.value, answer.compare.value if answer.compare else None, change_of(answer))


def noted(answer: MetricAnswer) -> str:
    """Say what a value without comparison rests on."""
    return _("purchases: %(count)s") % {"count": numbers.num(answer.n)}
