"""Runs: claimed once, done again when they were killed, skipped when nothing changed."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections

from daas.env import ROOT
from insights import selectors
from insights.behind import partners_behind, partners_interrupted
from insights.breakdowns.catalogue import catalogue
from insights.claims import claimed
from insights.hooks import recomputed
from insights.models import MetricRun, MetricSeries, MetricTotals, Outlet
from insights.outlets import outlets_sync
from insights.periods import presets_clipped
from insights.recompute import Outcome, RunReport, metric_recompute, recompute_each
from lake.marts import marts_refresh
from lake.scope import OutletRow
from lake.store import Store
from tenants.scope import for_partner
from tests.insights.worlds import ALPHA_INN, BEGIN, DAYS, MERCHANTS, world
from tests.lake.lakes import Merchant, Payment, add

SMALL = world(3, size=300, days=200)


def content(partner: Any) -> list[Any]:
    with for_partner(partner):
        return [
            *MetricSeries.objects.order_by("metric", "grain", "outlet", "channel").values_list(
                "metric", "grain", "outlet", "channel", "digest"
            ),
            *MetricTotals.objects.order_by("metric", "outlet", "channel").values_list("metric", "outlet", "digest"),
        ]


def statuses(partner: Any) -> list[str]:
    with for_partner(partner):
        return list(MetricRun.objects.order_by("started_at").values_list("status", flat=True))


def test_a_second_run_finds_nothing_to_do(lake_of: Callable[..., Store], alpha: Any) -> None:
    lake_of(SMALL)
    first = metric_recompute(alpha)
    windows = len(presets_clipped(BEGIN.date() - timedelta(days=1), BEGIN.date() + timedelta(days=DAYS)))
    groups, hours = len(catalogue()) * 3 * windows, 3 * windows
    assert (first.outcome, first.written) == (Outcome.DONE, 12 * 4 * 5 + groups + 1 + hours)
    assert metric_recompute(alpha).outcome is Outcome.UNCHANGED
    forced = metric_recompute(alpha, force=True)
    assert (forced.outcome, forced.written) == (Outcome.DONE, 0)


def test_late_data_of_others_rewrite_nothing_and_own_ones_what_they_touch(
    lake_of: Callable[..., Store], alpha: Any
) -> None:
    store = lake_of(SMALL)
    everything = metric_recompute(alpha).written
    add(store, [Payment(BEGIN + timedelta(days=100), "b1", "c1")])
    marts_refresh(store)
    report = metric_recompute(alpha)
    assert (report.outcome, report.written) == (Outcome.DONE, 0)
    with for_partner(alpha):
        before = {row.pk for row in MetricSeries.objects.filter(outlet="a2")}
    assert len(before) == 12 * 3
    add(store, [Payment(BEGIN + timedelta(days=101), "a1", "c2", channel="online")])
    marts_refresh(store)
    assert 0 < metric_recompute(alpha).written < everything / 2
    with for_partner(alpha):
        assert {row.pk for row in MetricSeries.objects.filter(outlet="a2")} == before


def test_as_of_uses_nothing_after_that_day(lake_of: Callable[..., Store], alpha: Any) -> None:
    cut = (BEGIN + timedelta(days=150)).date()
    lake_of(SMALL)
    metric_recompute(alpha, as_of=cut)
    earlier = content(alpha)
    assert selectors.as_of(alpha) == cut
    metric_recompute(alpha)
    assert content(alpha) != earlier
    lake_of([row for row in SMALL if row.ts < BEGIN + timedelta(days=150)], name="cut")
    metric_recompute(alpha, as_of=cut, force=True)
    assert content(alpha) == earlier


def test_one_bad_partner_stops_nobody(lake_of: Callable[..., Store], alpha: Any, beta: Any) -> None:
    lake_of([row for row in SMALL if row.merchant_id != "b1"], MERCHANTS[:2])
    reports = recompute_each([beta, alpha])
    assert [(report.partner, report.outcome) for report in reports] == [
        ("beta", Outcome.FAILED), ("alpha", Outcome.DONE),
    ]  # fmt: skip
    assert "INN" in reports[0].error


def test_a_run_that_breaks_leaves_the_old_figures_and_says_why(lake_of: Callable[..., Store], alpha: Any) -> None:
    lake_of(SMALL)
    metric_recompute(alpha)
    before = content(alpha)

    def breaks(_done: int, _total: int) -> None:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        metric_recompute(alpha, force=True, on_progress=breaks)
    assert content(alpha) == before
    assert statuses(alpha) == ["done", "failed"]
    state = selectors.run_state(alpha)
    assert state is not None
    assert state.error == "RuntimeError: the disk is full"
    assert metric_recompute(alpha, force=True).outcome is Outcome.DONE


KILLED = """
import os, signal, sys, django
django.setup()
from django.db import connection
from insights.recompute import metric_recompute
from tenants.models import Partner

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def in_the_transaction(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if sql.startswith('UPDATE "insights_metricrun"') and "done" in params:
        die()
    return result

partner = Partner.objects.get(subdomain="alpha")
if sys.argv[1] == "computing":
    metric_recompute(partner, force=True, on_progress=lambda done, total: done == 3 and die())
with connection.execute_wrapper(in_the_transaction):
    metric_recompute(partner, force=True)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["computing", "replacing"])
