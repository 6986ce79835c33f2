"""The list of customers: its sentence, its columns, a row each, and what the numbers are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.panels.way import Viewer
from insights.answers import Freshness
from insights.panels.empty import Empty
from insights.panels.how import How, moment
from insights.panels.lines import Lines, freshness_words
from insights.panels.links import Address
from insights.panels.notices import Notice, clipped
from insights.panels.upsell import Offer, offer
from segments.answers_customers import CustomersAnswer, ListedCustomer
from segments.panels.customers_columns import Column, Head, columns_of, heads_of
from segments.panels.horizons import Horizon
from segments.selectors.customers import SIZE
from ui import dates, numbers


@dataclass(frozen=True)
class Line:
    """One customer: the code, and a text a column."""

    code: str
    cells: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class CustomersPage:
    """What templates/segments/customers.html shows; `pages` is a page of Django's paginator."""

    lines: Lines
    notices: Sequence[Notice]
    headline: str
    heads: Sequence[Head]
    rows: Sequence[Line]
    pages: Any
    query: str
    all_url: str
    meanings: Sequence[tuple[str, str]]
    offers: Sequence[Offer]
    how: How


def customers_list(
    answer: CustomersAnswer, horizon: Horizon, fresh: Freshness, viewer: Viewer, here: Address, *, error: str = ""
) -> CustomersPage:
    """Lay out a page of the list; `here` is its address with all that was chosen."""
    columns = columns_of(answer, horizon)
    as_of = dates.day(answer.as_of)
    line = _("As of %(day)s; all outlets and ways to pay") % {"day": as_of}
    return CustomersPage(
        lines=Lines(as_of, "", line, freshness_words(fresh)),
        notices=_notices(answer, viewer, error),
        headline=_headline(answer),
        heads=heads_of(answer, columns, here),
        rows=[_line(row, columns) for row in answer.rows],
        pages=Paginator(range(answer.found), SIZE).page((answer.first_row - 1) // SIZE + 1),
        query=str(here).partition("?")[2],
        all_url=here.to(group="", recency="", frequency="", money=""),
        meanings=[(column.words, column.meaning) for column in columns if column.meaning],
        offers=[offer(lock, viewer) for lock in (answer.groups_locked, answer.values_locked) if lock],
        how=_how(answer),
    )


def _headline(answer: CustomersAnswer) -> str:
    facts = {"found": numbers.num(answer.found), "all": numbers.num(answer.customers)}
    if answer.found == answer.customers:
        return ngettext("%(found)s customer in the list", "%(found)s customers in the list", answer.found) % facts
    return _("Chosen: %(found)s of %(all)s customers") % facts


def _line(row: ListedCustomer, columns: Sequence[Column]) -> Line:
    return Line(row.pseudonym, [(column.text(row), column.number) for column in columns])


def _notices(answer: CustomersAnswer, viewer: Viewer, error: str) -> list[Notice]:
    found = [Notice(error, "warning")] if error else []
    if answer.reason_text:
        found.append(Notice(" ".join((answer.reason_text, _("What customers brought so far is below.")))))
    if answer.clipped_from:
        text = _(
            "Your plan names days from %(start)s on. Counts and sums are of all the time that the bank has data of."
        )
        found.append(clipped(answer.clipped_from, viewer, text % {"start": dates.day(answer.clipped_from)}))
    return found


def _how(answer: CustomersAnswer) -> How:
    made = answer.provenance
    facts = [(_("Formula"), str(made.formula))] if answer.has_values else []
    facts += [
        (_("Period"), dates.period(answer.first_day, answer.as_of)),
        (_("Payments read in all"), numbers.num(made.rows)),
        (_("Data version"), numbers.num(made.data_version)),
        (_("Computed"), moment(made.computed_at)),
    ]
    return How(tuple(facts), "" if answer.values_locked else "/api/v1/ltv/customers/")


def list_being_computed(text: str) -> Empty:
    """Say that the first list is under way."""
    return Empty(_("List of customers"), _("Being computed"), text, "clock")
