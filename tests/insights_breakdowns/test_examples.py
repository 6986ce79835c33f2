"""The worked examples of breakdowns, and what holds for every one."""

from decimal import Decimal

import pytest

from insights.breakdowns.base import Breakdown
from insights.breakdowns.catalogue import catalogue
from insights.breakdowns.examples import Example

EXAMPLES = [(one, example) for one in catalogue().values() for example in one.examples]


@pytest.mark.parametrize(("one", "example"), EXAMPLES, ids=[f"{one.key}: {e.says[:60]}" for one, e in EXAMPLES])
def test_worked_examples(one: Breakdown, example: Example) -> None:
    found = [(row.group, row.customers, row.purchases, Decimal(row.net) / 100) for row in one.rows(example.everyone())]
    assert found == [(row.group, row.customers, row.purchases, Decimal(row.net)) for row in example.expect]


@pytest.mark.parametrize("one", catalogue().values(), ids=lambda one: one.key)
def test_every_breakdown_is_complete(one: Breakdown) -> None:
    assert one.examples
    assert one.columns
    assert all(str(text).strip() for text in (one.title, one.description))
