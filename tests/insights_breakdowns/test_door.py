"""The read door of breakdowns: equal to SQL, stored or measured, for each part, and by plan."""

from datetime import date, timedelta
from typing import Any

import pytest

from billing.entitlements import Locked
from billing.services import plan_set
from insights.answers_customers import BreakdownAnswer, GroupRow
from insights.breakdowns.catalogue import UnknownBreakdown, catalogue
from insights.errors import BadParameter, NotComputedYet, UnknownOutlet
from insights.models import CustomerFigures
from insights.recompute import metric_recompute
from insights.selectors.breakdowns import breakdown, breakdown_catalogue
from lake.marts import marts_refresh
from lake.store import Store
from tenants.scope import for_partner
from tests.insights.oracle import oracle
from tests.insights.worlds import ALPHA_INN, BETA_INN, MERCHANTS, world
from tests.insights_breakdowns.oracle import rows_by_sql
from tests.insights_breakdowns.test_truth import people_listed
from tests.lake.lakes import small_lake

FIRST, LAST = date(2024, 9, 30), date(2026, 12, 10)
PERIODS = [(LAST - timedelta(days=27), LAST), (date(2025, 3, 3), date(2026, 2, 1)), (FIRST, LAST)]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a lake with listed customers; nothing here writes to it."""
    store = small_lake(tmp_path_factory.mktemp("lake"), world(7, size=3000, customers=400), MERCHANTS)
    people_listed(store, 7, customers=400)
    marts_refresh(store)
    return store


@pytest.fixture
def banked(lake: Store, settings: Any, alpha: Any, beta: Any) -> Store:
    """Compute both partners' figures on the largest plan."""
    settings.LAKE_URI = lake.uri
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="network")
        metric_recompute(partner)
    return lake


def ask(partner: Any, key: str, **asked: Any) -> BreakdownAnswer:
    answer = breakdown(partner, key, **asked)
    assert isinstance(answer, BreakdownAnswer)
    return answer


def told(rows: tuple[GroupRow, ...]) -> dict[tuple[str, ...], tuple[Any, ...]]:
    return {
        row.group: (row.customers, row.transactions, round((row.revenue or 0) * 100))
        for row in rows if not row.hidden
    }  # fmt: skip


def columns_of(row: GroupRow) -> tuple[Any, ...]:
    return row.customers, row.transactions, row.revenue, row.average_ticket, row.frequency, row.share


@pytest.mark.parametrize("key", list(catalogue()))
def test_the_door_tells_what_sql_tells(banked: Store, alpha: Any, beta: Any, key: str) -> None:
    for partner, inn in ((alpha, ALPHA_INN), (beta, BETA_INN)):
        with oracle(banked, inn) as truth:
            listed = [banked.address(file.path) for file in banked.current().files("customers")]
            truth.con.execute(f"CREATE TABLE listed AS SELECT * FROM read_parquet({listed})")
            for start, end in PERIODS:
                answer = ask(partner, key, start=start, end=end)
                found = rows_by_sql(truth.con, key, start, end, answer.regular_days or 3)
                right = {group: (people, bought, net) for group, (people, bought, _, net) in found.items()}
                shown = told(answer.rows)
                assert {row.group for row in answer.rows} == set(right)
                assert shown == {group: right[group] for group in shown}
                assert len(shown) == len(right) or catalogue()[key].personal


def test_shares_tickets_and_frequencies_are_those_of_the_definition(banked: Store, alpha: Any) -> None:
    answer = ask(alpha, "new_returning", start=date(2026, 1, 1), end=LAST)
    whole = answer.total.revenue
    assert whole
    for row in answer.rows:
        assert row.revenue is not None
        assert row.customers
        assert row.transactions
        assert row.share == pytest.approx(row.revenue / whole)
        assert row.frequency == pytest.approx(row.transactions / row.customers)
    assert sum(row.share or 0 for row in answer.rows) == pytest.approx(1)
    assert sum(row.customers or 0 for row in answer.rows) == answer.total.customers


@pytest.mark.parametrize("key", list(catalogue()))
def test_stored_equals_measured(banked: Store, alpha: Any, key: str) -> None:
    parts: list[dict[str, str]] = [{}, {"outlet": "a2"}, {"channel": "online"}]
    windows: list[dict[str, date]] = [{}, {"start": LAST - timedelta(days=364)}]
    asked = [part | window for part in parts for window in windows]
    stored = [ask(alpha, key, **one) for one in asked]
    with for_partner(alpha):
        assert CustomerFigures.objects.filter(key=key).delete()[0] >= len(asked)
    assert [ask(alpha, key, **one) for one in asked] == stored


def test_both_an_outlet_and_a_channel_are_measured(banked: Store, alpha: Any) -> None:
    parts = [ask(alpha, "new_returning", outlet=one, channel="pos", start=FIRST) for one in ("a1", "a2")]
    whole = ask(alpha, "new_returning", channel="pos", start=FIRST)
    assert sum(part.total.transactions or 0 for part in parts) == whole.total.transactions
    assert sum(part.total.customers or 0 for part in parts) > (whole.total.customers or 0)


def test_who_is_new_is_said_of_the_whole_business(banked: Store, alpha: Any) -> None:
    """A customer of one outlet who comes to the other for the first time is not new."""
    late = {"start": LAST - timedelta(days=90)}
    whole = {row.group: row.customers or 0 for row in ask(alpha, "new_returning", **late).rows}
    for outlet in ("a1", "a2"):
        own = {row.group: row.customers or 0 for row in ask(alpha, "new_returning", outlet=outlet, **late).rows}
        assert own.get(("new",), 0) <= whole[("new",)]


