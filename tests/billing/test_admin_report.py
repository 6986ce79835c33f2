"""MRR, churn and plan mix from the log of plans: worked out by hand, adding up to the kopeck, own partners only."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.models import PlanChange
from billing.reports import report
from tenants.models import Partner, User

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = "/admin/billing/report/"
YEARLY = round(4_990_000 / 12)
"""A year of Pro, 49 900 roubles, as kopecks a month."""


@pytest.fixture
def history(cast):
    """Forget what the cast itself has left in the log; return a way to write it."""
    PlanChange.objects.all().delete()

    def write(partner, when, plan, mrr, cause="paid"):
        at = datetime.fromisoformat(f"2026-{when}T12:00+03:00")
        PlanChange.objects.create(partner=partner, at=at, plan_after=plan, mrr_after=mrr, cause=cause)

    return write


def test_a_year_worked_out_by_hand(history, alpha, beta):
    history(alpha, "08-10", "pro", 0, "trial")
    history(alpha, "09-05", "growth", 199_000)
    history(alpha, "10-07", "pro", YEARLY, "upgrade")
    history(alpha, "11-02", "start", 0, "ended")
    history(beta, "09-20", "pro", 0, "trial")
    history(beta, "10-20", "start", 0, "time")
    history(beta, "10-21", "network", 1_490_000)
    history(beta, "11-20", "growth", 199_000, "downgrade")
    months = report(Partner.objects.all(), now=NOW)
    assert [(month.first.month, month.whole) for month in months] == [(8, True), (9, True), (10, True), (11, False)]
    assert YEARLY == 415_833
    told = [
        (m.mrr_begin, m.new, m.expansion, m.contraction, m.churned, m.mrr, m.paying, m.left, m.logo_churn)
        for m in months
    ]
    assert told == [
        (0, 0, 0, 0, 0, 0, 0, 0, None),
        (0, 199_000, 0, 0, 0, 199_000, 1, 0, None),
        (199_000, 1_490_000, 216_833, 0, 0, 1_905_833, 2, 0, 0.0),
        (1_905_833, 0, 0, 1_291_000, 415_833, 199_000, 1, 1, 0.5),
    ]
    assert [dict(m.plans) for m in months] == [
        {"start": 0, "growth": 0, "pro": 1, "network": 0},
        {"start": 0, "growth": 1, "pro": 1, "network": 0},
        {"start": 0, "growth": 0, "pro": 1, "network": 1},
        {"start": 1, "growth": 1, "pro": 0, "network": 0},
    ]
    assert [(m.trials, m.converted) for m in months] == [(1, 1), (1, 1), (0, 0), (0, 0)]


def test_a_month_ends_by_the_banks_clock(history, alpha):
    at = datetime(2026, 9, 30, 21, tzinfo=UTC)  # October's first midnight in Moscow
    PlanChange.objects.create(partner=alpha, at=at, plan_after="growth", mrr_after=199_000, cause="paid")
    months = report(Partner.objects.all(), now=NOW)
    assert (months[0].first.month, months[0].new) == (10, 199_000)


steps = st.lists(
    st.tuples(st.booleans(), st.integers(0, 400), st.sampled_from([0, 199_000, YEARLY, 1_490_000, 1])), max_size=25
)


@given(steps)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_month_adds_up_to_the_kopeck(history, alpha, beta, made):
    PlanChange.objects.all().delete()
    begin = NOW.timestamp() - 400 * 86_400
    for number, (first, days, mrr) in enumerate(made):
        at = datetime.fromtimestamp(begin + days * 86_400 - 90 + number, UTC)
        plan = "growth" if mrr else "start"
        PlanChange.objects.create(partner=alpha if first else beta, at=at, plan_after=plan, mrr_after=mrr, cause="x")
    months = report(Partner.objects.all(), months=36, now=NOW)
    assert bool(months) == bool(made)
    for month, following in pairwise(months):
        assert following.mrr_begin == month.mrr
        assert following.paying_begin == month.paying
    for month in months:
        moved = month.new + month.expansion - month.contraction - month.churned
        assert month.mrr_begin + moved == month.mrr
        assert sum(month.plans.values()) <= 2
    if months:
        assert months[0].mrr_begin == 0
        now = [PlanChange.objects.filter(partner=one).order_by("-at").first() for one in (alpha, beta)]
        assert months[-1].mrr == sum(row.mrr_after for row in now if row)


def test_heads_read_the_banks_report_and_managers_their_own(history, alpha, beta, manager, client_for):
    Partner.objects.filter(pk=alpha.pk).update(account_manager=manager)
    month = timezone.localdate().replace(day=1).isoformat()
    for partner, mrr in ((alpha, 199_000), (beta, 1_490_000)):
        at = datetime.fromisoformat(f"{month}T00:00+03:00")
        PlanChange.objects.create(partner=partner, at=at, plan_after="pro", mrr_after=mrr, cause="paid")
    own = client_for(manager).get(PAGE)
    assert own.status_code == 200
    assert "1\xa0990,00\xa0₽" in own.text
    assert "14\xa0900,00" not in own.text
    head = User.objects.create_user("head@cast.example", "x" * 12, is_staff=True)
    head.groups.add(Group.objects.get(name="Heads"))
    whole = client_for(head).get(f"{PAGE}?months=24").text
    assert "16\xa0890,00\xa0₽" in whole
    assert whole.count('class="chart-svg"') == 3
    assert re.search(r"aria-current=\"true\">24 месяца", whole)
    assert client_for(head).get(f"{PAGE}?months=x").status_code == 200


def test_without_changes_it_says_so(history, manager, alice, client_for):
    assert "показывать нечего" in client_for(manager).get(PAGE).text
    assert client_for(alice).get(PAGE).status_code in {302, 403}
    assert client_for(alice).get(PAGE, headers={"host": "alpha.example.test"}).status_code == 404
