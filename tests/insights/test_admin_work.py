"""The work list: what waits for whom, as filter, as count on the first page, and with the reasons of the risk."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import StripeEvent, Subscription
from insights.models import MetricRun
from tenants.models import Claim, Domain, Membership, Partner, User
from tenants.scope import for_partner
from tenants.services.bank import bank_role_set
from tests.insights.test_admin import LIST, names, run_make

CONDITIONS = ("trial", "payment", "away", "claim", "data", "unmanaged")


@pytest.fixture
def head(cast: Any) -> User:
    person = User.objects.create_user("head@cast.example", "x" * 12)
    bank_role_set(user=person, role="head")
    return person


@pytest.fixture
def heads(head: User, client_for: Any) -> Client:
    client: Client = client_for(head)
    return client


@pytest.fixture
def well(alpha: Any, beta: Any, manager: Any) -> None:
    """Let nothing wait: both are signed in, computed, managed, their trials young."""
    Partner.objects.update(account_manager=manager)
    Membership.objects.update(seen_at=timezone.now())
    for partner in (alpha, beta):
        run_make(partner)


def change(partner: Any, **fields: Any) -> None:
    Subscription.objects.filter(partner=partner).update(**fields)


def counts(client: Client) -> dict[str, int]:
    """Return condition → count of the first page."""
    found = re.findall(r'todo=(\w+)"><span class="count">(\d+)', client.get("/admin/").text)
    return {key: int(count) for key, count in found}


def make(condition: str, partner: Any) -> None:
    """Let a partner meet a condition."""
    now = timezone.now()
    if condition == "trial":
        change(partner, trial_until=now + timedelta(days=6))
    elif condition == "payment":
        change(partner, paid_plan="pro", paid_status="past_due", grace_until=now)
    elif condition == "away":
        Membership.objects.filter(partner=partner).update(seen_at=now - timedelta(days=15))
    elif condition == "claim":
        Claim.objects.create(partner=partner)
    elif condition == "data":
        with for_partner(partner):
            MetricRun.objects.update(as_of=timezone.localdate() - timedelta(days=3))
    else:
        Partner.objects.filter(pk=partner.pk).update(account_manager=None)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_is_counted_and_found(alpha: Any, beta: Any, well: None, heads: Client, condition: str) -> None:
    assert counts(heads) == dict.fromkeys(CONDITIONS, 0)
    make(condition, beta)
    assert counts(heads) == {**dict.fromkeys(CONDITIONS, 0), condition: 1}
    assert names(heads.get(f"{LIST}?todo={condition}").text) == {"Бета"}
    page = heads.get("/admin/").text
    assert f"{LIST}{beta.pk}/change/" in page
    assert f"{LIST}{alpha.pk}/change/" not in page


def test_a_manager_counts_the_own_partners_alone(
    alpha: Any, beta: Any, well: None, manager: Any, client_for: Any
) -> None:
    for condition in CONDITIONS:
        make(condition, beta)
    client = client_for(manager)
    assert counts(client) == dict.fromkeys(CONDITIONS[:-1], 0)
    assert names(client.get(f"{LIST}?todo=unmanaged").text) == {"Альфа"}
    assert "Бета" not in client.get("/admin/").text


def test_who_pays_and_who_is_new_waits_for_nobody(alpha: Any, beta: Any, well: None, heads: Client) -> None:
    make("trial", beta)
    change(beta, paid_plan="pro", paid_status="active")
    Membership.objects.update(seen_at=None)
    assert counts(heads) == dict.fromkeys(CONDITIONS, 0)
    Partner.objects.filter(pk=alpha.pk).update(created_at=timezone.now() - timedelta(days=15))
    assert counts(heads)["away"] == 1


def test_dead_letters_wait_for_heads_to_try_again_or_drop(
    well: None, manager: Any, heads: Client, client_for: Any
) -> None:
    for key, state in (("evt_1", "dead"), ("evt_2", "dead"), ("evt_3", "received")):
        StripeEvent.objects.create(pk=key, type="x", created_at=timezone.now(), state=state, attempts=8, error="boom")
    assert re.search(r'state__exact=dead"><span class="count">2<', heads.get("/admin/").text)
    assert "state__exact" not in client_for(manager).get("/admin/").text
    path = "/admin/billing/stripeevent/"
    heads.post(path, {"action": "try_again", "_selected_action": ["evt_1", "evt_3"]})
    heads.post(path, {"action": "drop", "_selected_action": ["evt_2", "evt_3"]})
    rows = {row.pk: row for row in StripeEvent.objects.all()}
    assert (rows["evt_1"].state, rows["evt_1"].attempts) == ("received", 0)
    assert (rows["evt_2"].state, rows["evt_2"].error) == ("done", "dropped by head@cast.example: boom")
    assert rows["evt_3"].state == "received"
    assert heads.post(f"{path}evt_3/change/", {"state": "done"}).status_code == 403


def test_a_list_of_three_hundred_takes_as_many_queries_as_of_two(well: None, heads: Client) -> None:
    def asked(path: str) -> int:
        heads.get(path)  # whatever is read once per process
        with CaptureQueriesContext(connection) as queries:
            assert heads.get(path).status_code == 200
        return len(queries)

    paths = (LIST, f"{LIST}?todo=away", f"{LIST}?q=1", "/admin/billing/subscription/", "/admin/tenants/claim/")
    few = [asked(path) for path in paths]
    partners = [
        Partner(name=f"П{n:03}", inn=f"{n:012}", subdomain=f"p{n}", schema_name=f"p_p{n}", status="active")
        for n in range(300)
    ]
    Partner.objects.bulk_create(partners)
    Domain.objects.bulk_create(Domain(domain=f"p{n}.example.test", tenant=row) for n, row in enumerate(partners))
    Subscription.objects.bulk_create(Subscription(partner=row, plan="pro") for row in partners)
    Claim.objects.bulk_create(Claim(partner=row) for row in partners)
    assert [asked(path) for path in paths] == few
    assert heads.get("/admin/").status_code == 200


def test_the_screen_says_why_a_partner_may_leave(alpha: Any, well: None, heads: Client) -> None:
    screen = f"{LIST}{alpha.pk}/change/"
    assert "Риск: низкий, 0 баллов из 100" in heads.get(screen).text
    for condition in ("trial", "payment", "away", "data"):
        make(condition, alpha)
    change(alpha, card="")
    text = heads.get(screen).text
    assert "Риск: высокий" in text
    for why in ("Платёж не прошёл.", "Никто не входил 15 дней.", "Показателей нет, или они старше двух дней."):
        assert why in text
    assert re.search(r"высокий \(\d+\)", heads.get(LIST).text)


def test_a_partner_in_no_state_breaks_the_screen(alpha: Any, well: None, heads: Client) -> None:
    screen = f"{LIST}{alpha.pk}/change/"
    Subscription.objects.filter(partner=alpha).delete()
    for status in Partner.Status.values:
        Partner.objects.filter(pk=alpha.pk).update(status=status, proven_at=None)
        assert heads.get(screen).status_code == 200, status
        assert heads.get(LIST).status_code == 200