def test_the_plan_decides(banked: Store, alpha: Any) -> None:
    for plan, held in (("start", 4), ("growth", 6), ("network", 6)):
        plan_set(partner=alpha, plan=plan)
        infos = breakdown_catalogue(alpha)
        own = [info for info in infos if info.key != "solvency"]
        assert sum(info.locked is None for info in own) == held
        for info in own:
            assert isinstance(breakdown(alpha, info.key), Locked) is bool(info.locked)


def test_a_higher_plan_shows_at_once_and_a_lower_one_hides(lake: Store, settings: Any, alpha: Any) -> None:
    settings.LAKE_URI = lake.uri
    plan_set(partner=alpha, plan="start")
    metric_recompute(alpha)
    with for_partner(alpha):
        assert set(CustomerFigures.objects.values_list("key", flat=True)) == {
            "gender", "age", "demographic_segment", "new_returning"
        }  # fmt: skip
    assert isinstance(breakdown(alpha, "rfm"), Locked)
    plan_set(partner=alpha, plan="network")
    measured = [ask(alpha, key, **part) for key in ("rfm", "regular_customers") for part in ({}, {"outlet": "a1"})]
    metric_recompute(alpha)
    stored = [ask(alpha, key, **part) for key in ("rfm", "regular_customers") for part in ({}, {"outlet": "a1"})]
    assert [one.rows for one in stored] == [one.rows for one in measured]
    plan_set(partner=alpha, plan="start")
    assert isinstance(breakdown(alpha, "rfm"), Locked)
    metric_recompute(alpha)
    with for_partner(alpha):
        assert not CustomerFigures.objects.filter(key="rfm").exists()
        assert not CustomerFigures.objects.exclude(outlet="").exists()


def test_customers_of_an_outlet_are_a_feature_of_their_own(banked: Store, alpha: Any) -> None:
    assert ask(alpha, "gender", outlet="a2").outlet == "a2"
    plan_set(partner=alpha, plan="pro")
    lock = breakdown(alpha, "gender", outlet="a1")
    assert isinstance(lock, Locked)
    assert lock.feature.key == "customers_by_outlet"
    for unknown in ("b1", "nobody"):
        with pytest.raises(UnknownOutlet):
            breakdown(alpha, "gender", outlet=unknown)


def test_history_is_clipped_and_what_a_definition_needs_is_not(banked: Store, alpha: Any) -> None:
    whole = ask(alpha, "new_returning", start=LAST - timedelta(days=60))
    plan_set(partner=alpha, plan="start")
    assert ask(alpha, "new_returning", start=LAST - timedelta(days=60)).rows == whole.rows
    clipped = ask(alpha, "new_returning", start=FIRST)
    assert (clipped.start, clipped.clipped_from) == (date(2026, 9, 11), date(2026, 9, 11))
    assert clipped.rows == ask(alpha, "new_returning", start=date(2026, 9, 11)).rows
    before = ask(alpha, "new_returning", start=FIRST, end=date(2026, 1, 1))
    assert (before.rows, before.total.customers, before.total.share) == ((), 0, None)


def test_the_start_of_the_lake_carries_a_notice_where_it_matters(banked: Store, alpha: Any) -> None:
    young = FIRST + timedelta(days=90)
    assert ask(alpha, "new_returning", start=young).young_lake
    assert not ask(alpha, "new_returning", start=young + timedelta(days=1)).young_lake
    assert not ask(alpha, "gender", start=young).young_lake


def test_named_groups_hold_everybody_of_the_year_once(banked: Store, alpha: Any) -> None:
    answer = ask(alpha, "rfm")
    year = ask(alpha, "rfm", start=LAST - timedelta(days=364))
    assert [columns_of(row) for row in answer.trailing] == [columns_of(row) for row in year.rows]
    assert sum(one.figures.customers or 0 for one in answer.named) == sum(row.customers or 0 for row in year.rows)
    assert sum(one.figures.transactions or 0 for one in answer.named) == year.total.transactions


def test_names_and_ranges_that_are_none(banked: Store, alpha: Any) -> None:
    with pytest.raises(UnknownBreakdown):
        breakdown(alpha, "sex")
    with pytest.raises(BadParameter):
        breakdown(alpha, "gender", start=LAST, end=FIRST)
    with pytest.raises(BadParameter):
        breakdown(alpha, "gender", channel="post")


def test_before_the_first_run_there_is_nothing(lake: Store, settings: Any, alpha: Any) -> None:
    settings.LAKE_URI = lake.uri
    with pytest.raises(NotComputedYet):
        breakdown(alpha, "gender")


def test_a_second_run_writes_nothing_and_windows_no_longer_offered_go(banked: Store, alpha: Any) -> None:
    with for_partner(alpha):
        CustomerFigures.objects.create(key="gender", start=FIRST, end=FIRST, body={"rows": [], "total": [0, 0, 0, 0]})
        before = set(CustomerFigures.objects.values_list("pk", flat=True))
    assert metric_recompute(alpha, force=True).written == 0
    with for_partner(alpha):
        after = set(CustomerFigures.objects.values_list("pk", flat=True))
    assert len(before - after) == 1
    assert after < before
