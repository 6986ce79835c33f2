"""A partner's task runs in its partner's schema, or not at all."""

import pytest
from celery import shared_task
from celery.exceptions import Ignore

from tenants.database import connection
from tenants.models import Partner
from tenants.scope import for_partner
from tenants.tasks import PartnerTask, fan_out
from tests.tenants.conftest import task_as_a_worker_runs_it

SEEN: list[tuple[str, str, int]] = []


@shared_task(base=PartnerTask, name="tests.note", ignore_result=False)
def note(schema: str, number: int = 0) -> str:
    here = str(connection.schema_name)
    SEEN.append((schema, here, number))
    return here


@pytest.fixture(autouse=True)
def _nothing_seen():
    SEEN.clear()


def test_the_body_runs_in_the_schema_named(alpha, beta):
    assert note("p_alpha", 7) == "p_alpha"
    with for_partner(beta):
        assert note("p_alpha") == "p_alpha"
        assert connection.schema_name == "p_beta"
    assert SEEN == [("p_alpha", "p_alpha", 7), ("p_alpha", "p_alpha", 0)]


@pytest.mark.parametrize("schema", ["public", "p_nobody", "", "alpha", "template_partner", None])
def test_without_a_partner_it_refuses_and_does_not_run(cast, schema, caplog):
    with pytest.raises(Ignore):
        note(schema)
    assert not SEEN
    assert "task refused" in caplog.text
    assert connection.schema_name == "public"


@pytest.mark.parametrize("status", ["suspended", "erasing", "provisioning"])
def test_a_partner_out_of_service_is_left_alone(alpha, status):
    Partner.objects.filter(pk=alpha.pk).update(status=status)
    with pytest.raises(Ignore):
        note("p_alpha")
    assert not SEEN


def test_a_worker_reports_a_refusal_as_no_success(alpha):
    assert task_as_a_worker_runs_it(note, "p_alpha") == ("SUCCESS", "p_alpha")
    Partner.objects.filter(pk=alpha.pk).update(status="suspended")
    state, _value = task_as_a_worker_runs_it(note, "p_alpha")
    assert state == "IGNORED"


def test_fan_out_sends_one_task_a_schema_with_expiry(cast):
    assert fan_out(note, ["p_alpha", "p_beta"], 3, expires=60) == 2
    assert SEEN == [("p_alpha", "p_alpha", 3), ("p_beta", "p_beta", 3)]
