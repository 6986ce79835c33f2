"""Hours of the week and seasons: equal to plain SQL over raw payments in any zone, stored or measured, by plan."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.entitlements import Locked
from billing.services import plan_set
from insights.answers_customers import SeasonalityAnswer
from insights.engine.visits import Slice
from insights.errors import BadParameter, NotComputedYet, UnknownOutlet
from insights.models import CustomerFigures
from insights.recompute import metric_recompute
from insights.rhythm.comers import HOURS, Comers
from insights.rhythm.seasons import Earned, months_index, weeks_index
from insights.rhythm.week import CELLED, Clocked
from insights.selectors.seasonality import seasonality
from lake.marts import marts_refresh
from lake.scope import PartnerLake
from lake.store import Store
from tenants.scope import for_partner
from tests.insights.oracle import NET, oracle
from tests.insights.worlds import ALPHA_INN, BETA_INN, MERCHANTS, world
from tests.lake.lakes import Merchant, small_lake

PARTS = [Slice(), Slice(outlet="a1"), Slice(outlet="a2"), Slice(channel="online"), Slice("a2", "pos"), Slice("b1")]
FIRST, LAST = date(2024, 9, 30), date(2026, 12, 10)
MONTHS_SQL = f"""
WITH months AS (
  SELECT m::DATE AS m, (m + INTERVAL 1 MONTH)::DATE AS next
  FROM range(date_trunc('month', $first::DATE), $last::DATE + 1, INTERVAL 1 MONTH) AS r(m)
  WHERE m >= $first AND m + INTERVAL 1 MONTH <= $last::DATE + 1
), rates AS (
  SELECT date_part('month', m) AS month, (SELECT {NET} FROM own WHERE "day" >= m AND "day" < next)::DOUBLE / (next - m)
    AS rate FROM months
), means AS (SELECT month, avg(rate) AS mean FROM rates GROUP BY 1)
SELECT month, 100 * mean / (SELECT avg(mean) FROM means) FROM means ORDER BY 1
"""
WEEKS_SQL = f"""
WITH weeks AS (
  SELECT w::DATE AS w, (SELECT {NET} FROM own WHERE "day" BETWEEN w::DATE AND w::DATE + 6)::DOUBLE AS net
  FROM range(date_trunc('week', $first::DATE), $last::DATE, INTERVAL 7 DAY) AS r(w)
  WHERE w >= $first AND w::DATE + 6 <= $last)
SELECT w, 100 * net / (SELECT avg(net) FROM weeks) FROM weeks ORDER BY 1
"""


def hours_by_sql(truth: Any, part: Slice, start: date, end: date) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """Return (weekday, hour) → purchases, gross and net in kopecks, customers, by DuckDB's own calendar."""
    rows = truth.con.execute(
        f"""SELECT isodow("day") - 1, date_part('hour', timezone(coalesce(nullif(zones.timezone, ''), 'Europe/Moscow'),
                   ts AT TIME ZONE 'UTC')), count(*) FILTER (kind = 'purchase'),
                   (coalesce(sum(amount) FILTER (kind = 'purchase'), 0) * 100)::BIGINT, ({NET} * 100)::BIGINT,
                   count(DISTINCT customer_id) FILTER (kind = 'purchase')
            FROM own JOIN zones USING (merchant_id) WHERE "day" BETWEEN $start AND $end
            AND ($outlet = '' OR merchant_id = $outlet) AND ($channel = '' OR own.channel = $channel) GROUP BY 1, 2""",
        {"start": start, "end": end, "outlet": part.outlet, "channel": part.channel},
    ).fetchall()
    return {(weekday, hour): tuple(sums) for weekday, hour, *sums in rows}


