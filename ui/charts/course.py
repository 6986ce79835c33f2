"""One's own index over time against the middle of a group, with its middle half where that is told."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from ui import numbers
from ui.charts.drawing import drawn
from ui.charts.trend import Chart, ChartTable


@dataclass(frozen=True)
class Step:
    """One period: indices, each line being 100 where it begins."""

    label: str
    title: str
    you: float | None
    median: float | None
    low: float | None = None
    high: float | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Course:
    """What the chart shows. ``title`` is the finding in a sentence."""

    title: str
    caption: str
    steps: tuple[Step, ...]


def course_chart(course: Course, *, name: str) -> Chart:
    """Draw both lines; when the engine fails, the chart comes out as its table alone."""
    data = _data(course)
    description = _description(course)
    svgs = drawn("course", data, title=course.title, description=description, name=name)
    return Chart(name, "course", course.title, description, svgs, data, _table(course, data), _keys(data))


def _data(course: Course) -> dict[str, Any]:
    steps = course.steps
    band = all(step.low is not None and step.high is not None for step in steps)
    return {
        "kind": "line",
        "lang": (get_language() or "ru").split("-")[0],
        "unit": "index",
        "labels": [step.label for step in steps],
        "titles": [step.title for step in steps],
        "current": [step.you for step in steps],
        "median": [step.median for step in steps],
        "low": [step.low for step in steps] if band else None,
        "high": [step.high for step in steps] if band else None,
        "partial": [step.provisional for step in steps],
        "words": {
            "current": gettext("You"),
            "median": gettext("The middle of the group"),
            "band": gettext("The middle half of the group"),
            "partial": gettext("provisional"),
        },
    }


def _table(course: Course, data: dict[str, Any]) -> ChartTable:
    words = data["words"]
    columns = [gettext("Period"), words["current"], words["median"]]
    if data["low"]:
        columns += [gettext("A quarter of the group is below"), gettext("A quarter of the group is above")]
    rows = []
    for step in course.steps:
        title = f"{step.title} ({words['partial']})" if step.provisional else step.title
        values = [step.you, step.median, *([step.low, step.high] if data["low"] else [])]
        rows.append((title, *(numbers.num(value) for value in values)))
    return ChartTable(course.caption, tuple(columns), tuple(rows))


def _description(course: Course) -> str:
    first, last = course.steps[0], course.steps[-1]
    return gettext(
        "Both lines begin at 100 (%(first)s). At the end (%(last)s) yours is at %(you)s, the middle of the group "
        "at %(median)s."
    ) % {
        "first": first.title,
        "last": last.title,
        "you": numbers.num(last.you),
        "median": numbers.num(last.median),
    }


def _keys(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    words = data["words"]
    keys = [("you", words["current"]), ("middle", words["median"])]
    if data["low"]:
        keys.append(("half", words["band"]))
    if any(data["partial"]):
        keys.append(("unsettled", words["partial"]))
    return tuple(keys)
