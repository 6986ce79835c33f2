"""What is shown, what one act may take, what exceptions do to numbers, and what the meters say."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from billing.counting import spend
from billing.entitlements import NotEntitled, allows, holding, limit, plan_in_force
from billing.features import FEATURES, LIMITS, UnknownName
from billing.limits import EXPORTS, clip, digest_held, export_require, room_require, shown
from billing.models import Override
from billing.plans import PLANS
from billing.refusals import LimitReached
from billing.services import override_grant, override_revoke, plan_set, trial_extend, trial_start
from billing.usage import usage
from insights.models import Outlet
from tenants.errors import Refused
from tenants.models import AuditEntry, Membership, Partner
from tenants.services import member_invite

KEYS = tuple(PLANS)


def grant(partner, name, kind="grant", **more):
    return override_grant(partner=partner, name=name, kind=kind, reason="pilot", granted_by=None, **more)


def fresh(partner):
    return Partner.objects.get(pk=partner.pk)


# --- What is shown -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "count", "hidden", "opens"),
    [("start", 0, 7, "growth"), ("growth", 3, 4, "pro"), ("pro", 7, 0, None), ("network", 7, 0, None)],
)
def test_the_first_profiles_are_shown(alpha, plan, count, hidden, opens):
    plan_set(partner=alpha, plan=plan)
    found = shown(alpha, "profiles_shown", "abcdefg")
    assert (found.rows, found.hidden) == (tuple("abcdefg"[:count]), hidden)
    assert (found.locked.plan.key if found.locked else None) == opens


def test_no_more_is_hidden_than_there_is(alpha):
    plan_set(partner=alpha, plan="growth")
    assert shown(alpha, "profiles_shown", "abc").locked is None


@pytest.mark.parametrize(("plan", "metrics"), [("start", 1), ("growth", 7), ("pro", 7)])
def test_metrics_against_peers(alpha, plan, metrics):
    plan_set(partner=alpha, plan=plan)
    assert len(shown(alpha, "peer_metrics", "abcdefg").rows) == metrics


@pytest.mark.parametrize(
    ("plan", "days", "weeks", "months"),
    [("start", 7, 1, 3), ("growth", 28, 4, 13), ("pro", 91, 13, 36), ("network", 182, 26, 999)],
)
def test_a_forecast_and_a_history_reach_as_far_as_the_plan(alpha, plan, days, weeks, months):
    plan_set(partner=alpha, plan=plan)
    assert clip(alpha, "forecast_days", 999) == days
    assert clip(alpha, "forecast_weeks", 999) == weeks
    assert clip(alpha, "history_months", 999) == months
    assert clip(alpha, "forecast_days", 3) == 3


# --- What one act may take ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "allowed", "opens"), [("start", 0, "growth"), ("growth", 1_000, "pro"), ("pro", 20_000, "network")]
)
def test_customers_in_one_campaign(alpha, plan, allowed, opens):
    plan_set(partner=alpha, plan=plan)
    if allowed:
        room_require(alpha, "campaign_customers", more=allowed)
    with pytest.raises(LimitReached) as told:
        room_require(alpha, "campaign_customers", more=allowed + 1)
    assert (told.value.allowed, told.value.renews_at, told.value.plan.key) == (allowed, None, opens)


def test_the_plan_named_has_room_for_all_that_was_wanted(alpha):
    plan_set(partner=alpha, plan="growth")
    with pytest.raises(LimitReached) as told:
        room_require(alpha, "campaign_customers", more=50_000)
    assert told.value.plan.key == "network"
    plan_set(partner=alpha, plan="network")
    room_require(alpha, "campaign_customers", more=50_000)


@pytest.mark.parametrize(
    ("plan", "forms"), [("start", ()), ("growth", ("csv", "pdf")), ("pro", ("csv", "pdf", "xlsx"))]
)
def test_files_by_format(alpha, plan, forms):
    plan_set(partner=alpha, plan=plan)
    for form in EXPORTS:
        if form in forms:
            export_require(alpha, form)
        else:
            with pytest.raises(NotEntitled):
                export_require(alpha, form)
    with pytest.raises(UnknownName):
        export_require(alpha, "doc")


def test_the_digest_comes_as_often_as_the_plan_has_it(alpha):
    rhythm = []
    for plan in KEYS:
        plan_set(partner=alpha, plan=plan)
        rhythm.append((digest_held(alpha).key, allows(alpha, "alerts")))
    assert rhythm == [("digest", False), ("digest_weekly", False), ("digest_weekly", True), ("digest_daily", True)]
    for name in ("digest", "digest_weekly", "digest_daily"):
        grant(alpha, name, "remove")
    assert digest_held(alpha) is None


# --- Exceptions and their numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "granted", "name", "value"),
    [
        ("start", "api", "api_calls", 10_000),
        ("growth", "api", "api_calls", 10_000),
        ("network", "api", "api_calls", 100_000),
        ("start", "campaigns", "campaigns_a_month", 1),
        ("start", "campaigns", "campaign_customers", 1_000),
        ("start", "profiles", "profiles_shown", 3),
        ("start", "peers_all", "peer_metrics", None),
        ("pro", "campaigns", "campaigns_a_month", 5),
        ("start", "ltv", "api_calls", 0),
    ],
)
def test_a_granted_feature_brings_the_number_it_needs(alpha, plan, granted, name, value):
    plan_set(partner=alpha, plan=plan)
    grant(alpha, granted)
    assert limit(alpha, name) == value


@pytest.mark.parametrize(
    ("plan", "taken", "name", "value"),
    [
        ("pro", "api", "api_calls", 0),
        ("network", "campaigns", "campaign_customers", 0),
        ("pro", "peers_all", "peer_metrics", 1),
        ("pro", "peers", "peer_metrics", 0),
        ("network", "forecast", "forecast_days", 0),
        ("pro", "api", "campaigns_a_month", 5),
    ],
)
def test_a_feature_taken_away_takes_its_number_along(alpha, plan, taken, name, value):
    plan_set(partner=alpha, plan=plan)
    grant(alpha, taken)
    grant(alpha, taken, "remove")
    assert limit(alpha, name) == value


def test_a_number_set_by_hand_stands_and_ends_by_itself(alpha):
    plan_set(partner=alpha, plan="start")
    with time_machine.travel("2026-11-23 09:00Z", tick=False) as clock:
        grant(alpha, "api")
        grant(alpha, "api_calls", "limit", value=50, expires_at=timezone.now() + timedelta(days=1))
        assert limit(fresh(alpha), "api_calls") == 50
        clock.shift(timedelta(days=1))
        assert limit(fresh(alpha), "api_calls") == 10_000


@pytest.mark.parametrize("plan", KEYS)
def test_granting_what_the_plan_has_changes_nothing(alpha, plan):
    plan_set(partner=alpha, plan=plan)
    for name in PLANS[plan].features:
        grant(alpha, name)
    held = holding(alpha)
    assert (held.features, dict(held.limits)) == (PLANS[plan].features, dict(PLANS[plan].limits))


def test_all_features_granted_to_the_lowest_plan_bring_numbers_above_none(alpha):
    plan_set(partner=alpha, plan="start")
    for name in FEATURES:
        grant(alpha, name)
    assert all(limit(alpha, name) != 0 for name in LIMITS)


def test_exceptions_are_on_record(alpha, manager):
    row = override_grant(partner=alpha, name="ltv", reason=" pilot ", granted_by=manager)
    override_revoke(override=row, by=manager)
    override_revoke(override=row, by=manager)
    entries = list(AuditEntry.objects.filter(partner=alpha, action__startswith="override").order_by("at"))
    assert [entry.action for entry in entries] == ["override_granted", "override_revoked"]
    assert all(entry.actor == manager and entry.by_bank for entry in entries)
    assert (entries[0].details["name"], entries[0].details["reason"]) == ("ltv", "pilot")


# --- Longer trials -----------------------------------------------------------------------------------------------


def test_a_trial_is_made_longer_from_its_end_or_from_now(alpha, beta, manager):
    with time_machine.travel("2026-11-23 09:00Z", tick=False) as clock:
        trial_start(partner=alpha, days=10)
        assert trial_extend(partner=alpha, days=5, reason="holiday", by=manager).trial_until == (
            timezone.now() + timedelta(days=15)
        )
        clock.shift(timedelta(days=20))
        assert plan_in_force(fresh(alpha)).key == "start"
        trial_extend(partner=alpha, days=5, reason="again", by=manager)
        assert plan_in_force(fresh(alpha)).key == "pro"
        clock.shift(timedelta(days=5))
        assert plan_in_force(fresh(alpha)).key == "start"
    entry = AuditEntry.objects.filter(partner=alpha, action="trial_extended").order_by("at").first()
    assert (entry.actor, entry.by_bank, entry.details["days"], entry.details["reason"]) == (manager, True, 5, "holiday")
    assert not AuditEntry.objects.filter(partner=beta, action="trial_extended").exists()


@pytest.mark.parametrize(
    ("wrong", "field"), [({"days": 0}, "days"), ({"days": 367}, "days"), ({"reason": " "}, "reason")]
)
def test_a_bad_extension_is_refused(alpha, wrong, field):
    before = alpha.subscription.trial_until
    with pytest.raises(Refused) as refusal:
        trial_extend(**{"partner": alpha, "days": 5, "reason": "test", "by": None, **wrong})
    assert refusal.value.field == field
    assert fresh(alpha).subscription.trial_until == before


# --- Meters ------------------------------------------------------------------------------------------------------


def meters(partner):
    return {one.key: one for one in usage(partner)}


def test_meters_say_what_is_used_and_what_comes_next(alpha, beta, as_partner):
    plan_set(partner=alpha, plan="growth")
    with as_partner(alpha):
        Outlet.objects.bulk_create(Outlet(merchant_id=f"m{n}", name="x", position=n) for n in range(4))
        Outlet.objects.filter(merchant_id="m3").update(listed=False)
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC), tick=False):
        for _ in range(2):
            spend(alpha, "insights_a_week")
        found = meters(alpha)
        assert list(found) == ["outlets", "users", "insights_a_week", "campaigns_a_month", "api_calls"]
        told = {key: (one.used, one.limit, one.next_plan, one.next_limit) for key, one in found.items()}
        assert told == {
            "outlets": (3, 3, "pro", 10),
            "users": (3, 3, "pro", 10),
            "insights_a_week": (2, 5, "pro", None),
            "campaigns_a_month": (0, 1, "pro", 5),
            "api_calls": (0, 0, "pro", 10_000),
        }
        assert found["outlets"].reached
        assert not found["insights_a_week"].reached
        assert found["insights_a_week"].renews_at.isoformat() == "2026-11-30T00:00:00+03:00"
        assert found["outlets"].renews_at is None
        assert meters(beta)["insights_a_week"].used == 0
    plan_set(partner=alpha, plan="network")
    assert (meters(alpha)["users"].limit, meters(alpha)["users"].next_plan) == (None, "")


def test_an_open_invitation_takes_a_seat(alpha, alice):
    before = meters(alpha)["users"].used
    member_invite(partner=alpha, email="new@x.ru", role="viewer", invited_by=alice)
    assert meters(alpha)["users"].used == before + 1 == Membership.objects.filter(partner=alpha).count() + 1


def test_the_account_of_the_api_says_the_same(alpha, as_partner, client_for):
    from api.services import key_create

    plan_set(partner=alpha, plan="pro")
    with as_partner(alpha):
        key = key_create(name="test").text
    answer = client_for(None, alpha).get("/api/v1/account/", headers={"authorization": f"Bearer {key}"}).json()
    for name, meter in meters(alpha).items():
        assert answer["limits"][name] == {"limit": meter.limit, "used": meter.used}
    assert answer["limits"]["history_months"] == {"limit": 36, "used": None}


def test_what_the_bank_took_away_is_not_offered_for_sale(alpha, alice, client_for, api_of):
    plan_set(partner=alpha, plan="pro")
    api, page = api_of(alpha), client_for(alice, alpha)
    grant(alpha, "api", "remove")
    told = api("metrics/", **{"accept-language": "en"})
    assert told.status_code == 402
    assert told.json()["detail"] == "“API” is turned off for you. Your account manager can turn it on."
    assert "Банк отключил это для вас" in page.get("/settings/api/").text
    plan_set(partner=alpha, plan="growth")
    assert "“API” is in the plan “Pro” and above." in api("metrics/", **{"accept-language": "en"}).json()["detail"]


def test_removals_stand_in_the_way_of_trials_too(alpha):
    trial_start(partner=alpha)
    grant(alpha, "api", "remove")
    assert not allows(fresh(alpha), "api")
    assert Override.objects.count() == 1
