"""Every metric equals an independent SQL query over the raw payments."""

import math
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.entitlements import Locked
from insights import selectors
from insights.engine.frame import Span
from insights.engine.visits import Slice, Visits
from insights.engine.windows import Grain, Windows, date_of, periods
from insights.metrics import catalogue
from insights.models import MetricSeries, MetricTotals
from insights.recompute import metric_recompute
from lake.demo import KNOWN, demo_write
from lake.ingest import lake_import
from lake.marts import marts_refresh
from lake.scope import PartnerLake
from lake.store import Store
from tenants.scope import for_partner
from tests.insights.comparing import disagreements, same
from tests.insights.oracle import Cell, Oracle, oracle
from tests.insights.worlds import ALPHA_INN, BETA_INN, MERCHANTS, world
from tests.lake.lakes import small_lake

SLICES = [Slice(outlet, channel) for outlet in ("", "a1", "a2") for channel in ("", "pos", "online")]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1, 30, 300, DAYS := 800]), st.sampled_from([0, 40, 900]), st.data())
def test_the_engine_equals_sql_over_random_banks(
    tmp_path_factory: pytest.TempPathFactory, seed: int, days: int, size: int, data: st.DataObject
) -> None:
    store = small_lake(tmp_path_factory.mktemp("lake"), world(seed, size=size, days=days), MERCHANTS)
    marts_refresh(store)
    inn = data.draw(st.sampled_from([ALPHA_INN, BETA_INN]))
    with PartnerLake.open(store, inn=inn) as lake, oracle(store, inn) as truth:
        assert lake.first_day == truth.first_day
        visits = Visits.of(lake.visits())
        for part in data.draw(st.lists(st.sampled_from(SLICES), min_size=2, max_size=4, unique=True)):
            frame = visits.frame(Span.of(lake.first_day, lake.as_of), part)
            windows = _windows(data, lake)
            for metric in catalogue().values():
                values = metric.values(frame, windows)
                for place, (start, end) in enumerate(windows.dates()):
                    value = None if np.isnan(values.value[place]) else float(values.value[place])
                    found, wanted = (value, int(values.n[place])), truth.value(metric.key, start, end, part)
                    assert same(found, wanted), (metric.key, start, end, part, found, wanted)


def _windows(data: st.DataObject, lake: PartnerLake) -> Windows:
    grain = data.draw(st.sampled_from(list(Grain)))
    days = (lake.as_of - lake.first_day).days
    start = lake.first_day + timedelta(days=data.draw(st.integers(0, days)))
    end = min(start + timedelta(days=data.draw(st.integers(0, 40))), lake.as_of)
    return periods(grain, start, end, lake.first_day, lake.as_of)


@pytest.mark.parametrize("subdomain", ["alpha", "beta"])
def test_the_read_door_equals_sql(computed: Store, cast: dict[str, Any], subdomain: str) -> None:
    from billing.services import plan_set

    partner = cast[subdomain]
    plan_set(partner=partner, plan="network")
    outlets = ["", *(outlet.id for outlet in selectors.outlets(partner))]
    fresh = selectors.freshness(partner)
    assert fresh is not None

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.integers(-10, 800),
        st.one_of(st.integers(0, 60), st.integers(60, 800)),
        st.sampled_from(list(Grain)),
        st.sampled_from(outlets),
        st.sampled_from(["", "pos", "online"]),
    )
    def ask(back: int, days: int, grain: Grain, outlet: str, channel: str) -> None:
        end = fresh.as_of - timedelta(days=back)
        start = end - timedelta(days=days)
        found = selectors.metrics(
            partner, catalogue(), start=start, end=end, grain=grain, outlet=outlet or None, channel=channel or None
        )
        part = Slice(outlet, channel)
        windows = periods(grain, start, end, fresh.first_day, fresh.as_of).dates()
        for key, answer in found.items():
            assert not isinstance(answer, Locked)
            assert len(answer.points) == len(windows)
            pairs = list(zip(answer.points, windows, strict=True))
            for point, window in [*pairs[:2], *pairs[-2:]]:
                assert same((point.value, point.n), truth.value(key, *window, part)), (key, point, window, part)
            _compare_total(truth, key, answer, part)

    with oracle(computed, partner.inn) as truth:
        ask()


