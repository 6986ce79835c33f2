"""Women and men by age, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from insights.answers_customers import BreakdownAnswer
from insights.breakdowns.age import BANDS
from insights.panels.customers.groups import of, part_of, whole
from insights.panels.customers.names import FEMALE, MALE, UNKNOWN, name_of
from ui import numbers

LEAST: Final = 4
"""With fewer cells there is no pyramid to see."""


@dataclass(frozen=True)
class Side:
    """Women or men of one age: None is too few to be shown; `width` is percent of the longest bar.

    `partly`: some of them are in groups too small to be shown, so that there are more than this.
    """

    customers: int | None
    part: float | None = None
    width: float = 0.0
    partly: bool = False

    @property
    def rest(self) -> float:
        """How far from the left a bar begins that ends at the middle."""
        return 100 - self.width


@dataclass(frozen=True)
class Step:
    """One band of age."""

    age: str
    women: Side
    men: Side


@dataclass(frozen=True)
class Pyramid:
    """What templates/insights/customers/pyramid.html shows."""

    steps: Sequence[Step]
    women: Side
    men: Side
    partly: bool


def pyramid_of(answer: BreakdownAnswer, genders: BreakdownAnswer | None = None) -> Pyramid:
    """Put women left and men right of their age; `genders` has the sums of both sides."""
    ages = [band for band in BANDS if band != UNKNOWN]
    women, men = _side(answer, FEMALE, ages), _side(answer, MALE, ages)
    longest = max((side.customers or 0 for side in (*women, *men)), default=0)

    def drawn(side: Side) -> Side:
        return replace(side, width=round(100 * (side.customers or 0) / longest, 2) if longest else 0.0)

    steps = [
        Step(name_of("age", band), drawn(left), drawn(right))
        for band, left, right in zip(ages, women, men, strict=True)
    ]
    partly = any(side.partly for side in (*women, *men))
    return Pyramid(steps, _total(genders, FEMALE), _total(genders, MALE), partly)


def shown(made: Pyramid) -> int:
    """Count the cells of which something is told."""
    return sum(bool(side.customers) for step in made.steps for side in (step.women, step.men))


def pyramid_title(answer: BreakdownAnswer, made: Pyramid) -> str:
    """Name the largest cell of the pyramid."""
    named = [
        (side.customers or 0, gender, step.age)
        for step in made.steps
        for gender, side in ((FEMALE, step.women), (MALE, step.men))
    ]
    count, gender, band = max(named, default=(0, FEMALE, ""))
    if not count or not answer.total.customers:
        return _("Your customers by gender and age")
    facts = {"gender": name_of("gender", gender), "age": band[:1].lower() + band[1:]}
    facts["share"] = whole(count / answer.total.customers)
    if any(row.hidden for row in answer.rows):
        return _("%(gender)s, %(age)s: the largest of the groups shown, at least %(share)s of your customers") % facts
    return _("%(gender)s, %(age)s: the largest group, %(share)s of your customers") % facts


def unknown_note(genders: BreakdownAnswer | None, ages: BreakdownAnswer | None) -> list[str]:
    """Say of how many the bank knows neither gender or age."""
    found = []
    for answer, text in (
        (genders, _("The bank does not know the gender of %(share)s of your customers.")),
        (ages, _("The bank does not know the age of %(share)s of your customers.")),
    ):
        row = of(answer, UNKNOWN) if answer else None
        if answer and row and row.customers:
            found.append(text % {"share": numbers.pct(part_of(row, answer.total))})
    return found


def _side(answer: BreakdownAnswer, gender: str, ages: Sequence[str]) -> list[Side]:
    at, by = answer.info.columns.index("gender"), answer.info.columns.index("age")
    sides = []
    for band in ages:
        rows = [row for row in answer.rows if row.group[at] == gender and row.group[by] == band]
        shown = [row.customers for row in rows if row.customers is not None]
        hidden = len(shown) < len(rows)
        count = None if hidden and not shown else sum(shown)
        part = count / answer.total.customers if count is not None and answer.total.customers else None
        sides.append(Side(count, part, partly=hidden and bool(shown)))
    return sides


def _total(genders: BreakdownAnswer | None, gender: str) -> Side:
    row = of(genders, gender) if genders else None
    return Side(row.customers, part_of(row, genders.total)) if row and genders else Side(None)
