"""Partners of whom there is little to tell: few customers, one day, nobody known to the bank, nobody at all."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from billing.services import plan_set
from insights.answers_customers import BreakdownAnswer, RetentionAnswer
from insights.breakdowns.catalogue import catalogue
from insights.recompute import metric_recompute
from insights.selectors.breakdowns import breakdown
from insights.selectors.retention import retention
from lake.marts import marts_refresh
from lake.store import DataFile, Store
from tests.insights_breakdowns.test_truth import LISTED
from tests.lake.lakes import Payment, add

DAY = datetime(2026, 11, 20, 9)  # noqa: DTZ001  in UTC without a zone, as the lake keeps it
Ready = Callable[..., None]


@pytest.fixture
def ready(lake_of: Callable[..., Store], alpha: Any) -> Ready:
    """Make a lake of payments and listed customers, and compute alpha on the largest plan."""

    def make(payments: list[Payment], listed: Iterable[dict[str, Any]] = ()) -> None:
        store = lake_of(payments)
        rows = list(listed)
        if rows:
            path = store.new_path("customers")
            pq.write_table(pa.Table.from_pylist(rows, LISTED), store.address(path))
            store.commit(lambda base: base.with_table("customers", [DataFile(path, len(rows))]))
            add(store)
            marts_refresh(store)
        plan_set(partner=alpha, plan="network")
        metric_recompute(alpha)

    return make


def ask(partner: Any, key: str, **asked: Any) -> BreakdownAnswer:
    answer = breakdown(partner, key, **asked)
    assert isinstance(answer, BreakdownAnswer)
    return answer


def buyers(count: int, first: int = 0, days: int = 40) -> list[Payment]:
    """Return one payment of each of so many customers, over some days, the last on the newest."""
    return [
        Payment(DAY - timedelta(days=(count - 1 - place) % days), "a1", f"c{first + place}") for place in range(count)
    ]


def person(place: int, gender: str | None, year: int | None = 1990, status: str | None = "single") -> dict[str, Any]:
    born = date(year, 1, 1) if year else None
    return {
        "customer_id": f"c{place}", "birth_date": born, "gender": gender, "marital_status": status,
        "is_corporate": None,
    }  # fmt: skip


def test_ten_customers_are_told_as_a_whole_and_not_by_who_they_are(ready: Ready, alpha: Any) -> None:
    ready(buyers(10), [person(place, "FM"[place % 2]) for place in range(10)])
    for key in ("gender", "age", "demographic_segment"):
        answer = ask(alpha, key, start=date(2026, 10, 1))
        assert answer.total.customers == 10
        assert answer.rows
        assert all(row.hidden and row.customers is None and row.revenue is None for row in answer.rows)
    new = ask(alpha, "new_returning")
    assert [(row.group, row.customers) for row in new.rows] == [(("new",), 10)]
    assert new.young_lake
    assert sum(one.figures.customers or 0 for one in ask(alpha, "rfm").named) == 10


def test_one_day_of_data(ready: Ready, alpha: Any) -> None:
    ready([Payment(DAY, "a1", f"c{place}") for place in range(30)])
    for key in catalogue():
        answer = ask(alpha, key)
        assert (answer.end, answer.total.customers) == (DAY.date(), 30)
    assert ask(alpha, "regular_customers").rows[0].group == ("other",)
    found = retention(alpha)
    assert isinstance(found, RetentionAnswer)
    assert [(cohort.size, cohort.rates) for cohort in found.cohorts] == [(30, ())]
    assert [(rate.rate, rate.partial) for rate in found.rates] == [(None, True)]


def test_nobody_known_to_the_bank_is_one_group(ready: Ready, alpha: Any) -> None:
    ready(buyers(60, days=20))
    for key, unknown in (("gender", 1), ("age", 1), ("demographic_segment", 3)):
        (row,) = ask(alpha, key).rows
        assert row.group == ("unknown",) * unknown
        assert (row.customers, row.share, row.hidden) == (60, 1.0, False)


def test_nobody_at_all_is_no_error(ready: Ready, beta: Any, alpha: Any) -> None:
    ready(buyers(30))
    plan_set(partner=beta, plan="network")
    metric_recompute(beta)
    for key in catalogue():
        answer = ask(beta, key)
        assert answer.rows == ()
        assert (answer.total.customers, answer.total.average_ticket, answer.total.share) == (0, None, None)
    found = retention(beta)
    assert isinstance(found, RetentionAnswer)
    assert (found.cohorts, found.rates) == ((), ())


def test_a_small_group_takes_another_with_it(ready: Ready, alpha: Any) -> None:
    """Of 40 women, 30 men and 5 unknown, one more group hides, or the five would be what is left of the whole."""
    listed = [person(place, "F" if place < 40 else "M") for place in range(70)]
    ready(buyers(75, days=20), listed)
    answer = ask(alpha, "gender")
    hidden = {row.group[0] for row in answer.rows if row.hidden}
    assert hidden == {"M", "unknown"}
    (women,) = (row for row in answer.rows if not row.hidden)
    assert (women.customers, answer.total.customers) == (40, 75)


def test_who_only_got_money_back_hides_too(ready: Ready, alpha: Any) -> None:
    """A row without customers is somebody's refund: told, it would be one person's figure."""
    listed = [person(place, "F" if place < 40 else "M") for place in range(80)]
    early = [Payment(DAY - timedelta(days=60), "a1", "c90")]
    late = [Payment(DAY, "a1", "c90", kind="refund")]
    ready([*early, *buyers(80, days=20), *late], listed)
    rows = {row.group[0]: row for row in ask(alpha, "gender").rows}
    assert rows["unknown"].hidden
    assert sum(row.hidden for row in rows.values()) == 2
    assert sum(row.hidden for row in ask(alpha, "gender", end=DAY.date() - timedelta(days=1)).rows) == 0
