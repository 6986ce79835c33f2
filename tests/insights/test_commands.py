"""Commands and tasks: whole journeys, and mistakes in one line with status 1."""

import importlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app

from billing.services import partner_open
from insights import selectors
from insights.answers import MetricAnswer
from insights.docs import metrics_page
from insights.models import MetricRun
from insights.peers.metrics import METRICS
from insights.tasks import lake_watch, partner_recompute, runs_resume
from lake.store import Store
from tenants.models import Partner
from tenants.scope import for_partner
from tests.insights.worlds import ALPHA_INN, BEGIN, world
from tests.lake.lakes import Merchant, Payment, add, small_lake

SMALL = world(3, size=300, days=200)
THIRD = Merchant("n1", "7703000003"), Merchant("n2", "7703000003")


def run(*words: str) -> None:
    """Run a command as from a shell."""
    module = importlib.import_module(f"daas.management.commands.{words[0]}")
    module.Command().run_from_argv(["manage.py", *words])


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that must fail with one line and status 1; return the line."""
    with pytest.raises(SystemExit) as left:
        run(*words)
    said = capsys.readouterr()
    assert left.value.code == 1
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


@pytest.fixture
def eager() -> Iterator[None]:
    """Run tasks where they are sent."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


@pytest.fixture(autouse=True)
def _connection_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes its connections at the end, with the test's transaction in them.
    monkeypatch.setattr("daas.management.one_line.connections.close_all", lambda: None)


