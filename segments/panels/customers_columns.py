"""The columns of the list of customers: their heads as links that sort, and what stands in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from insights.breakdowns.rfm_groups import NAMED
from insights.panels.links import Address
from segments.answers_customers import CustomersAnswer, ListedCustomer
from segments.panels.horizons import Horizon
from ui import dates, numbers


@dataclass(frozen=True)
class Column:
    """One column; `sort` is what the list is ordered by through it, empty for none."""

    words: str
    text: Callable[[ListedCustomer], str]
    sort: str = ""
    number: bool = True
    meaning: str = ""


@dataclass(frozen=True)
class Head:
    """The head of a column; `aria` is the order that it has now, empty for none."""

    words: str
    number: bool
    url: str = ""
    aria: str = ""


def columns_of(answer: CustomersAnswer, horizon: Horizon) -> list[Column]:
    """Return the columns that the plan and the data have."""
    found = [] if answer.groups_locked else [_group()]
    found += _history()
    if answer.has_values:
        found += _expected(answer, horizon)
    if answer.has_alive:
        meaning = _(
            "How likely it is that the customer has not left for good. Not told of those who bought on one day only."
        )
        found.append(Column(_("Still a customer"), lambda row: numbers.pct(row.alive, 0), "alive", meaning=meaning))
    return found


def heads_of(answer: CustomersAnswer, columns: Sequence[Column], here: Address) -> list[Head]:
    """Link each column to the list in its order; the one in force turns round."""
    return [_head(column, answer.sort, here) for column in columns]


def _head(column: Column, sort: str, here: Address) -> Head:
    if not column.sort:
        return Head(column.words, column.number)
    falling = f"-{column.sort}"
    now = {falling: "descending", column.sort: "ascending"}.get(sort, "")
    return Head(column.words, column.number, here.to(sort=column.sort if sort == falling else falling), now)


def _group() -> Column:
    def text(row: ListedCustomer) -> str:
        if row.scores is None:
            return _("nothing in the last year")
        return f"{NAMED[row.scores].title} {'-'.join(map(str, row.scores))}"

    meaning = _(
        "The group of the last 365 days with three marks from 1 to 5, 5 is best: how recently, how often, for how much."
    )
    return Column(_("Group"), text, number=False, meaning=meaning)


def _history() -> list[Column]:
    return [
        Column(_("Last purchase"), lambda row: _day(row.last_day), "last_purchase"),
        Column(_("First purchase"), lambda row: _day(row.first_day), "first_purchase"),
        Column(
            _("Days with purchases"), lambda row: numbers.num(row.days), "purchase_days",
            meaning=_("On how many different days the customer has bought from you so far."),
        ),
        Column(
            _("Revenue so far"), lambda row: numbers.value(row.revenue, "RUB"), "revenue",
            meaning=_("All that the customer has paid you by card, less what went back."),
        ),
    ]  # fmt: skip


def _expected(answer: CustomersAnswer, horizon: Horizon) -> list[Column]:
    place, facts = horizon.place, {"months": horizon.words}
    value, meaning = _("Expected in %(months)s") % facts, _("Expected purchase days × what such a day usually brings.")
    if answer.margin is not None:
        value = _("Expected profit in %(months)s") % facts
        meaning = _("Expected purchase days × what such a day usually brings × your margin.")
    return [
        Column(
            _("Purchase days expected in %(months)s") % facts,
            lambda row: numbers.num(row.expected[place].visits, 1), "expected_days",
            meaning=_("On how many days the customer will come if all goes on as before: a mean, hence a fraction."),
        ),
        Column(value, lambda row: numbers.value(row.expected[place].value, "RUB"), "value", meaning=meaning),
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return dates.day(day) if day else _("earlier")
