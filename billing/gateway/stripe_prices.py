"""Products, prices and the VAT rate at Stripe, made and compared from the plans."""

import time
from collections.abc import Iterator
from typing import Any, Final

from django.utils import translation

from billing.gateway.interface import GatewayProblem
from billing.gateway.stripe_states import labels
from billing.plans import PLANS, VAT_PERCENT, Plan

INTERVALS: Final = ("month", "year")
CURRENCY: Final = "rub"
KEPT_SECONDS: Final = 60.0
"""How long a price's id is remembered: a new price is taken up within a minute."""
VAT: Final = "vat"


class Prices:
    """The plans' prices at Stripe; found by lookup key, known again by what is written on them."""

    def __init__(self, api: Any) -> None:
        self._api = api
        self._current: dict[str, str] = {}
        self._current_at = float("-inf")
        self._known: dict[str, Any] = {}
        self._vat = ""

    def id_of(self, plan: str, interval: str) -> str:
        """Return the price that a plan is sold at now."""
        if time.monotonic() - self._current_at > KEPT_SECONDS:
            self._current = {price.lookup_key: price.id for price in self._sold()}
            self._current_at = time.monotonic()
        key = lookup_key(plan, interval)
        if key not in self._current:
            self._current_at = float("-inf")
            raise GatewayProblem(f"Stripe has no price {key}; 'manage.py billing_prices' makes it.")
        return self._current[key]

    def price(self, price_id: str) -> Any:
        """Return a price; what it costs never changes, so that it is read once."""
        if price_id not in self._known:
            self._known[price_id] = self._api.prices.retrieve(price_id)
        return self._known[price_id]

    def plan_of(self, price: Any) -> tuple[str, str]:
        """Return plan and interval of a price or its id; also of one that is sold no more."""
        whole = self.price(price) if isinstance(price, str) else price
        written = labels(whole)
        plan, interval = written.get("plan", ""), whole.recurring.interval if whole.recurring else ""
        if not plan and whole.lookup_key:
            plan = whole.lookup_key.rsplit("_", 1)[0]
        if plan not in PLANS or interval not in INTERVALS:
            raise GatewayProblem(f"The price {whole.id} belongs to no plan; look at it at Stripe.")
        return plan, interval

    def vat_id(self) -> str:
        """Return the rate of VAT that prices contain."""
        if not self._vat:
            self._vat = next((rate.id for rate in self._rates() if rate.percentage == VAT_PERCENT), "")
        if not self._vat:
            raise GatewayProblem("Stripe has no VAT rate; 'manage.py billing_prices' makes it.")
        return self._vat

    def make(self) -> list[str]:
        """Make what lacks. A price that differs is replaced: who pays the old one goes on paying it."""
        done: list[str] = []
        if not any(rate.percentage == VAT_PERCENT for rate in self._rates()):
            self._api.tax_rates.create(
                {
                    "display_name": "НДС",
                    "percentage": VAT_PERCENT,
                    "inclusive": True,
                    "country": "RU",
                    "jurisdiction": "RU",
                    "metadata": {"kind": VAT},
                },
                {"idempotency_key": f"vat:{VAT_PERCENT}"},
            )
            done.append(f"VAT {VAT_PERCENT} % made")
        products = self._products()
        sold = {price.lookup_key: price for price in self._sold()}
        for plan in _paid():
            if product_id(plan) not in products:
                wanted = {"id": product_id(plan), "name": _title(plan), "metadata": {"plan": plan.key}}
                self._api.products.create(wanted, {"idempotency_key": f"product:{plan.key}"})
                done.append(f"product {plan.key} made")
            done += [line for interval in INTERVALS for line in self._price_make(plan, interval, sold)]
        self._current_at = float("-inf")
        return done

    def check(self) -> list[str]:
        """Compare; an empty list is agreement."""
        wrong = [] if any(rate.percentage == VAT_PERCENT for rate in self._rates()) else [f"VAT {VAT_PERCENT} % lacks"]
        products = self._products()
        sold = {price.lookup_key: price for price in self._sold()}
        for plan in _paid():
            if product_id(plan) not in products:
                wrong.append(f"product {plan.key} lacks")
            for interval in INTERVALS:
                key = lookup_key(plan.key, interval)
                if key not in sold:
                    wrong.append(f"price {key} lacks")
                elif differing := _differing(sold[key], plan, interval):
                    wrong.append(f"price {key} differs: {differing}")
        return wrong

    def _price_make(self, plan: Plan, interval: str, sold: dict[str, Any]) -> Iterator[str]:
        key = lookup_key(plan.key, interval)
        old = sold.get(key)
        if old is not None and not _differing(old, plan, interval):
            return
        cost = kopecks(plan, interval)
        self._api.prices.create(
            {
                "product": product_id(plan),
                "currency": CURRENCY,
                "unit_amount": cost,
                "recurring": {"interval": interval},
                "tax_behavior": "inclusive",
                "lookup_key": key,
                "transfer_lookup_key": True,
                "nickname": key,
                "metadata": {"plan": plan.key, "interval": interval},
            },
            {"idempotency_key": f"price:{key}:{cost}:{old.id if old is not None else ''}"},
        )
        yield f"price {key} made"
        if old is not None:
            self._api.prices.update(old.id, {"active": False})
            yield f"price {key} of before put out of sale"

    def _sold(self) -> list[Any]:
        keys = [lookup_key(plan.key, interval) for plan in _paid() for interval in INTERVALS]
        return list(self._api.prices.list({"lookup_keys": keys, "active": True, "limit": 100}).data)

    def _products(self) -> set[str]:
        wanted = {"ids": [product_id(plan) for plan in _paid()], "active": True, "limit": 100}
        return {product.id for product in self._api.products.list(wanted).data}

    def _rates(self) -> list[Any]:
        found = self._api.tax_rates.list({"active": True, "inclusive": True, "limit": 100}).data
        return [rate for rate in found if labels(rate).get("kind") == VAT]


def lookup_key(plan: str, interval: str) -> str:
    """Return the name under which a price is found."""
    return f"{plan}_{interval}"


def product_id(plan: Plan) -> str:
    """Return the id of a plan's product, which we choose."""
    return f"plan_{plan.key}"


def kopecks(plan: Plan, interval: str) -> int:
    """Return what a plan costs."""
    return 100 * (plan.price_month if interval == "month" else plan.price_year)


def _paid() -> list[Plan]:
    return [plan for plan in PLANS.values() if plan.price_month]


def _title(plan: Plan) -> str:
    with translation.override("ru"):
        return str(plan.title)


def _differing(price: Any, plan: Plan, interval: str) -> str:
    found = {
        "unit_amount": (price.unit_amount, kopecks(plan, interval)),
        "currency": (price.currency, CURRENCY),
        "interval": (price.recurring.interval if price.recurring else None, interval),
        "tax_behavior": (price.tax_behavior, "inclusive"),
        "plan": (labels(price).get("plan"), plan.key),
        "product": (price.product if isinstance(price.product, str) else price.product.id, product_id(plan)),
    }
    return ", ".join(f"{name} {there!r}, not {here!r}" for name, (there, here) in found.items() if there != here)
