"""The list of customers at the read door: its figures, its order, who reads what, and each partner its own."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from celery import current_app

from billing.entitlements import Locked
from billing.models import Override
from billing.services import override_grant, plan_set
from insights.answers_customers import BreakdownAnswer
from insights.errors import BadParameter, NotComputedYet
from insights.recompute import metric_recompute
from insights.selectors.breakdowns import breakdown
from insights.services import margin_set
from lake.store import Store
from segments.answers_customers import CustomersAnswer, ListedCustomer
from segments.customers.choice import SORTS, Choice, choice_from
from segments.models import Customer, CustomerRun
from segments.selectors import customers_page, customers_slice, ltv
from segments.selectors.lacking import value_lacking
from segments.tasks import models_resume
from tenants.scope import for_partner
from tests.segments.conftest import DAYS
from tests.segments.planted import FIRST, Rows

ALL = 10_000
AS_OF = FIRST + timedelta(days=DAYS - 1)


def page_of(partner: Any, number: int = 1, size: int = ALL, **choice: Any) -> CustomersAnswer:
    answer = customers_page(partner, Choice(**choice), number, size)
    assert isinstance(answer, CustomersAnswer)
    return answer


def slice_of(partner: Any, cursor: str | None, size: int, **choice: Any) -> CustomersAnswer:
    answer = customers_slice(partner, Choice(**choice), cursor, size)
    assert isinstance(answer, CustomersAnswer)
    return answer


def test_each_customer_is_what_the_payments_say(fitted: Callable[..., None], alpha: Any, shop: Rows) -> None:
    """Counted anew from the planted rows: by customer, without the code's own arithmetic."""
    fitted()
    planted: dict[int, list[tuple[date, int]]] = {}
    for customer, day, kopecks in zip(shop.customer.tolist(), shop.day.tolist(), shop.kopecks.tolist(), strict=True):
        planted.setdefault(customer, []).append((FIRST + timedelta(days=day), kopecks))
    expected = sorted(
        (min(rows)[0], max(rows)[0], len(rows), len(rows), round(sum(paid for _day, paid in rows) / 100, 2))
        for rows in [*planted.values(), [(AS_OF, 10_000)]]
    )
    answer = page_of(alpha)
    assert (
        sorted((row.first_day, row.last_day, row.days, row.purchases, row.revenue) for row in answer.rows) == expected
    )
    assert len({row.pseudonym for row in answer.rows}) == len(expected) == answer.customers == answer.found


def test_they_add_up_to_the_values_of_all(fitted: Callable[..., None], alpha: Any) -> None:
    fitted()
    value: Any = ltv(alpha)
    rows = page_of(alpha).rows
    assert sum(row.revenue for row in rows) == pytest.approx(value.historic_total, abs=0.005)
    for place, outlook in enumerate(value.outlooks):
        assert [row.expected[place].days for row in rows[:1]] == [outlook.days]
        assert sum(row.expected[place].value for row in rows) == pytest.approx(outlook.total, rel=1e-9)
        assert np.median([row.expected[place].value for row in rows]) == pytest.approx(outlook.median, rel=1e-9)
    assert all((row.alive is None) is (row.days == 1) for row in rows)
    assert all(0 <= row.alive <= 1 for row in rows if row.alive is not None)


def test_cells_and_groups_are_those_of_the_breakdown(fitted: Callable[..., None], alpha: Any) -> None:
    fitted("growth")
    told = breakdown(alpha, "rfm")
    assert isinstance(told, BreakdownAnswer)
    cells = {row.group: row.customers for row in told.trailing if row.customers}
    listed = Counter(tuple(map(str, row.scores)) for row in page_of(alpha).rows if row.scores)
    assert listed == cells
    for group, count in cells.items():
        fifths = dict(zip(("recency", "frequency", "money"), map(int, group), strict=True))
        assert page_of(alpha, **fifths).found == count
    for named in told.named:
        assert page_of(alpha, group=named.key).found == named.figures.customers
        assert {row.group for row in page_of(alpha, group=named.key).rows} <= {named.key}
    assert page_of(alpha, recency=5, frequency=5).found == sum(
        n or 0 for (r, f, _m), n in cells.items() if r == f == "5"
    )


