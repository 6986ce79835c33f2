"""Calls of a day: counted once each, never past the limit, whoever calls at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from api.gate import seconds_until
from billing.counting import period_start, renews_at
from billing.features import API_CALLS
from billing.models import Override
from billing.services import override_grant
from tenants.models import Partner
from tests.api.conftest import Ask
from tests.api.test_doors import problem


@pytest.fixture
def three_calls(alpha: Any, pros: Any, manager: Any) -> None:
    override_grant(
        partner=alpha, name="api_calls", kind=Override.Kind.LIMIT, value=3, reason="test", granted_by=manager
    )


def used(ask: Ask, partner: Any, key: str) -> Any:
    return ask(partner, "account/", key).json()["limits"]["api_calls"]


def test_the_limit_of_a_day(pros: Any, key: str, three_calls: None, ask: Ask, new_key: Any) -> None:
    alpha, beta = pros
    with time_machine.travel(datetime(2026, 11, 22, 20, 30, tzinfo=UTC), tick=False):
        for n in range(3):
            assert used(ask, alpha, key) == {"limit": 3, "used": n}
            assert ask(alpha, "metrics/", key).status_code == 200
        refused = ask(alpha, "metrics/", key)
        body = problem(refused, 429, "too-many-calls")
        assert body["limit"] == 3
        assert refused["Retry-After"] in {"1800", "1801"}  # 23:30 in Moscow
        assert used(ask, alpha, key) == {"limit": 3, "used": 3}
        other = new_key(beta).text
        assert ask(beta, "metrics/", other).status_code == 200
        assert used(ask, beta, other) == {"limit": 10_000, "used": 1}
    with time_machine.travel(datetime(2026, 11, 22, 21, 0, 1, tzinfo=UTC), tick=False):
        assert ask(alpha, "metrics/", key).status_code == 200


def test_what_is_not_let_in_is_not_counted(alpha: Any, key: str, three_calls: None, ask: Ask) -> None:
    for _ in range(5):
        ask(alpha, "metrics/")
        ask(alpha, "nothing/", key)
        ask(alpha, "metrics/", key, method="POST")
    assert used(ask, alpha, key)["used"] == 0


@pytest.mark.django_db(transaction=True)
def test_calls_at_the_same_moment_never_pass_the_limit(alpha: Any, key: str, three_calls: None, ask: Ask) -> None:
    callers = 5
    barrier = Barrier(callers)

    def caller(_: int) -> int:
        try:
            barrier.wait()
            return sum(ask(alpha, "metrics/", key).status_code == 200 for _ in range(2))
        finally:
            connection.close()

    with ThreadPoolExecutor(callers) as pool:
        assert sum(pool.map(caller, range(callers))) == 3
    assert used(ask, alpha, key) == {"limit": 3, "used": 3}


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
       st.sampled_from(["Europe/Moscow", "Asia/Vladivostok", "Europe/Kaliningrad", "America/New_York"]))  # fmt: skip
def test_after_that_wait_it_is_another_day(now: datetime, zone: str) -> None:
    partner = Partner(timezone=zone)
    wait = seconds_until(renews_at(partner, API_CALLS, at=now), now)
    assert 1 <= wait <= 25 * 3600 + 1
    later = now + timedelta(seconds=wait)
    assert period_start(partner, API_CALLS, at=later) > period_start(partner, API_CALLS, at=now)
