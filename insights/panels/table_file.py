"""The shown points as a CSV file that a spreadsheet of the reader's language opens by a double click."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from insights.answers import MetricAnswer, Point

BOM: Final = "\ufeff"
"""Without it Excel takes UTF-8 for the system's old encoding."""
FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")


def csv_of(answer: MetricAnswer) -> str:
    """Write the points of an answer: first day, value, purchases, whether it is whole, what it is compared with.

    Russian Excel expects semicolons and decimal commas, English Excel commas and decimal points.
    """
    russian = (get_language() or "ru").startswith("ru")
    base: Sequence[Point] = answer.compare.points if answer.compare else ()
    shift = len(base) - len(answer.points)
    title = str(answer.info.title)
    head = [_("Period begins"), f"{title}, {answer.info.unit}", _("Purchases"), _("Unfinished")]
    share = answer.coverage if answer.scaled else None
    head += [_("All sales, estimated"), _("at least (80 %)"), _("at most (80 %)")] if share else []
    head += [_("Compared with"), _("Its value")] if base else []
    rows: list[list[str]] = [head]
    for at, point in enumerate(answer.points):
        row = [
            point.period.isoformat(),
            number(point.value, comma=russian),
            str(point.n),
            _("yes") if point.partial else _("no"),
        ]
        if share:
            level = share.scaled(point.value)
            bounds = (level.value, level.lo, level.hi) if level else (None, None, None)
            row += [number(one, comma=russian) for one in bounds]
        if base:
            before = base[at + shift] if 0 <= at + shift < len(base) else None
            row += [before.period.isoformat(), number(before.value, comma=russian)] if before else ["", ""]
        rows.append(row)
    return BOM + written(rows, ";" if russian else ",")


def written(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    """Write rows of text; what a spreadsheet would run as a formula becomes text."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue()


def harmless(cell: str) -> str:
    """Put an apostrophe before what begins like a formula and is no plain number."""
    start = cell.lstrip(" ")[:1]
    return f"'{cell}" if start in FORMULA and start and not _plain(cell) else cell


def number(value: float | None, *, comma: bool) -> str:
    """Write a number unrounded, as the reader's spreadsheet reads it; nothing where there is none."""
    if value is None:
        return ""
    text = repr(round(value, 10))
    return text.replace(".", ",") if comma else text


def _plain(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True
