"""Tries of a password: what happens at one partner stops nobody at another, and guessing gains nothing by hosts."""

import pytest
from django.test import RequestFactory

from daas.env import EnvironmentProblem, environment
from tenants.checks import proxies_named
from tenants.models import Membership
from tenants.proxies import client_address
from tests.daas.test_env import GOOD
from tests.tenants.second_factors import sign_in


def test_guessing_one_password_stops_over_all_hosts_together(alpha, beta, alice, charlie, client_for):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    tried = 0
    # From ever new addresses, at every host.
    for number in range(60):
        partner = (alpha, beta, None)[number % 3]
        answer = sign_in(client_for(None, partner, REMOTE_ADDR=f"10.0.{number}.1"), alice.email, "wrong-password")
        tried += answer.status_code == 200
    assert tried == 20
    for partner in (alpha, beta, None):
        answer = sign_in(client_for(None, partner, REMOTE_ADDR="10.9.9.9"), alice.email)
        assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    # Others are not touched, on any of them.
    assert sign_in(client_for(None, beta, REMOTE_ADDR="10.9.9.9"), charlie.email).status_code == 302


def test_one_address_cannot_try_people_by_the_hundred(alpha, beta, client_for):
    tried = sum(
        sign_in(client_for(None, (alpha, beta)[n % 2]), f"p{n}@cast.example", "wrong-password").status_code == 200
        for n in range(30)
    )
    assert tried == 20


def test_an_ipv6_visitor_is_one_whatever_the_last_half(alpha, client_for):
    answers = [
        sign_in(client_for(None, alpha, REMOTE_ADDR=f"2001:db8::{n}"), f"p{n}@cast.example", "wrong").status_code
        for n in range(1, 12)
    ]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        ("", "1.2.3.4", "10.0.0.1"),
        ("10.0.0.0/8", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.0/8", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.0/8", "1.2.3.4, 10.0.0.7", "1.2.3.4"),
        ("192.168.0.0/16", "1.2.3.4", "10.0.0.1"),
        ("10.0.0.0/8", "", "10.0.0.1"),
        ("10.0.0.0/8", "rubbish", "rubbish"),
    ],
)
def test_the_visitors_address_is_believed_to_trusted_proxies_only(settings, proxies, forwarded, found):
    settings.TRUSTED_PROXIES = environment({**GOOD, "TRUSTED_PROXIES": proxies}).trusted_proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == found


def test_a_wrong_network_stops_the_start():
    with pytest.raises(EnvironmentProblem, match="TRUSTED_PROXIES"):
        environment({**GOOD, "TRUSTED_PROXIES": "10.0.0.0/99"})


def test_a_deployment_without_named_proxies_is_warned(settings):
    settings.SESSION_COOKIE_SECURE = True
    assert [warning.id for warning in proxies_named()] == ["tenants.W001"]
    settings.TRUSTED_PROXIES = ("10.0.0.0/8",)
    assert proxies_named() == []
