"""Counters: never past the limit, whoever spends at the same moment, anew with the partner's own period."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.counting import Spent, period_start, renews_at, spend, unspend, used
from billing.features import API_CALLS, CAMPAIGNS_A_MONTH, COUNTED, INSIGHTS_A_WEEK, LIMITS, UnknownName
from billing.models import UsageCounter
from billing.refusals import LimitReached
from billing.services import override_grant, plan_set
from tenants.models import Partner
from tenants.scope import for_partner

ZONES = ["Europe/Moscow", "Asia/Vladivostok", "Europe/Kaliningrad", "America/New_York", "Pacific/Apia"]
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def limited(partner, name, value):
    override_grant(partner=partner, name=name, kind="limit", value=value, reason="test", granted_by=None)


def refused(partner, name, amount=1):
    with pytest.raises(LimitReached) as refusal:
        spend(partner, name, amount)
    return refusal.value


def test_counts_up_to_the_limit_and_says_what_has_more(alpha):
    plan_set(partner=alpha, plan="growth")
    assert [spend(alpha, INSIGHTS_A_WEEK).used for _ in range(5)] == [1, 2, 3, 4, 5]
    told = refused(alpha, INSIGHTS_A_WEEK)
    assert (told.limit, told.used, told.allowed, told.plan.key) == (INSIGHTS_A_WEEK, 5, 5, "pro")
    assert told.renews_at == renews_at(alpha, INSIGHTS_A_WEEK)
    assert "5" in told.message
    assert used(alpha, INSIGHTS_A_WEEK) == 5


def test_an_amount_is_counted_whole_or_not_at_all(alpha):
    limited(alpha, "api_calls", 10)
    refused(alpha, API_CALLS, 11)
    assert not UsageCounter.objects.exists()
    assert spend(alpha, API_CALLS, 8).used == 8
    refused(alpha, API_CALLS, 3)
    assert spend(alpha, API_CALLS, 2).used == 10
    with pytest.raises(ValueError, match="can't be spent"):
        spend(alpha, API_CALLS, 0)


def test_no_limit_is_counted_and_never_refused_and_none_is_refused(alpha):
    plan_set(partner=alpha, plan="network")
    assert spend(alpha, CAMPAIGNS_A_MONTH, 10_000).used == 10_000
    plan_set(partner=alpha, plan="start")
    told = refused(alpha, CAMPAIGNS_A_MONTH)
    assert (told.used, told.allowed, told.plan.key) == (10_000, 0, "growth")


def test_what_came_to_nothing_is_given_back_in_its_own_period(alpha):
    with time_machine.travel(datetime(2026, 11, 22, 20, 59, tzinfo=UTC), tick=False) as clock:
        first, second = spend(alpha, API_CALLS), spend(alpha, API_CALLS, 4)
        clock.shift(timedelta(minutes=2))
        third = spend(alpha, API_CALLS)
        assert (first.period_start, third.period_start) == (date(2026, 11, 22), date(2026, 11, 23))
        unspend(alpha, second)
        assert used(alpha, API_CALLS) == 1
        assert used(alpha, API_CALLS, at=datetime(2026, 11, 22, 12, tzinfo=UTC)) == 1
        for _ in range(3):
            unspend(alpha, first)
        assert used(alpha, API_CALLS, at=datetime(2026, 11, 22, 12, tzinfo=UTC)) == 0


def test_an_act_that_fails_takes_its_count_with_it(alpha):
    def act():
        with transaction.atomic():
            spend(alpha, CAMPAIGNS_A_MONTH)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        act()
    assert used(alpha, CAMPAIGNS_A_MONTH) == 0


def test_partners_and_limits_are_counted_apart_whichever_schema_is_open(alpha, beta):
    for partner in (alpha, beta):
        limited(partner, "api_calls", 1)
    with for_partner(beta):
        spend(alpha, API_CALLS)
        spend(beta, API_CALLS)
        spend(beta, INSIGHTS_A_WEEK)
        assert refused(beta, API_CALLS).used == 1
    assert UsageCounter.objects.count() == 3


def test_a_lower_plan_keeps_the_count_and_a_higher_one_goes_on_from_it(alpha):
    plan_set(partner=alpha, plan="pro")
    for _ in range(3):
        spend(alpha, CAMPAIGNS_A_MONTH)
    plan_set(partner=alpha, plan="growth")
    assert refused(alpha, CAMPAIGNS_A_MONTH).used == 3
    plan_set(partner=alpha, plan="pro")
    assert spend(alpha, CAMPAIGNS_A_MONTH).used == 4


@pytest.mark.parametrize("name", ["outlets", "history_months", "campaign_customers"])
def test_what_has_no_period_is_no_counter(alpha, name):
    with pytest.raises(ValueError, match="not counted"):
        spend(alpha, name)


def test_an_unknown_limit_raises(alpha):
    with pytest.raises(UnknownName):
        spend(alpha, "api")


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        (API_CALLS, "2026-11-23", "2026-11-24"),
        (INSIGHTS_A_WEEK, "2026-11-23", "2026-11-30"),
        (CAMPAIGNS_A_MONTH, "2026-11-01", "2026-12-01"),
    ],
)
def test_periods_are_the_partner_s_own(name, start, end):
    # Sunday 21:30 in London is Monday 00:30 in Moscow.
    partner, at = Partner(timezone="Europe/Moscow"), datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    assert period_start(partner, name, at=at).isoformat() == start
    ends = datetime.fromisoformat(end).replace(tzinfo=ZoneInfo("Europe/Moscow"))
    assert renews_at(partner, name, at=at) == ends


@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from([one for one in LIMITS.values() if one.per in COUNTED]))
def test_when_it_begins_anew_it_is_the_next_period_and_not_before(now, zone, name):
    partner = Partner(timezone=zone)
    begun, ends = period_start(partner, name, at=now), renews_at(partner, name, at=now)
    assert now < ends
    assert period_start(partner, name, at=ends - timedelta(microseconds=1)) == begun
    assert period_start(partner, name, at=ends) > begun


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 7), max_size=12), st.one_of(st.none(), st.integers(0, 20)), st.data())
def test_a_counter_is_a_counter_whatever_is_done_with_it(amounts, allowed, data):
    with transaction.atomic():
        partner = Partner.objects.create(
            name="x", inn="7701000001", subdomain="counted", schema_name="p_counted", status="active"
        )
        limited(partner, "api_calls", allowed)
        spent: list[Spent] = []
        for amount in amounts:
            if spent and data.draw(st.booleans()):
                unspend(partner, spent.pop())
            total = sum(one.amount for one in spent)
            if allowed is None or total + amount <= allowed:
                spent.append(spend(partner, API_CALLS, amount))
            else:
                assert refused(partner, API_CALLS, amount).used == total
        assert used(partner, API_CALLS) == sum(one.amount for one in spent)
        transaction.set_rollback(True)


test_a_counter_is_a_counter_whatever_is_done_with_it = pytest.mark.django_db(
    test_a_counter_is_a_counter_whatever_is_done_with_it
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("allowed", [25, None])
def test_at_the_same_moment_never_past_the_limit(alpha, allowed):
    limited(alpha, "api_calls", allowed)
    workers, times = 6, 10
    barrier = Barrier(workers)

    def worker(number):
        try:
            partner = Partner.objects.get(pk=alpha.pk)
            barrier.wait()
            return sum(bool(_try(partner)) for _ in range(times))
        finally:
            connection.close()

    def _try(partner):
        try:
            return spend(partner, API_CALLS)
        except LimitReached:
            return None

    with ThreadPoolExecutor(workers) as pool:
        assert sum(pool.map(worker, range(workers))) == (allowed or workers * times)
    assert used(alpha, API_CALLS) == (allowed or workers * times)
    assert UsageCounter.objects.count() == 1