@pytest.mark.parametrize("key", SORTS)
def test_any_order_pages_over_everybody_once(fitted: Callable[..., None], alpha: Any, key: str) -> None:
    fitted()
    for sort in (key, f"-{key}"):
        whole = [row.pseudonym for row in page_of(alpha, sort=sort, horizon=91).rows]
        places = [_place(row, key) for row in page_of(alpha, sort=sort, horizon=91).rows]
        assert places == sorted(places, reverse=sort != key)
        numbered = [row.pseudonym for n in range(1, 8) for row in page_of(alpha, n, 100, sort=sort, horizon=91).rows]
        assert numbered == whole
        onward, cursor = [], None
        while True:
            part = slice_of(alpha, cursor, 100, sort=sort, horizon=91)
            onward.append(part)
            if part.after is None:
                break
            cursor = part.after
        assert [row.pseudonym for part in onward for row in part.rows] == whole
        back = slice_of(alpha, onward[-1].before, 100, sort=sort, horizon=91)
        assert back.rows == onward[-2].rows
        assert slice_of(alpha, back.after, 100, sort=sort, horizon=91).rows == onward[-1].rows
        assert onward[0].before is None
        assert slice_of(alpha, onward[1].before, 100, sort=sort, horizon=91).before is None


def _place(row: ListedCustomer, key: str) -> Any:
    return {
        "first_purchase": row.first_day, "last_purchase": row.last_day, "purchase_days": row.days,
        "purchases": row.purchases, "revenue": row.revenue, "expected_days": row.expected[0].visits,
        "value": row.expected[0].value, "alive": -1.0 if row.alive is None else row.alive,
    }[key]  # fmt: skip


def test_the_most_valuable_come_first_and_a_page_too_far_is_the_last(fitted: Callable[..., None], alpha: Any) -> None:
    fitted()
    assert page_of(alpha).sort == "-value"
    assert page_of(alpha, 99, 100).rows == page_of(alpha, 7, 100).rows
    assert page_of(alpha, 99, 100).first_row == 601
    assert page_of(alpha, recency=1, group="champions").rows == ()


def test_two_partners_have_nothing_in_common(fitted: Callable[..., None], alpha: Any, beta: Any) -> None:
    """The customer `end` bought at both, on the same day for the same sum."""
    fitted()
    mine, theirs = page_of(alpha).rows, page_of(beta).rows
    assert (len(mine), len(theirs)) == (601, 13)
    assert not {row.pseudonym for row in mine} & {row.pseudonym for row in theirs}
    last = [row for row in (*mine, *theirs) if (row.first_day, row.revenue) == (AS_OF, 100.0)]
    assert len(last) == len({row.pseudonym for row in last}) == 2


def test_a_code_stays_with_its_customer(fitted: Callable[..., None], alpha: Any) -> None:
    fitted()
    before = page_of(alpha).rows
    with for_partner(alpha):
        CustomerRun.objects.update(version=0)
    metric_recompute(alpha, force=True)
    assert page_of(alpha).rows == before
    metric_recompute(alpha, as_of=AS_OF - timedelta(days=1))
    earlier = {row.pseudonym: row.first_day for row in page_of(alpha).rows}
    assert 590 < len(earlier) < 601
    assert earlier.items() <= {row.pseudonym: row.first_day for row in before}.items()


def test_growth_has_history_and_groups_and_no_values(fitted: Callable[..., None], alpha: Any) -> None:
    fitted("growth")
    answer = page_of(alpha)
    assert isinstance(answer.values_locked, Locked)
    assert (answer.sort, answer.has_values, answer.has_alive, answer.margin) == ("-revenue", False, False, None)
    assert {(row.expected, row.alive) for row in answer.rows} == {((), None)}
    assert any(row.scores for row in answer.rows)
    with for_partner(alpha):
        assert not Customer.objects.exclude(value_365=None).exists()
    for key in ("value", "-alive", "expected_days"):
        with pytest.raises(BadParameter) as caught:
            customers_page(alpha, Choice(sort=key))
        assert caught.value.parameter == "sort"
    locked = customers_slice(alpha, Choice())
    assert isinstance(locked, Locked)
    assert locked.feature.key == "ltv"


def test_start_has_no_list_and_none_is_kept(fitted: Callable[..., None], alpha: Any) -> None:
    fitted("start")
    assert isinstance(customers_page(alpha, Choice()), Locked)
    with for_partner(alpha):
        assert not Customer.objects.exists()


