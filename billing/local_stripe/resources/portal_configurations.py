"""Configurations of the Billing Portal: what a customer may do there."""

from copy import deepcopy
from typing import Any, Final

from billing.local_stripe.events import emit, save
from billing.local_stripe.ids import new_id
from billing.local_stripe.params import (
    boolean,
    free,
    hash_of,
    list_with,
    metadata,
    metadata_merged,
    one_of,
    taken,
    text,
)
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of
from billing.local_stripe.resources.subscription_update import BEHAVIOR
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

CANCEL = {
    "enabled": boolean,
    "mode": one_of("at_period_end", "immediately"),
    "proration_behavior": BEHAVIOR,
    "cancellation_reason": free,
}
UPDATE = {
    "enabled": boolean,
    "default_allowed_updates": list_with(text),
    "products": free,
    "proration_behavior": BEHAVIOR,
}
FEATURES = hash_of(
    {
        "customer_update": hash_of({"enabled": boolean, "allowed_updates": list_with(text)}),
        "invoice_history": hash_of({"enabled": boolean}),
        "payment_method_update": hash_of({"enabled": boolean}),
        "subscription_cancel": hash_of(CANCEL),
        "subscription_update": hash_of(UPDATE),
    }
)
SHAPE = {
    "active": boolean,
    "business_profile": hash_of({"headline": text, "privacy_policy_url": text, "terms_of_service_url": text}),
    "default_return_url": text,
    "features": FEATURES,
    "login_page": hash_of({"enabled": boolean}),
    "metadata": metadata,
    "name": text,
}
NOTHING: Final[dict[str, Any]] = {
    "customer_update": {"allowed_updates": [], "enabled": False},
    "invoice_history": {"enabled": False},
    "payment_method_update": {"enabled": False, "payment_method_configuration": None},
    "subscription_cancel": {
        "cancellation_reason": {"enabled": False, "options": ["too_expensive", "missing_features", "unused", "other"]},
        "enabled": False,
        "mode": "at_period_end",
        "proration_behavior": "none",
    },
    "subscription_pause": {"duration": {"interval_options": [], "type": "indefinite"}, "enabled": False},
    "subscription_update": {
        "billing_cycle_anchor": None,
        "default_allowed_updates": [],
        "enabled": False,
        "products": None,
        "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []},
        "trial_update_behavior": "end_trial",
    },
}


@api("POST", "billing_portal/configurations")
def create(call: Call) -> Obj:
    """Make a configuration; the first is the default."""
    given = taken(call.params, {key: value for key, value in SHAPE.items() if key != "active"}, need=("features",))
    return _made(call.world, given)


def default_configuration(world: World) -> Obj:
    """Return the default: what one would save in the Dashboard, which is not here: card, invoices, cancellation."""
    found = world.state.first("billing_portal.configuration", is_default=1)
    on: dict[str, Any] = {name: {"enabled": True} for name in ("invoice_history", "payment_method_update")}
    return found or _made(world, {"features": {**on, "subscription_cancel": {"enabled": True}}})


def _made(world: World, given: dict[str, Any]) -> Obj:
    configuration: Obj = {
        "id": new_id("bpc"),
        "object": "billing_portal.configuration",
        "active": True,
        "application": None,
        "business_profile": {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None},
        "created": world.now,
        "default_return_url": None,
        "features": NOTHING,
        "is_default": not world.state.find("billing_portal.configuration"),
        "livemode": False,
        "login_page": {"enabled": False, "url": None},
        "metadata": {},
        "name": None,
        "updated": world.now,
    }
    configuration = _filled(configuration, given)
    world.state.put(configuration)
    emit(world, "billing_portal.configuration.created", configuration)
    return configuration


def _filled(configuration: Obj, given: dict[str, Any]) -> Obj:
    after: Obj = {**configuration}
    after |= {key: given[key] for key in ("active", "default_return_url", "name") if key in given}
    after["business_profile"] = {**configuration["business_profile"], **(given.get("business_profile") or {})}
    after["metadata"] = metadata_merged(configuration["metadata"], given.get("metadata"))
    features = deepcopy(configuration["features"])
    for name, wished in (given.get("features") or {}).items():
        features[name] |= wished or {}
    return {**after, "features": features}


@api("POST", "billing_portal/configurations/{id}")
def update(call: Call) -> Obj:
    """Change a configuration."""
    before = call.world.state.need("billing_portal.configuration", call.parts["id"])
    after = {**_filled(before, taken(call.params, SHAPE)), "updated": call.world.now}
    return save(call.world, before, after, "billing_portal.configuration.updated")


retrieve_of("billing_portal.configuration", "billing_portal/configurations")
list_of_kind(
    "billing_portal.configuration", "billing_portal/configurations", {"active": boolean, "is_default": boolean}
)
