"""The read door: what a plan shows, where it is clipped, and how many queries it takes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.entitlements import Locked
from billing.models import Override
from billing.plans import PLANS
from billing.services import override_grant, plan_set
from insights import selectors
from insights.answers import MetricAnswer
from insights.engine.windows import Grain, date_of, periods
from insights.errors import BadParameter, NotComputedYet, UnknownOutlet
from insights.metrics import UnknownMetric, catalogue
from insights.models import MetricSeries
from insights.periods import Compare, Period, period_default
from insights.recompute import metric_recompute
from insights.selectors.gate import history_start
from lake.store import Store
from tenants.models import Partner
from tests.insights.worlds import ALPHA_INN, BEGIN, world
from tests.lake.lakes import Merchant, Payment

FIRST = date(2024, 9, 30)
LAST = date(2026, 12, 10)


def ask(partner: Any, key: str = "revenue", **asked: Any) -> MetricAnswer:
    answer = selectors.metric(partner, key, **asked)
    assert isinstance(answer, MetricAnswer)
    return answer


def test_without_a_range_the_last_28_days_by_day(computed: Store, alpha: Any) -> None:
    answer = ask(alpha)
    assert (answer.as_of, answer.start, answer.end) == (LAST, LAST - timedelta(days=27), LAST)
    assert [point.period for point in answer.points] == [answer.start + timedelta(days=day) for day in range(28)]
    assert answer.compare is not None
    assert (answer.compare.start, answer.compare.end) == (LAST - timedelta(days=55), LAST - timedelta(days=28))
    assert len(answer.compare.points) == 28
    assert answer.provenance.data_version == 1
    assert answer.provenance.rows > 500
    assert answer.value == pytest.approx(sum(point.value or 0 for point in answer.points))


def test_customers_of_a_range_are_not_the_sum_of_its_days(computed: Store, alpha: Any) -> None:
    answer = ask(alpha, "customers", start=LAST - timedelta(days=89))
    assert answer.value is not None
    assert answer.value < sum(point.value or 0 for point in answer.points)


def test_periods_are_labelled_by_their_first_day_and_clipped_ones_flagged(computed: Store, alpha: Any) -> None:
    plan_set(partner=alpha, plan="network")
    answer = ask(alpha, grain="week", start=date(2026, 11, 5), end=date(2026, 11, 30))
    assert [point.period.isoformat() for point in answer.points] == [
        "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30",
    ]  # fmt: skip
    assert [point.partial for point in answer.points] == [True, False, False, False, True]
    beyond = ask(alpha, grain="month", start=date(2026, 12, 1), end=date(2026, 12, 31))
    assert [(point.period.isoformat(), point.partial) for point in beyond.points] == [("2026-12-01", True)]
    assert beyond.end == LAST
    early = ask(alpha, grain="total", start=date(2020, 1, 1), end=LAST)
    assert [(point.period.isoformat(), point.partial) for point in early.points] == [("2020-01-01", True)]


def test_a_comparison_that_the_lake_does_not_reach_is_none(computed: Store, alpha: Any) -> None:
    plan_set(partner=alpha, plan="network")
    answer = ask(alpha, start=FIRST, end=FIRST + timedelta(days=6))
    assert answer.compare is not None
    assert (answer.compare.value, answer.compare.change, answer.compare.points) == (None, None, ())
    assert ask(alpha, compare="none").compare is None
    year = ask(alpha, compare=Compare.YEAR).compare
    assert year is not None
    assert year.start == LAST - timedelta(days=27 + 364)


def test_a_bad_parameter_is_named(computed: Store, alpha: Any) -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"grain": "hour"}, "grain"),
        ({"channel": "mail"}, "channel"),
        ({"compare": "best"}, "compare"),
        ({"start": date(2026, 2, 1), "end": date(2026, 1, 1)}, "from"),
        ({"start": date(1969, 12, 31)}, "from"),
        ({"end": date(2201, 1, 1)}, "to"),
        ({"end": date(1, 1, 1)}, "to"),
    ]
    for asked, parameter in bad:
        with pytest.raises(BadParameter) as refused:
            ask(alpha, **asked)
        assert refused.value.parameter == parameter


def test_a_range_far_beyond_the_lake_is_that_of_the_lake(computed: Store, alpha: Any) -> None:
    wide = ask(alpha, start=date(1970, 1, 1), end=date(2200, 12, 31), grain=Grain.MONTH)
    near = ask(alpha, start=date(2024, 1, 1), end=date(2027, 1, 1), grain=Grain.MONTH)
    assert (wide.value, wide.points) == (near.value, near.points)
    assert len(wide.points) < 30


def test_unknown_names_raise_and_so_do_those_of_another_partner(computed: Store, alpha: Any, beta: Any) -> None:
    with pytest.raises(UnknownMetric):
        ask(alpha, "profit")
    with pytest.raises(UnknownOutlet):
        ask(alpha, outlet="b1")
    with pytest.raises(UnknownOutlet):
        ask(beta, outlet="a1")
    assert ask(beta, outlet="b1").outlet == "b1"


def test_before_the_first_run_it_says_so(alpha: Any) -> None:
    with pytest.raises(NotComputedYet):
        ask(alpha)
    assert selectors.freshness(alpha) is None
    assert selectors.run_state(alpha) is None


@pytest.mark.parametrize("plan", PLANS.values(), ids=str)
def test_plans_show_so_many_outlets_and_so_much_history(computed: Store, alpha: Any, plan: Any) -> None:
    plan_set(partner=alpha, plan=plan)
    locks = [outlet.locked for outlet in selectors.outlets(alpha)]
    assert [lock is None for lock in locks] == [True, plan.key != "start"]
    answer = selectors.metric(alpha, "revenue", outlet="a2")
    if plan.key == "start":
        assert isinstance(answer, Locked)
        assert (answer.feature.key, answer.plan.key) == ("outlets", "growth")
    else:
        assert isinstance(answer, MetricAnswer)
    # Totals are never restricted.
    assert {point.n for point in ask(alpha, grain="total", start=LAST).points} == {
        point.n for point in ask(alpha, grain="total", start=LAST, end=LAST).points
    }
    shown = {"start": date(2026, 9, 11), "growth": date(2025, 11, 11), "pro": date(2023, 12, 11), "network": None}
    wide = ask(alpha, grain="month", start=date(2023, 1, 1))
    assert wide.clipped_from == shown[plan.key]
    assert wide.points[0].period == max(shown[plan.key] or FIRST, FIRST).replace(day=1)


def test_definitions_look_further_back_than_the_plan_shows(computed: Store, alpha: Any) -> None:
    keys = ["revenue_yoy", "days_between_purchases"]
    plan_set(partner=alpha, plan="network")
    wide = selectors.metrics(alpha, keys, grain="week")
    plan_set(partner=alpha, plan="start")
    narrow = selectors.metrics(alpha, keys, grain="week")
    for key in keys:
        assert isinstance(wide[key], MetricAnswer)
        assert wide[key].points == narrow[key].points  # type: ignore[union-attr]


def test_a_base_older_than_the_plan_is_a_number_but_not_a_curve(computed: Store, alpha: Any) -> None:
    plan_set(partner=alpha, plan="start")
    base = ask(alpha, compare="year").compare
    assert base is not None
    assert base.value is not None
    assert base.points == ()


def test_metrics_that_were_taken_away_are_locked(computed: Store, alpha: Any) -> None:
    override_grant(partner=alpha, name="growth", reason="test", granted_by=None, kind=Override.Kind.REMOVE)
    for key, answer in selectors.metrics(alpha, catalogue()).items():
        assert isinstance(answer, Locked), key
        assert answer.plan.key == "start"
    assert all(info.locked for info in selectors.catalogue(alpha))


def test_the_number_of_queries_depends_on_nothing(lake_of: Callable[..., Store], alpha: Any) -> None:
    def counted(period: Period) -> int:
        with CaptureQueriesContext(connection) as queries:
            selectors.metrics(
                Partner.objects.get(pk=alpha.pk), catalogue(), start=period.start, end=period.end, grain=period.grain
            )
        return len([query for query in queries if not query["sql"].startswith("SET search_path")])

    lake_of(world(2, size=50, days=40))
    metric_recompute(alpha)
    few = counted(period_default(selectors.as_of(alpha)))
    many = [Merchant(f"a{place}", ALPHA_INN) for place in range(1, 13)]
    rows = [Payment(BEGIN + timedelta(days=n % 700), f"a{n % 12 + 1}", f"c{n % 200}") for n in range(3000)]
    lake_of(rows, many, name="many")
    metric_recompute(alpha)
    assert counted(period_default(selectors.as_of(alpha))) == few <= 9


def test_an_answer_measured_once_is_kept_for_its_data_version(computed: Store, alpha: Any, settings: Any) -> None:
    asked = {"start": date(2026, 10, 1), "end": date(2026, 11, 17)}
    first = ask(alpha, "customers", **asked)
    settings.LAKE_URI = "/nowhere"  # a read of the lake would fail now
    assert ask(alpha, "customers", **asked) == first


def test_while_a_newer_run_replaces_values_the_exact_way_answers(computed: Store, alpha: Any) -> None:
    from tenants.scope import for_partner

    before = ask(alpha, "customers", grain="week")
    with for_partner(alpha):
        MetricSeries.objects.all().delete()
    assert ask(alpha, "customers", grain="week").points == before.points


@pytest.mark.parametrize(
    ("as_of", "plan", "first"),
    [
        (date(2026, 5, 31), "start", date(2026, 3, 1)),
        (date(2026, 1, 15), "start", date(2025, 10, 16)),
        (date(2024, 2, 29), "pro", date(2021, 3, 1)),
    ],
)
def test_history_is_counted_in_months(alpha: Any, as_of: date, plan: str, first: date) -> None:
    plan_set(partner=alpha, plan=plan)
    assert history_start(alpha, as_of) == first


def test_windows_of_answers_are_those_of_the_calendar(computed: Store, alpha: Any) -> None:
    from insights.engine.windows import Grain

    for grain in Grain:
        answer = ask(alpha, grain=grain, start=date(2026, 10, 7))
        cut = periods(grain, date(2026, 10, 7), LAST, FIRST, LAST)
        assert [point.period for point in answer.points] == [date_of(label) for label in cut.label]
