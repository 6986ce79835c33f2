"""The read door of retention: published figures, plan, history, what is stored and what is measured."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from billing.entitlements import Locked
from billing.services import plan_set
from insights.answers_customers import RetentionAnswer
from insights.errors import NotComputedYet
from insights.models import CustomerFigures
from insights.recompute import metric_recompute
from insights.selectors.retention import retention
from lake.ingest import lake_import
from lake.marts import marts_refresh
from lake.samples import complete_journey
from lake.store import Store
from tenants.scope import for_partner


def ask(partner: Any) -> RetentionAnswer:
    answer = retention(partner)
    assert isinstance(answer, RetentionAnswer)
    return answer


@pytest.fixture(scope="module")
def grocery(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str]:
    """Give the lake of the grocery, and its INN."""
    root: Path = tmp_path_factory.mktemp("grocery")
    complete_journey.write(root / "raw")
    store = Store.open(str(root / "lake"))
    lake_import(store, str(root / "raw"))
    marts_refresh(store)
    merchants = [store.address(file.path) for file in store.current().files("merchants")]
    found = duckdb.sql(f"SELECT DISTINCT inn FROM read_parquet({merchants})").fetchall()
    return store, found[0][0]


@pytest.fixture
def grocer(grocery: tuple[Store, str], settings: Any, alpha: Any) -> Any:
    """Make alpha the grocery, computed on the largest plan."""
    store, inn = grocery
    settings.LAKE_URI = store.uri
    type(alpha).objects.filter(pk=alpha.pk).update(inn=inn)
    alpha.inn = inn
    plan_set(partner=alpha, plan="network")
    metric_recompute(alpha)
    return alpha


def test_the_grocery_of_january_as_published(grocer: Any) -> None:
    answer = ask(grocer)
    january = next(cohort for cohort in answer.cohorts if cohort.month == date(2017, 1, 1))
    assert january.size == 1982
    assert [round(share or 0, 4) for share in january.rates[:6]] == [0.8885, 0.9001, 0.8956, 0.9036, 0.885, 0.8951]
    stored = answer
    with for_partner(grocer):
        assert CustomerFigures.objects.filter(key="retention").delete()[0] == 1
    assert ask(grocer) == stored


def test_the_triangle_ends_with_the_last_month(grocer: Any) -> None:
    answer = ask(grocer)
    months = [cohort.month for cohort in answer.cohorts]
    assert months == [rate.month for rate in answer.rates]
    assert [len(cohort.rates) for cohort in answer.cohorts] == list(range(len(months) - 1, -1, -1))
    assert [rate.partial for rate in answer.rates] == [False] * (len(months) - 1) + [not answer.finished]
    assert answer.rates[0].rate is None


def test_the_plan_decides_and_history_is_clipped(grocer: Any) -> None:
    whole = ask(grocer)
    plan_set(partner=grocer, plan="start")
    lock = retention(grocer)
    assert isinstance(lock, Locked)
    assert (lock.feature.key, lock.plan.key) == ("retention", "growth")
    plan_set(partner=grocer, plan="growth")
    shown = ask(grocer)
    assert shown.cohorts == whole.cohorts[-len(shown.cohorts) :]
    assert shown.rates == whole.rates[-len(shown.rates) :]
    assert len(shown.cohorts) <= 13
    assert shown.clipped_from is None or all(cohort.month >= shown.clipped_from for cohort in shown.cohorts)


def test_who_is_not_computed_gets_no_answer_of_another(grocer: Any, beta: Any) -> None:
    with pytest.raises(NotComputedYet):
        retention(beta)
