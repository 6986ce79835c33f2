"""The checker itself: it must see what is wrong; and what we take must be what the SDK gives."""

import copy
from typing import Any

import pytest

from billing.local_stripe.resources import (
    checkout_sessions,
    coupons,
    customers,
    invoice_preview,
    portal_configurations,
    prices,
    products,
    promotion_codes,
    schedule_phases,
    subscription_update,
    subscriptions,
    tax_rates,
)
from billing.local_stripe.routes import public
from tests.local_stripe.fidelity import problems
from tests.local_stripe.sdk_types import class_named
from tests.local_stripe.shop import Shop

TAKEN = [
    (checkout_sessions.SHAPE, "checkout._session_create_params", "SessionCreateParams"),
    (coupons.SHAPE, "_coupon_create_params", "CouponCreateParams"),
    (customers.SHAPE, "_customer_create_params", "CustomerCreateParams"),
    (invoice_preview.SHAPE, "_invoice_create_preview_params", "InvoiceCreatePreviewParams"),
    (
        invoice_preview.DETAILS,
        "_invoice_create_preview_params",
        "InvoiceCreatePreviewParamsSubscriptionDetails",
    ),
    (portal_configurations.SHAPE, "billing_portal._configuration_update_params", "ConfigurationUpdateParams"),
    (prices.FIELDS, "_price_update_params", "PriceUpdateParams"),
    (products.FIELDS, "_product_update_params", "ProductUpdateParams"),
    (promotion_codes.SHAPE, "_promotion_code_create_params", "PromotionCodeCreateParams"),
    (schedule_phases.PHASE_FIELDS, "_subscription_schedule_update_params", "SubscriptionScheduleUpdateParamsPhase"),
    (subscription_update.SHAPE, "_subscription_update_params", "SubscriptionUpdateParams"),
    (subscriptions.CREATE, "_subscription_create_params", "SubscriptionCreateParams"),
    (tax_rates.FIELDS, "_tax_rate_update_params", "TaxRateUpdateParams"),
]


@pytest.mark.parametrize(("shape", "module", "name"), TAKEN, ids=[name for _, _, name in TAKEN])
def test_every_parameter_that_is_taken_is_one_of_the_sdks(shape: dict[str, Any], module: str, name: str):
    known = class_named(f"stripe.params.{module}", name)
    assert known is not None
    assert set(shape) - set(known.fields) == set()


@pytest.fixture
def invoice(shop: Shop) -> Any:
    sub = shop.buy()
    kept = shop.local.world.state.get("invoice", sub.latest_invoice)
    assert kept
    assert problems(public(kept)) == []
    return public(kept)


def spoiled(obj: Any, path: list[Any], value: Any) -> Any:
    copied = copy.deepcopy(obj)
    at = copied
    for part in path[:-1]:
        at = at[part]
    if value is KeyError:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return copied


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["total"], KeyError, "invoice.total: missing"),
        (["total"], "199000", "is no int"),
        (["total"], 1.5, "is no int"),
        (["subscription"], "sub_1", "has no such field"),
        (["status"], "unpaid", "is none of"),
        (["livemode"], 0, "is no bool"),
        (["lines", "data", 0, "amount"], None, "is no int"),
        (["lines", "data", 0, "price"], "price_1", "has no such field"),
        (["lines", "data", 0, "taxes", 0, "tax_behavior"], "both", "is none of"),
        (["lines", "data"], None, "is no list"),
        (["parent", "subscription_details", "subscription"], KeyError, "missing"),
        (["parent", "type"], "subscription", "is none of"),
        (["metadata"], {"a": 1}, "more than strings"),
        (["customer"], 5, "is no Customer"),
        (["object"], "bill", "no object bill"),
    ],
)
def test_each_kind_of_mistake_is_seen(invoice: Any, path: list[Any], value: Any, says: str):
    found = problems(spoiled(invoice, path, value))
    assert any(says in one for one in found), found


def test_a_mistake_inside_an_event_or_an_expanded_object_is_seen(shop: Shop, invoice: Any):
    event = shop.local.world.state.find("event")[0]
    assert problems(public(event)) == []
    assert problems(spoiled(public(event), ["type"], "invoice.eaten"))
    assert problems(spoiled(public(event), ["data", "object", "id"], KeyError))
    customer = public(shop.local.world.state.need("customer", invoice["customer"]))
    assert problems({**invoice, "customer": customer}) == []
    assert problems({**invoice, "customer": {**customer, "created": "now"}})
