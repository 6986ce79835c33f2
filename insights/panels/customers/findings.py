"""What a block shows, as one whole sentence: its title."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.answers_customers import BreakdownAnswer
from insights.panels.customers.groups import largest, of, part_of, sure, whole
from insights.panels.customers.names import FEMALE, MALE, UNKNOWN, group_name
from ui import numbers

HALF: Final = 0.5
ALIKE: Final = 0.02
"""Men and women closer than this share of all customers are called about equal."""


def bought(answer: BreakdownAnswer, period: str) -> str:
    """Say how many customers there were."""
    count = answer.total.customers
    if count is None:
        return ""
    text = ngettext(
        "%(period)s: %(count)s customer bought from you.", "%(period)s: %(count)s customers bought from you.", count
    )
    return text % {"count": numbers.num(count), "period": period}


def gender(answer: BreakdownAnswer) -> str:
    """Say whether there are more women or men, and how that is at similar businesses."""
    women, men = of(answer, FEMALE), of(answer, MALE)
    first, second = (part_of(one, answer.total) or 0.0 if one else 0.0 for one in (women, men))
    if women and men and abs(first - second) < ALIKE:
        return _("About as many women as men")
    more, part = (women, first) if first > second else (men, second)
    if more is None or (not (women and men) and part < HALF):
        return _("Men and women among your customers")
    facts = {"share": whole(part), "reference": numbers.pct((more.reference or 0) / 100, 0)}
    if more.reference is None:
        if more is women:
            return _("Women are %(share)s of your customers") % facts
        return _("Men are %(share)s of your customers") % facts
    if more is women:
        return _("Women are %(share)s of your customers; at similar businesses %(reference)s") % facts
    return _("Men are %(share)s of your customers; at similar businesses %(reference)s") % facts


def age(answer: BreakdownAnswer) -> str:
    """Name the largest band of age."""
    known = [row.group[0] for row in answer.rows if row.group[0] != UNKNOWN]
    row = largest(answer, among=known)
    if row is None:
        return _("Your customers by age")
    facts = {
        "age": group_name(answer.info.columns, row.group),
        "share": whole(part_of(row, answer.total)),
        "reference": numbers.pct((row.reference or 0) / 100, 0),
    }
    if not sure(answer, row):
        return _("%(age)s: the largest of the groups shown, %(share)s of your customers") % facts
    if row.reference is None:
        return _("%(age)s: the largest group by age, %(share)s of your customers") % facts
    return (
        _("%(age)s: the largest group by age, %(share)s of your customers; at similar businesses %(reference)s") % facts
    )


def segments(answer: BreakdownAnswer) -> str:
    """Name the group that brings the most revenue."""
    shown = [row for row in answer.rows if row.revenue is not None and UNKNOWN not in row.group]
    row = max(shown, key=lambda row: row.revenue or 0.0, default=None)
    if row is None or not row.share:
        return _("Who brings the revenue")
    facts = {"group": group_name(answer.info.columns, row.group), "share": whole(row.share)}
    if any(one.hidden for one in answer.rows):
        return _("%(group)s: they bring the most of the groups shown, %(share)s of revenue") % facts
    return _("%(group)s: they bring the most, %(share)s of revenue") % facts


def new_returning(answer: BreakdownAnswer) -> str:
    """Say how many are new and what they bring."""
    row = of(answer, "new")
    if row is None or not answer.total.customers:
        return _("New and returning customers")
    facts = {"share": whole(part_of(row, answer.total)), "revenue": whole(row.share)}
    return _("New customers are %(share)s of all and bring %(revenue)s of revenue") % facts


def regular(answer: BreakdownAnswer) -> str:
    """Say how many are regular and what they bring."""
    row = of(answer, "regular")
    if row is None or not answer.total.customers:
        return _("Regular customers and the others")
    facts = {"share": whole(part_of(row, answer.total)), "revenue": whole(row.share)}
    return _("Regular customers are %(share)s of all and bring %(revenue)s of revenue") % facts
