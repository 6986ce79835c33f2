"""From stored sums to the rows that are told: money in roubles, ratios, and small groups of people hidden."""

from collections.abc import Sequence
from typing import Any

from insights.answers_customers import GroupRow, NamedGroup
from insights.breakdowns.base import Breakdown
from insights.breakdowns.rfm_groups import GROUPS
from insights.customers.figures import Body
from insights.disclosure import disclosure_rules
from lake.disclosure import hidden_cells


def group_rows(breakdown: Breakdown, body: Body) -> tuple[tuple[GroupRow, ...], GroupRow]:
    """Return the rows of a breakdown over its period, and the total of all customers."""
    width, total = len(breakdown.columns), body["total"]
    split = [(tuple(row[:width]), row[width:]) for row in body["rows"]]
    hidden = _hidden(split) if breakdown.personal else frozenset()
    rows = (_hidden_row(group) if group in hidden else _row(group, sums, total[3]) for group, sums in split)
    return tuple(rows), _row((), total, total[3])


def trailing_rows(breakdown: Breakdown, body: Body) -> tuple[GroupRow, ...]:
    """Return the rows over the days up to the period's end that the breakdown itself looks at."""
    return group_rows(breakdown, body["trailing"])[0] if "trailing" in body else ()


def named_groups(breakdown: Breakdown, body: Body) -> tuple[NamedGroup, ...]:
    """Return the named groups over the same days, all of them, in their order."""
    width, trailing = len(breakdown.columns), body.get("trailing", {"rows": [], "total": [0, 0, 0, 0]})
    listed = {tuple(map(int, row[:width])): row[width:] for row in trailing["rows"]}
    found = []
    for named in GROUPS:
        own = [listed[scores] for scores in named.scores if scores in listed]
        sums = [sum(column) for column in zip(*own, strict=True)] if own else [0, 0, 0, 0]
        figures = _row((named.key,), sums, trailing["total"][3])
        found.append(NamedGroup(named.key, named.title, named.advice, named.scores, figures))
    return tuple(found)


def _hidden(rows: Sequence[tuple[tuple[str, ...], list[int]]]) -> frozenset[tuple[str, ...]]:
    # Who only got money back is no customer and yet somebody: such a row hides like one of a single person.
    return hidden_cells({group: max(1, sums[0]) for group, sums in rows}, least=disclosure_rules().own_customers)


def _hidden_row(group: tuple[str, ...]) -> GroupRow:
    return GroupRow(group, None, None, None, None, None, None, hidden=True)


def _row(group: tuple[str, ...], sums: Sequence[Any], whole: int) -> GroupRow:
    """Return one row; `sums` are customers, purchases, gross and net, `whole` is the net of all, in kopecks."""
    customers, purchases, gross, net = sums
    return GroupRow(
        group=group,
        customers=customers,
        transactions=purchases,
        revenue=net / 100,
        average_ticket=gross / (purchases * 100) if purchases else None,
        frequency=purchases / customers if customers else None,
        share=net / whole if whole > 0 else None,
    )