def test_a_workspace_is_opened_and_computed(
    lake_of: Callable[..., Store], db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    lake_of([Payment(row.ts, "n1", row.customer_id, row.amount, row.kind) for row in SMALL], THIRD)
    words = ("--name", "Новая", "--inn", "7703000003", "--subdomain", "fresh", "--owner-email", "o@fresh.example")
    run("partner_create", *words, "--password", "correct-horse-9", "--json")
    made = json.loads(capsys.readouterr().out)
    assert made == {"subdomain": "fresh", "schema": "p_fresh", "outlets": 2}
    partner = Partner.objects.get(subdomain="fresh")
    assert [outlet.id for outlet in selectors.outlets(partner)] == ["n1", "n2"]
    run("recompute", "--partner", "fresh", "--inline", "--json")
    (report,) = json.loads(capsys.readouterr().out)["partners"]
    assert (report["partner"], report["outcome"]) == ("fresh", "done")
    assert isinstance(selectors.metric(partner, "revenue"), MetricAnswer)
    run("recompute", "--partner", "fresh", "--inline")
    assert "1 unchanged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("partner_create", "--name", "A"), "required"),
        (
            ("partner_create", "--name", "A", "--inn", "7709000009", "--subdomain", "a-a", "--owner-email", "a@a.ru"),
            "no merchant with the INN 7709000009",
        ),
        (
            ("partner_create", "--name", "A", "--inn", ALPHA_INN, "--subdomain", "a-a", "--owner-email", "a@a.ru",
             "--plan", "gold"),
            "no plan gold",
        ),
        (
            ("partner_create", "--name", "A", "--inn", ALPHA_INN, "--subdomain", "a-a", "--owner-email", "nobody"),
            "@",
        ),
        (("recompute", "--partner", "nobody", "--inline"), "no active partner nobody"),
        (("recompute", "--as-of", "31.12.2025", "--inline"), "write it like 2026-03-31"),
        (("recompute", "--as-of", "1999-01-01", "--inline"), "The lake begins on"),
        (("recompute", "--all", "--partner", "alpha"), "not allowed with"),
        (("lake_import", "/nowhere/at/all"), "/nowhere/at/all"),
        (("lake_import", "/tmp", "--table", "payments"), "payments"),
        (("lake_demo", "/nowhere/at/all", "--customers", "0", "--transactions", "5", "--seed", "1"), "number above 0"),
        (("lake_sample", "hillstrom", "/nowhere/at/all"), "hillstrom"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line(
    lake_of: Callable[..., Store], alpha: Any, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    lake_of(SMALL)
    assert said in refusal(capsys, *words)


def test_an_empty_lake_is_a_line_that_says_what_to_do(
    alpha: Any, settings: Any, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LAKE_URI = str(tmp_path / "empty")
    assert "lake_import" in refusal(capsys, "recompute", "--inline")
    run("lake_status", "--json")
    assert json.loads(capsys.readouterr().out)["version"] == 0


def test_a_failing_partner_is_told_and_the_others_are_done(
    lake_of: Callable[..., Store], alpha: Any, beta: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    lake_of([row for row in SMALL if row.merchant_id == "a1"], [Merchant("a1", ALPHA_INN)])
    with pytest.raises(SystemExit) as left:
        run("recompute", "--inline")
    said = capsys.readouterr()
    assert left.value.code == 1
    assert "1 of 2 partners failed; beta:" in said.err
    assert "1 done" in said.out
    assert selectors.freshness(alpha) is not None
    with pytest.raises(SystemExit):
        run("recompute", "--inline")
    with for_partner(beta):
        kept = MetricRun.objects.get()  # told once, not at every attempt
    assert kept.status == MetricRun.Status.FAILED
    assert "no merchant with the INN" in kept.error


def test_a_workspace_that_was_killed_half_way_goes_on(
    lake_of: Callable[..., Store], db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    lake_of(SMALL, THIRD)
    words = ("partner_create", "--name", "Гамма", "--inn", "7703000003", "--subdomain", "gamma",
             "--owner-email", "owner@gamma.example", "--json")  # fmt: skip
    partner_open(name="Гамма", inn="7703000003", subdomain="gamma", owner_email="owner@gamma.example")
    run(*words)
    assert json.loads(capsys.readouterr().out)["outlets"] == 2
    assert Partner.objects.get(subdomain="gamma").status == Partner.Status.ACTIVE
    assert "занят" in refusal(capsys, *words)


def test_without_a_worker_nothing_is_queued(
    lake_of: Callable[..., Store], alpha: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lake_of(SMALL)
    monkeypatch.setattr("daas.management.commands.recompute.WORKER_STARTS_WITHIN_SECONDS", 0)
    assert "--inline" in refusal(capsys, "recompute", "--all")


def test_the_watch_refreshes_the_marts_and_recomputes_who_is_behind(
    eager: None, alpha: Any, beta: Any, settings: Any, tmp_path: Any
) -> None:
    settings.LAKE_URI = str(tmp_path / "lake")
    lake_watch()  # an empty lake is nothing to do
    store = small_lake(settings.LAKE_URI, SMALL, [Merchant("a1", ALPHA_INN), Merchant("b1", beta.inn)])
    lake_watch()
    first = selectors.freshness(alpha)
    assert first is not None
    lake_watch()
    with for_partner(alpha):
        assert MetricRun.objects.count() == 1
    add(store, [Payment(BEGIN + timedelta(days=230), "b1", "c1")])
    lake_watch()
    second = selectors.freshness(alpha)
    assert second is not None
    assert (second.as_of - first.as_of).days == 30
    runs_resume()  # nothing was interrupted
    with for_partner(alpha):
        assert MetricRun.objects.count() == 2


def test_the_task_takes_a_schema_and_a_day(eager: None, lake_of: Callable[..., Store], alpha: Any) -> None:
    lake_of(SMALL)
    day = (BEGIN + timedelta(days=100)).date()
    partner_recompute.delay(alpha.schema_name, day.isoformat())
    assert selectors.as_of(alpha) == day


def test_the_documentation_is_up_to_date() -> None:
    run("metrics_docs", "--check")


def test_every_comparison_and_rhythm_has_its_section() -> None:
    page = metrics_page()
    for key in (*METRICS, "seasonality", "solvency", "coverage", "retention", "ltv"):
        assert page.count(f"\n## {key}\n") == 1, key
