"""The read door for customers' worth: who may read it, when it is there, what it never tells."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app

from billing.entitlements import Locked
from billing.services import plan_set
from insights.errors import NotComputedYet
from insights.recompute import metric_recompute
from lake.store import Store
from segments.answers import LtvAnswer
from segments.models import ModelRun
from segments.selectors import ltv
from segments.selectors.lacking import partners_without_value, value_lacking
from segments.tasks import models_resume
from tenants.scope import for_partner
from tests.segments.planted import Rows


def answer_of(partner: Any) -> LtvAnswer:
    answer = ltv(partner)
    assert isinstance(answer, LtvAnswer)
    return answer


def test_a_run_brings_the_values_of_a_plan_that_holds_them(fitted: Callable[..., None], alpha: Any, shop: Rows) -> None:
    fitted()
    answer = answer_of(alpha)
    assert answer.status == "fitted"
    assert answer.historic_total == pytest.approx(shop.kopecks.sum() / 100 + 100, abs=0.005)
    assert [outlook.days for outlook in answer.outlooks] == [91, 182, 365]
    assert answer.params is not None
    assert answer.params.q is not None
    assert answer.accuracy is not None
    assert answer.accuracy.mae < answer.accuracy.mae_naive
    assert answer.provenance.rows == len(shop.day) + 1


def test_a_few_customers_get_their_own_answer(fitted: Callable[..., None], beta: Any) -> None:
    fitted()
    answer = answer_of(beta)
    assert (answer.status, answer.reason, answer.outlooks) == ("too_little", "customers", ())
    assert answer.reason_text
    assert answer.customers == 13
    assert answer.historic_mean is not None


def test_a_lower_plan_reads_nothing_and_nothing_is_computed_for_it(fitted: Callable[..., None], alpha: Any) -> None:
    fitted("growth")
    assert isinstance(ltv(alpha), Locked)
    with for_partner(alpha):
        assert not ModelRun.objects.exists()


@pytest.fixture
def at_once() -> Iterator[None]:
    """Run tasks where they are sent."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


def test_after_an_upgrade_it_is_being_computed_until_the_task_has_run(
    fitted: Callable[..., None], alpha: Any, at_once: None
) -> None:
    fitted("growth")
    plan_set(partner=alpha, plan="pro")
    assert value_lacking(alpha)
    with pytest.raises(NotComputedYet):
        ltv(alpha)
    assert partners_without_value() == {"small": [alpha.schema_name]}
    models_resume()
    assert answer_of(alpha).status == "fitted"
    assert not value_lacking(alpha)


def test_the_same_data_are_fitted_once(fitted: Callable[..., None], alpha: Any) -> None:
    fitted()
    with for_partner(alpha):
        made = ModelRun.objects.get().made_at
    metric_recompute(alpha, force=True)
    with for_partner(alpha):
        assert ModelRun.objects.get().made_at == made


def test_groups_of_few_people_are_hidden_and_can_not_be_worked_out(fitted: Callable[..., None], alpha: Any) -> None:
    """The small lake knows nobody: all are in one group, told whole; with groups the small ones hide."""
    fitted()
    answer = answer_of(alpha)
    assert [row.customers for row in answer.segments] == [601]
    with for_partner(alpha):
        fit = ModelRun.objects.get()
        fit.body["groups"] = [
            [["F", "25-34", "single"], 300, 10.0, [1.0, 2.0, 3.0]],
            [["M", "25-34", "single"], 290, 10.0, [1.0, 2.0, 3.0]],
            [["M", "65+", "single"], 11, 10.0, [1.0, 2.0, 3.0]],
        ]
        fit.save()
    answer = answer_of(alpha)
    assert answer.segments_hidden >= 2
    hidden = [row for row in answer.segments if row.hidden]
    assert ("M", "65+", "single") in {row.group for row in hidden}
    assert {(row.customers, row.historic, row.predicted) for row in hidden} == {(None, None, ())}


def test_without_a_run_there_is_nothing_yet(lake: Store, alpha: Any) -> None:
    plan_set(partner=alpha, plan="pro")
    with pytest.raises(NotComputedYet):
        ltv(alpha)
