"""Prices at the provider are the plans', made and compared by one command."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from billing.gateway import gateway
from billing.gateway.interface import GatewayProblem
from billing.plans import PLANS


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("billing_prices", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_made_is_the_plans_price_with_vat_inside(payments):
    found = payments.client.v1.prices.list({"active": True, "limit": 100}).data
    assert {price.lookup_key: price.unit_amount for price in found} == {
        "growth_month": 199_000, "growth_year": 1_990_000, "pro_month": 499_000, "pro_year": 4_990_000,
        "network_month": 1_490_000, "network_year": 14_900_000,
    }  # fmt: skip
    assert {(price.currency, price.tax_behavior) for price in found} == {("rub", "inclusive")}
    (rate,) = payments.client.v1.tax_rates.list({"active": True}).data
    assert (rate.percentage, rate.inclusive, rate.country) == (22, True, "RU")


def test_making_again_changes_nothing_and_the_check_agrees(payments):
    assert said() == said("--check") == "The provider's prices are those of the plans.\n"
    assert len(payments.client.v1.prices.list({"limit": 100}).data) == 6


def test_another_price_is_found_and_replaced_without_touching_who_pays_the_old_one(payments, monkeypatch):
    old = gateway()._prices.id_of("growth", "month")
    dearer = {**PLANS, "growth": replace(PLANS["growth"], price_month=2_190)}
    monkeypatch.setattr("billing.gateway.stripe_prices.PLANS", dearer)
    with pytest.raises(CommandError, match="2 differences"):
        said("--check")
    assert "price growth_month made" in said()
    assert "are those of the plans" in said("--check")
    new = gateway()._prices.id_of("growth", "month")
    assert new != old
    assert payments.client.v1.prices.retrieve(new).unit_amount == 219_000
    assert gateway()._prices.plan_of(old) == gateway()._prices.plan_of(new) == ("growth", "month")


def test_what_lacks_is_named(payments):
    payments.reset()
    with pytest.raises(CommandError, match="11 differences"):
        said("--check")
    with pytest.raises(GatewayProblem, match="billing_prices"):
        gateway()._prices.vat_id()