def customers_by_sql(truth: Any, part: Slice, start: date, end: date) -> int:
    """Return how many different customers bought."""
    found = truth.con.execute(
        """SELECT count(DISTINCT customer_id) FROM own WHERE kind = 'purchase' AND "day" BETWEEN $start AND $end
           AND ($outlet = '' OR merchant_id = $outlet) AND ($channel = '' OR own.channel = $channel)""",
        {"start": start, "end": end, "outlet": part.outlet, "channel": part.channel},
    ).fetchone()
    return int(found[0])


def zones(store: Store, truth: Any) -> None:
    listed = [store.address(file.path) for file in store.current().files("merchants")]
    truth.con.execute(f"CREATE TABLE zones AS SELECT merchant_id, timezone FROM read_parquet({listed})")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6), size=st.sampled_from([0, 40, 900]), inn=st.sampled_from([ALPHA_INN, BETA_INN]),
    data=st.data(),
)  # fmt: skip
def test_hours_equal_sql_over_random_banks(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: int, inn: str, data: st.DataObject
) -> None:
    place = st.sampled_from([None, "Asia/Kolkata", "America/New_York", "Asia/Kamchatka"])
    merchants = [Merchant(one.merchant_id, one.inn, data.draw(place)) for one in MERCHANTS]
    store = small_lake(tmp_path_factory.mktemp("lake"), world(seed, size=size), merchants)
    marts_refresh(store)
    with PartnerLake.open(store, inn=inn) as lake, oracle(store, inn) as truth:
        zones(store, truth)
        start = lake.first_day + timedelta(days=data.draw(st.integers(0, 700)))
        end = start + timedelta(days=data.draw(st.integers(0, 400)))
        clocked, comers = Clocked.of(lake.hours()), Comers.of(lake.clocked())
        counted = comers.count_by_outlet(["a1", "a2", "b1", "none"], start, end)
        by_outlet = clocked.weeks_by_outlet(start, end, counted)
        for part in PARTS:
            week = clocked.week(part, start, end, comers.count(part, start, end))
            found = {
                (cell // HOURS, cell % HOURS): tuple(int(getattr(week, name)[cell]) for name in CELLED)
                for cell in range(len(week.net)) if week.purchases[cell] or week.net[cell]
            }  # fmt: skip
            assert week.everybody == customers_by_sql(truth, part, start, end)
            expected = {cell: sums for cell, sums in hours_by_sql(truth, part, start, end).items() if any(sums)}
            assert found == expected
            if part.outlet and not part.channel:
                assert by_outlet[part.outlet].body() == week.body()
        assert not by_outlet["none"].purchases.any()


def test_an_index_by_hand() -> None:
    years = [Earned(date(2024 + at // 12, at % 12 + 1, 1), 310.0) for at in range(24)]
    index = months_index(years)
    assert list(index) == list(range(1, 13))
    assert sum(index.values()) / 12 == pytest.approx(100)
    # February of 2024 has 29 days and of 2025 has 28: its days earn more.
    assert index[2] / index[1] == pytest.approx((310 / 29 + 310 / 28) / 2 / 10)
    assert months_index(years[:23]) == {}
    assert months_index([Earned(one.first, -1) for one in years]) == {}
    monday = date(2026, 3, 2)
    assert weeks_index([Earned(monday, 50), Earned(monday + timedelta(days=7), 150)]) == {
        monday: 50.0, date(2026, 3, 9): 150.0,
    }  # fmt: skip
    assert weeks_index([Earned(monday, 50)]) == {}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a lake of 26 whole months; nothing here writes to it."""
    store = small_lake(tmp_path_factory.mktemp("lake"), world(7, size=3000), MERCHANTS)
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


def ask(partner: Any, **asked: Any) -> SeasonalityAnswer:
    answer = seasonality(partner, **asked)
    assert isinstance(answer, SeasonalityAnswer)
    return answer


def test_the_door_tells_what_sql_tells(banked: Store, alpha: Any, beta: Any) -> None:
    periods = [(LAST - timedelta(days=27), LAST), (date(2025, 3, 3), date(2026, 2, 1)), (FIRST, LAST)]
    asked = [(alpha, ALPHA_INN, part) for part in PARTS[:5]] + [(beta, BETA_INN, Slice())]
    for partner, inn, part in asked:
        with oracle(banked, inn) as truth:
            zones(banked, truth)
            for start, end in periods:
                answer = ask(partner, start=start, end=end, outlet=part.outlet or None, channel=part.channel or None)
                expected = hours_by_sql(truth, part, start, end)
                assert len(answer.hours) == 168
                for cell in answer.hours:
                    bought, gross, net, people = expected.get((cell.weekday, cell.hour), (0, 0, 0, 0))
                    assert (cell.transactions, round(cell.revenue * 100), cell.customers) == (bought, net, people)
                    assert cell.average_ticket == (pytest.approx(gross / bought / 100) if bought else None)
                    assert cell.frequency == (bought / people if people else None)
                assert answer.customers == customers_by_sql(truth, part, start, end)
                assert sum(cell.share for cell in answer.hours) == pytest.approx(1)
            if part == Slice():
                months = dict(truth.con.execute(MONTHS_SQL, {"first": FIRST, "last": LAST}).fetchall())
                assert not answer.by_week
                assert {one.label: one.index for one in answer.seasons} == pytest.approx(months, rel=1e-9)


def test_less_than_two_years_is_told_by_week(banked: Store, alpha: Any) -> None:
    plan_set(partner=alpha, plan="growth")
    answer = ask(alpha)
    shown = date(2025, 11, 11)
    assert answer.by_week
    assert answer.clipped_from is None
    assert (answer.seasons[0].label, answer.seasons[-1].label) == (date(2025, 11, 17), date(2026, 11, 30))
    with oracle(banked, ALPHA_INN) as truth:
        weeks = dict(truth.con.execute(WEEKS_SQL, {"first": shown, "last": LAST}).fetchall())
    assert {one.label: one.index for one in answer.seasons} == pytest.approx(weeks, rel=1e-9)
    assert ask(alpha, start=FIRST, end=LAST).clipped_from == shown


def test_stored_equals_measured(banked: Store, alpha: Any) -> None:
    asked: list[dict[str, Any]] = [{}, {"channel": "online"}, {"outlet": "a2"}]
    before = [ask(alpha, **one) for one in asked]
    with for_partner(alpha):
        stored = CustomerFigures.objects.filter(key="seasonality")
        assert {("", ""), ("", "online"), ("a2", "")} <= set(stored.values_list("outlet", "channel"))
        stored.delete()
    assert [ask(alpha, **one) for one in asked] == before


def test_what_the_plan_lacks(banked: Store, alpha: Any) -> None:
    plan_set(partner=alpha, plan="pro")
    by_outlet = seasonality(alpha, outlet="a1")
    assert isinstance(by_outlet, Locked)
    assert by_outlet.feature.key == "customers_by_outlet"
    plan_set(partner=alpha, plan="start")
    found = seasonality(alpha)
    assert isinstance(found, Locked)
    assert found.feature.key == "seasonality"
    metric_recompute(alpha, force=True)
    with for_partner(alpha):
        assert not CustomerFigures.objects.filter(key="seasonality").exists()
    plan_set(partner=alpha, plan="growth")
    assert ask(alpha).hours, "a higher plan shows at once"


def test_wrong_questions(banked: Store, alpha: Any) -> None:
    with pytest.raises(UnknownOutlet):
        seasonality(alpha, outlet="b1")
    with pytest.raises(BadParameter):
        seasonality(alpha, channel="pigeon")
    assert ask(alpha, start=LAST + timedelta(days=3), end=LAST + timedelta(days=9)).hours == ()


@pytest.mark.django_db
def test_before_the_first_run(alpha: Any) -> None:
    with pytest.raises(NotComputedYet):
        seasonality(alpha)