def test_a_killed_run_is_done_again_with_the_same_result(
    lake_of: Callable[..., Store], settings: Any, moment: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("transactional_db")
    alpha = request.getfixturevalue("alpha")
    store = lake_of(SMALL)
    metric_recompute(alpha)
    add(store, [Payment(BEGIN + timedelta(days=120), "a1", f"c{n}") for n in range(30)])
    marts_refresh(store)
    before = content(alpha)
    assert _run_and_die(settings.LAKE_URI, moment) == -9
    assert content(alpha) == before
    assert statuses(alpha) == ["done", "started"]
    later = datetime.now(UTC) + timedelta(minutes=5)
    assert [schema for schema, _ in partners_interrupted(later)] == [alpha.schema_name]
    # At once: nobody waits for a time-out.
    assert metric_recompute(alpha).outcome is Outcome.DONE
    assert statuses(alpha) == ["done", "failed", "done"]
    again = content(alpha)
    assert again != before
    with for_partner(alpha):
        MetricSeries.objects.all().delete()
        MetricTotals.objects.all().delete()
    metric_recompute(alpha, force=True)
    assert content(alpha) == again


def _run_and_die(lake: str, moment: str) -> int:
    own = connection.settings_dict
    url = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST'] or '127.0.0.1'}:{own['PORT']}/{own['NAME']}"
    if str(own["HOST"]).startswith("/"):
        host = str(own["HOST"]).replace("/", "%2F")
        url = f"postgres://{own['USER']}:{own['PASSWORD']}@{host}:{own['PORT']}/{own['NAME']}"
    environ = {**os.environ, "DATABASE_URL": url, "LAKE_URI": lake, "DJANGO_SETTINGS_MODULE": "daas.settings"}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == -9, done.stderr
    return done.returncode


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_compute_one_partner_at_once(
    lake_of: Callable[..., Store], request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("transactional_db")
    alpha = request.getfixturevalue("alpha")
    lake_of(SMALL)
    reports: list[RunReport] = []
    lost: list[tuple[str, int]] = []

    def other_worker() -> None:
        try:
            reports.append(metric_recompute(alpha, force=True))
        finally:
            connections.close_all()

    def ask() -> Outcome:
        thread = Thread(target=other_worker)
        thread.start()
        thread.join(60)
        return reports[-1].outcome

    def resume() -> None:
        try:
            lost.extend(partners_interrupted(datetime.now(UTC) + timedelta(minutes=5)))
        finally:
            connections.close_all()

    with for_partner(alpha):
        day = BEGIN.date()
        with claimed(data_version=1, first_day=day, as_of=day, fingerprint="x") as run:
            assert ask() is Outcome.BUSY
            thread = Thread(target=resume)
            thread.start()
            thread.join(60)
            assert lost == []
            run.status = MetricRun.Status.DONE
            run.save()
    assert ask() is Outcome.DONE


def test_a_claim_is_free_again_after_an_error(alpha: Any) -> None:
    day = BEGIN.date()
    with for_partner(alpha):
        for _ in range(2):
            with pytest.raises(ZeroDivisionError), claimed(data_version=1, first_day=day, as_of=day, fingerprint="x"):
                _ = 1 / 0
    assert statuses(alpha) == ["failed", "failed"]


def test_the_watch_sees_who_is_behind(lake_of: Callable[..., Store], alpha: Any, beta: Any) -> None:
    store = lake_of(SMALL)
    version = store.current()
    assert {schema for schema, _ in partners_behind(version)} == {alpha.schema_name, beta.schema_name}
    metric_recompute(alpha)
    assert {schema for schema, _ in partners_behind(version)} == {beta.schema_name}


def test_outlets_follow_the_bank_and_keep_the_alias(lake_of: Callable[..., Store], alpha: Any) -> None:
    lake_of(SMALL)
    metric_recompute(alpha)
    with for_partner(alpha):
        Outlet.objects.filter(merchant_id="a1").update(alias="У метро", position=9)
        rows = [_row("a0"), _row("a1", name="Пекарня на Ленина")]
        assert outlets_sync(rows=rows) == 2
        kept = {outlet.merchant_id: outlet for outlet in Outlet.objects.all()}
        assert (kept["a1"].alias, kept["a1"].name, kept["a1"].position) == ("У метро", "Пекарня на Ленина", 9)
        assert kept["a0"].position == 10
        assert not kept["a2"].listed
    assert [outlet.id for outlet in selectors.outlets(alpha)] == ["a1", "a0"]


def _row(name_id: str, name: str = "Пекарня") -> OutletRow:
    return OutletRow(name_id, name, "5462", None, "Москва", None, None, "pos", None, None)


def test_an_outlet_that_changes_its_company_leaves_the_figures(
    lake_of: Callable[..., Store], alpha: Any, beta: Any
) -> None:
    store = lake_of(world(5, size=400, days=DAYS // 4))
    metric_recompute(alpha)
    moved = [Merchant("a1", ALPHA_INN), Merchant("a2", beta.inn, timezone="Asia/Kamchatka"), MERCHANTS[2]]
    add(store, merchants=moved)
    marts_refresh(store)
    metric_recompute(alpha)
    metric_recompute(beta)
    assert [outlet.id for outlet in selectors.outlets(alpha)] == ["a1"]
    assert [outlet.id for outlet in selectors.outlets(beta)] == ["a2", "b1"]
    with for_partner(alpha):
        assert not MetricSeries.objects.filter(outlet="a2").exists()


def test_whoever_waits_for_a_run_gets_its_rows_once(
    lake_of: Callable[..., Store], alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake_of(SMALL)
    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(recomputed, "answer", lambda **told: heard.append({**told, "statuses": statuses(alpha)}))
    for _ in range(2):
        metric_recompute(alpha)
    (told,) = heard
    assert told["statuses"] == ["done"]
    assert len(told["people"]) == told["visits"].customer.max() + 1
    assert (told["partner"], told["first_day"], told["as_of"]) == (
        alpha, BEGIN.date() - timedelta(days=1), selectors.as_of(alpha),
    )  # fmt: skip
    assert told["data_version"] > 0