def _compare_total(truth: Oracle, key: str, answer: Any, part: Slice) -> None:
    start, end = max(answer.start, truth.first_day), answer.end
    if start > end:
        assert (answer.value, answer.n) == (None, 0)
        return
    value = truth.value(key, start, end, part)
    assert same((answer.value, answer.n), value)
    base = answer.compare
    assert (start - base.start).days % 7 == 0
    if base.start >= truth.first_day:
        before = truth.value(key, base.start, base.end, part)
        assert same((base.value, base.n), before)
        wanted = value[0] / before[0] - 1 if value[0] is not None and before[0] else None
        assert same((base.change, 0), (wanted, 0))
    else:
        assert (base.value, base.change) == (None, None)


def test_every_stored_value_equals_sql(computed: Store, alpha: Any) -> None:
    with for_partner(alpha), oracle(computed, alpha.inn) as truth:
        fresh = selectors.freshness(alpha)
        assert fresh is not None
        series = MetricSeries.objects.filter(grain__in=["week", "month"])
        assert series.count() == 12 * 2 * 5
        for row in series:
            cut = periods(Grain(row.grain), fresh.first_day, fresh.as_of, fresh.first_day, fresh.as_of)
            assert date_of(cut.label[0]) == row.first
            assert len(row.values) == len(row.counts) == len(cut)
            part = Slice(row.outlet, row.channel)
            for place in range(0, len(cut), 17):
                assert same(_cell(row, place), truth.value(row.metric, *cut.dates()[place], part))
        for totals in MetricTotals.objects.filter(outlet="", channel=""):
            for place, window in enumerate(zip(totals.starts, totals.ends, strict=True)):
                assert same(_cell(totals, place), truth.value(totals.metric, *window))


def _cell(row: Any, place: int) -> Cell:
    value = row.values[place]
    return (None if math.isnan(value) else value), row.counts[place]


def test_figures_of_one_partner_are_the_same_without_the_other(
    lake_of: Callable[..., Store], alpha: Any, beta: Any
) -> None:
    both = world(11)
    lake_of(both, name="both")
    assert metric_recompute(beta).written > 0
    metric_recompute(alpha)
    with_beta = _all_rows(alpha)
    lake_of([row for row in both if row.merchant_id != "b1"], [m for m in MERCHANTS if m.inn == ALPHA_INN], "alone")
    metric_recompute(alpha, force=True)
    assert _all_rows(alpha) == with_beta


def _all_rows(partner: Any) -> list[Any]:
    with for_partner(partner):
        series = MetricSeries.objects.order_by("metric", "grain", "outlet", "channel")
        totals = MetricTotals.objects.order_by("metric", "outlet", "channel")
        return [
            *series.values_list("metric", "grain", "outlet", "channel", "digest"),
            *totals.values_list("metric", "outlet", "channel", "digest"),
        ]


def test_a_payment_after_midnight_belongs_to_the_day_it_is_there(
    lake_of: Callable[..., Store], alpha: Any, tmp_path: Path
) -> None:
    from tests.lake.lakes import Payment, at

    lake_of([
        Payment(at("2026-03-01 12:00")), Payment(at("2026-03-02 00:10")),
        Payment(at("2026-03-02 00:10", "Asia/Kamchatka"), "a2"), Payment(at("2026-03-02 12:00")),
    ])  # fmt: skip
    metric_recompute(alpha)
    answer = selectors.metric(alpha, "transactions", start=date(2026, 3, 1), end=date(2026, 3, 2))
    assert not isinstance(answer, Locked)
    assert [(point.period.day, point.value) for point in answer.points] == [(1, 1.0), (2, 3.0)]


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demo bank, small."""
    folder = tmp_path_factory.mktemp("bank")
    demo_write(folder / "raw", customers=2000, transactions=60_000, seed=7, end=date(2026, 11, 21))
    store = Store.open(str(folder / "lake"))
    lake_import(store, str(folder / "raw"))
    marts_refresh(store)
    return store


@pytest.mark.parametrize("subdomain", KNOWN)
def test_the_demo_bank_s_partners_equal_sql(bank: Store, subdomain: str) -> None:
    assert list(disagreements(bank, KNOWN[subdomain].inn, Random(subdomain), windows=8)) == []