def test_values_without_groups(fitted: Callable[..., None], alpha: Any) -> None:
    fitted()
    override_grant(partner=alpha, name="rfm", kind=Override.Kind.REMOVE, reason="test", granted_by=None)
    answer = page_of(alpha)
    assert answer.groups_locked is not None
    assert answer.has_values
    assert {(row.scores, row.group) for row in answer.rows} == {(None, None)}
    assert isinstance(customers_page(alpha, Choice(group="lost")), Locked)


@pytest.fixture
def at_once() -> Iterator[None]:
    """Run tasks where they are sent."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


def test_an_upgrade_brings_the_values_and_a_downgrade_hides_them(
    fitted: Callable[..., None], alpha: Any, at_once: None
) -> None:
    fitted("growth")
    plan_set(partner=alpha, plan="pro")
    waiting = page_of(alpha)
    assert waiting.reason_text
    assert not waiting.has_values
    assert value_lacking(alpha)
    models_resume()
    assert not value_lacking(alpha)
    assert page_of(alpha).has_values
    plan_set(partner=alpha, plan="growth")
    assert {row.expected for row in page_of(alpha).rows} == {()}


def test_too_little_data_say_why(fitted: Callable[..., None], beta: Any) -> None:
    fitted()
    answer = page_of(beta)
    assert answer.reason_text
    assert (answer.has_values, answer.sort, answer.values_locked) == (False, "-revenue", None)


def test_a_margin_makes_profit_of_what_is_expected(fitted: Callable[..., None], alpha: Any) -> None:
    fitted()
    before = page_of(alpha)
    with for_partner(alpha):
        margin_set(partner=alpha, percent=25)
    after = page_of(alpha)
    assert after.margin == 25
    for one, two in zip(before.rows, after.rows, strict=True):
        assert two.expected[2].value == pytest.approx(one.expected[2].value / 4)
        assert replace(two, expected=()) == replace(one, expected=())


def test_days_before_the_plan_s_history_are_not_told(fitted: Callable[..., None], alpha: Any) -> None:
    fitted("growth")
    answer = page_of(alpha, sort="first_purchase")
    assert answer.clipped_from == date(2024, 1, 24)
    early = [row for row in answer.rows if row.first_day is None]
    assert early
    assert answer.rows[: len(early)] == tuple(early)
    assert all(row.first_day is None or row.first_day >= answer.clipped_from for row in answer.rows)
    onward = slice_of_growth(alpha, answer)
    assert onward == [row.pseudonym for row in answer.rows]


def slice_of_growth(alpha: Any, answer: CustomersAnswer) -> list[str]:
    """Page over the same by cursors, with values granted so that programs may read it."""
    override_grant(partner=alpha, name="ltv", reason="test", granted_by=None)
    found, cursor = [], None
    while True:
        part = slice_of(alpha, cursor, 150, sort="first_purchase")
        found += [row.pseudonym for row in part.rows]
        if part.after is None:
            return found
        cursor = part.after


def test_before_the_first_run_there_is_no_list(lake: Store, alpha: Any) -> None:
    plan_set(partner=alpha, plan="pro")
    with pytest.raises(NotComputedYet):
        customers_page(alpha, Choice())


@pytest.mark.parametrize(
    ("name", "value"),
    [("recency", "6"), ("frequency", "0"), ("money", "x"), ("group", "rich"), ("sort", "name"), ("sort", "--value"),
     ("horizon", "90")],
)  # fmt: skip
def test_a_choice_that_is_none_is_named(name: str, value: str) -> None:
    with pytest.raises(BadParameter) as caught:
        choice_from({name: value})
    assert caught.value.parameter == name
    assert choice_from({"recency": "", "other": "1"}) == Choice()


def test_nothing_of_a_person_is_kept_beside_a_name() -> None:
    """Each column rests on the partner's own payments; a new one is to be thought about."""
    horizons = {f"{name}_{days}" for name in ("visits", "value") for days in (91, 182, 365)}
    assert {field.name for field in Customer._meta.get_fields()} == horizons | {
        "pseudonym", "first_day", "last_day", "days", "purchases", "net", "recency", "frequency", "money", "alive",
    }  # fmt: skip
