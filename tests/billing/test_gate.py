"""The gate: the contract's table, exceptions with an end, and names that must be known."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing import entitlements, features
from billing.entitlements import NotEntitled, allows, limit, locked, plan_in_force, require
from billing.features import FEATURES, LIMITS, UnknownName
from billing.models import Override, Subscription
from billing.plans import PLANS, plan_of, plan_with
from billing.services import override_grant, override_revoke, partner_open, plan_set, trial_start
from tenants.errors import Refused
from tenants.models import Partner

KEYS = ("start", "growth", "pro", "network")
# Written out anew from the contract's table: the cheapest plan that has each feature.
FROM = {
    "start": "growth forecast peers gender age new_returning insights digest",
    "growth": "peers_all regular retention seasonality rfm profiles churn_summary campaigns export_csv export_pdf"
    " digest_weekly",
    "pro": "goals peers_lenses shared_customers defection ltv solvency profiles_peer_gap churn_customers cause_split"
    " uplift export_xlsx audiences api alerts",
    "network": "peers_custom customers_by_outlet profiles_export churn_api own_rules ad_cabinet export_scheduled"
    " webhooks digest_daily",
}
NUMBERS = {
    "outlets": (1, 3, 10, None),
    "users": (1, 3, 10, None),
    "history_months": (3, 13, 36, None),
    "forecast_days": (7, 28, 91, 182),
    "forecast_weeks": (1, 4, 13, 26),
    "peer_metrics": (1, None, None, None),
    "profiles_shown": (0, 3, None, None),
    "insights_a_week": (1, 5, None, None),
    "campaigns_a_month": (0, 1, 5, None),
    "campaign_customers": (0, 1_000, 20_000, None),
    "api_calls": (0, 0, 10_000, 100_000),
}


def cheapest(feature: str) -> str:
    return next(key for key, names in FROM.items() if feature in names.split())


def fresh(partner: Partner) -> Partner:
    found: Partner = Partner.objects.get(pk=partner.pk)
    return found


def test_the_table_names_everything():
    assert {name for names in FROM.values() for name in names.split()} == set(FEATURES)
    assert set(NUMBERS) == set(LIMITS)


def test_prices_and_order():
    assert [(plan.key, plan.price_month, plan.price_year) for plan in PLANS.values()] == [
        ("start", 0, 0),
        ("growth", 1_990, 19_900),
        ("pro", 4_990, 49_900),
        ("network", 14_900, 149_000),
    ]
    ranked = list(PLANS.values())
    assert all(low.features < high.features and low.rank < high.rank for low, high in pairwise(ranked))


@pytest.mark.parametrize("plan", KEYS)
def test_each_plan_holds_what_the_contract_says(alpha, plan):
    plan_set(partner=alpha, plan=plan)
    for feature in FEATURES:
        held = KEYS.index(cheapest(feature)) <= KEYS.index(plan)
        assert allows(alpha, feature) is held, feature
        if held:
            require(alpha, feature)
        else:
            with pytest.raises(NotEntitled) as refusal:
                require(alpha, feature)
            assert (refusal.value.feature.key, refusal.value.plan.key) == (feature, cheapest(feature))
            assert locked(alpha, feature) == entitlements.Locked(FEATURES[feature], plan_with(feature))
    for name, values in NUMBERS.items():
        assert limit(alpha, name) == values[KEYS.index(plan)], name


@pytest.mark.parametrize("name", ["", "grwoth", "Growth", "outlets", "pro", None])
def test_an_unknown_feature_raises(alpha, name):
    for ask in (allows, require, locked):
        with pytest.raises(UnknownName):
            ask(alpha, name)
    with pytest.raises(UnknownName):
        plan_with(name)


@pytest.mark.parametrize("name", ["", "outlet", "growth"])
def test_an_unknown_limit_or_plan_raises(alpha, name):
    with pytest.raises(UnknownName):
        limit(alpha, name)
    with pytest.raises(UnknownName):
        plan_of(name if name != "growth" else "Growth")
    with pytest.raises(UnknownName):
        plan_set(partner=alpha, plan="gold")


def test_all_that_a_partner_holds_is_one_query_and_is_kept(alpha):
    for name in ("goals", "webhooks", "ltv"):
        override_grant(partner=alpha, name=name, reason="test", granted_by=None)
    partner = fresh(alpha)
    with CaptureQueriesContext(connection) as asked:
        assert allows(partner, "webhooks")
        require(partner, features.GROWTH)
        assert limit(partner, features.OUTLETS) == 10
    assert len([query for query in asked if query["sql"].startswith("SELECT")]) == 1


def test_a_trial_is_pro_until_it_ends_and_then_start(alpha, beta):
    with time_machine.travel("2026-11-22 12:00Z", tick=False) as clock:
        trial_start(partner=alpha)
        clock.shift(timedelta(days=30, seconds=-1))
        assert plan_in_force(fresh(alpha)).key == "pro"
        clock.shift(timedelta(seconds=2))
        assert plan_in_force(fresh(alpha)).key == "start"


def test_a_trial_does_not_lower_a_higher_plan_and_a_paid_plan_outlives_it(alpha):
    plan_set(partner=alpha, plan="network")
    trial_start(partner=alpha)
    assert plan_in_force(alpha).key == "network"
    plan_set(partner=alpha, plan="growth")
    assert plan_in_force(alpha).key == "growth"


def test_a_pause_is_start_and_a_partner_without_a_row_too(alpha):
    plan_set(partner=alpha, plan="network")
    Subscription.objects.filter(partner=alpha).update(paused_until=timezone.now() + timedelta(days=1))
    assert plan_in_force(fresh(alpha)).key == "start"
    Subscription.objects.filter(partner=alpha).delete()
    assert plan_in_force(fresh(alpha)).key == "start"
    override_grant(partner=alpha, name="api", reason="test", granted_by=None)
    assert allows(fresh(alpha), "api")


def test_an_exception_is_for_one_partner_with_an_end(alpha, beta, manager):
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="start")
    with time_machine.travel("2026-11-22 12:00Z", tick=False) as clock:
        row = override_grant(
            partner=alpha,
            name="webhooks",
            reason="pilot",
            granted_by=manager,
            expires_at=timezone.now() + timedelta(hours=1),
        )
        assert (row.granted_by, row.reason) == (manager, "pilot")
        assert allows(fresh(alpha), "webhooks")
        assert not allows(fresh(beta), "webhooks")
        clock.shift(timedelta(hours=1))
        assert not allows(fresh(alpha), "webhooks")


def test_a_removal_wins_and_a_revoked_exception_is_nothing(alpha):
    plan_set(partner=alpha, plan="pro")
    removal = override_grant(partner=alpha, name="api", kind="remove", reason="abuse", granted_by=None)
    override_grant(partner=alpha, name="api", reason="again", granted_by=None)
    assert not allows(alpha, "api")
    override_revoke(override=removal)
    assert allows(fresh(alpha), "api")
    assert Override.objects.count() == 2


def test_the_newest_limit_wins_and_empty_is_no_limit(alpha):
    plan_set(partner=alpha, plan="start")
    for value in (5, 7, None):
        override_grant(partner=alpha, name="users", kind="limit", value=value, reason="test", granted_by=None)
        assert limit(alpha, "users") == value


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"reason": " "}, Refused),
        ({"value": 3}, Refused),
        ({"expires_at": timezone.now() - timedelta(days=1)}, Refused),
        ({"name": "apy"}, UnknownName),
        ({"name": "users"}, UnknownName),
        ({"kind": "limit"}, UnknownName),
    ],
)
def test_a_bad_exception_is_refused(alpha, wrong, error):
    given = {"partner": alpha, "name": "api", "reason": "test", "granted_by": None, **wrong}
    with pytest.raises(error):
        override_grant(**given)
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("plan", "force", "trial"), [(None, "pro", True), ("start", "start", False), ("network", "network", False)]
)
def test_a_partner_opens_on_its_plan_or_on_a_trial(cast, plan, force, trial):
    partner = partner_open(name="Гамма", inn="7703000003", subdomain="gamma", owner_email="g@x.ru", plan=plan)
    held = entitlements.holding(fresh(partner))
    assert (held.plan.key, held.trial_until is not None) == (force, trial)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subdomain": "alpha"}, "subdomain"),
        ({"subdomain": "www"}, "subdomain"),
        ({"subdomain": "-x"}, "subdomain"),
        ({"subdomain": "a_b"}, "subdomain"),
        ({"subdomain": "кофе"}, "subdomain"),
        ({"subdomain": "x" * 41}, "subdomain"),
        ({"inn": "123"}, "inn"),
        ({"inn": "77030000З3"}, "inn"),
        ({"name": " "}, "name"),
        ({"owner_email": "nobody"}, "owner_email"),
    ],
)
def test_a_bad_wish_names_its_field_and_leaves_nothing(cast, wrong, field):
    wanted = {"name": "Гамма", "inn": "7703000003", "subdomain": "gamma", "owner_email": "g@x.ru", **wrong}
    count = Partner.objects.count()
    with pytest.raises(Refused) as refusal:
        partner_open(**wanted)
    assert refusal.value.field == field
    assert Partner.objects.count() == count
