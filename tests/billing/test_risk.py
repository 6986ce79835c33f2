"""The risk of leaving: each rule alone, together, and what is read for them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from billing.entitlements import forget
from billing.models import Subscription, UsageCounter
from billing.risk import RiskFacts, risk
from billing.risk_facts import risk_facts
from tenants.models import Membership, Partner

WELL = RiskFacts(subscribed=True, days_away=0, ever_signed_in=True, card_known=True)
SOON = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "points", "level"),
    [
        ({}, 0, "low"),
        ({"days_away": 13}, 0, "low"),
        ({"days_away": 14}, 20, "low"),
        ({"days_away": 30}, 35, "medium"),
        ({"payment_failed": True}, 35, "medium"),
        ({"cancel_at": SOON}, 50, "high"),
        ({"paused_until": SOON}, 25, "medium"),
        ({"trial_days_left": 7, "card_known": False}, 25, "medium"),
        ({"trial_days_left": 8, "card_known": False}, 0, "low"),
        ({"trial_days_left": 3, "card_known": True}, 0, "low"),
        ({"no_data": True}, 15, "low"),
        ({"use_change": -0.5}, 15, "low"),
        ({"use_change": -0.49}, 0, "low"),
        ({"payment_failed": True, "no_data": True}, 50, "high"),
        ({"payment_failed": True, "cancel_at": SOON, "days_away": 90, "no_data": True}, 100, "high"),
        ({"subscribed": False, "days_away": 90, "no_data": True}, 0, "none"),
    ],
)
def test_points_are_the_rules_that_hold(facts, points, level):
    found = risk(replace(WELL, **facts))
    assert (found.points, found.level) == (points, level)
    assert min(100, sum(reason.points for reason in found.reasons)) == points
    assert all(reason.text.endswith(".") for reason in found.reasons)


def test_the_heaviest_reason_comes_first():
    found = risk(replace(WELL, no_data=True, cancel_at=SOON, days_away=21))
    assert [reason.points for reason in found.reasons] == [50, 20, 15]
    assert "1 дек. 2026" in found.reasons[0].text
    assert "21 день" in found.reasons[1].text


def facts_of(partner):
    forget(partner)
    return risk_facts([partner], no_data={})[partner.pk]


def test_facts_are_read_from_the_rows(alpha, beta):
    now = timezone.now()
    row = Subscription.objects.filter(partner=alpha)
    row.update(trial_until=now + timedelta(days=3, hours=1))
    Partner.objects.filter(pk=alpha.pk).update(created_at=now - timedelta(days=40))
    fresh = Partner.objects.get(pk=alpha.pk)
    facts = facts_of(fresh)
    assert (facts.subscribed, facts.trial_days_left, facts.card_known) == (True, 3, False)
    assert (facts.days_away, facts.ever_signed_in) == (40, False)
    Membership.objects.filter(partner=beta).update(seen_at=now)
    member = fresh.memberships.first()
    Membership.objects.filter(pk=member.pk).update(seen_at=now - timedelta(days=16))
    assert (facts_of(fresh).days_away, facts_of(fresh).ever_signed_in) == (16, True)
    row.update(trial_until=None, paid_plan="pro", paid_status="past_due", grace_until=now, cancel_at=SOON, card="4242")
    facts = facts_of(fresh)
    assert (facts.subscribed, facts.payment_failed, facts.cancel_at, facts.card_known) == (True, True, SOON, True)
    row.update(paid_status="ended", paused_until=None)
    assert not facts_of(fresh).subscribed
    assert facts_of(fresh).cancel_at is None


def test_calls_of_the_api_are_compared_with_the_28_days_before(alpha):
    today = timezone.localdate()
    for days, used in ((30, 100), (55, 100), (60, 9_000), (2, 50)):
        day = today - timedelta(days=days)
        UsageCounter.objects.create(partner=alpha, name="api_calls", period_start=day, used=used)
    UsageCounter.objects.create(partner=alpha, name="insights_a_week", period_start=today, used=500)
    assert facts_of(alpha).use_change == -0.75
    UsageCounter.objects.filter(used=100).update(used=9)
    assert facts_of(alpha).use_change is None
