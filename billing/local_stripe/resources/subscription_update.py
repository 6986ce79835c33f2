"""Changes of a subscription."""

from typing import Any

from billing.local_stripe.errors import invalid
from billing.local_stripe.life.applying import applied
from billing.local_stripe.life.change import Planned, Wish, planned
from billing.local_stripe.life.discounting import DISCOUNTS, discounts_given
from billing.local_stripe.life.items import items_of, period
from billing.local_stripe.life.phases import schedule_of
from billing.local_stripe.life.status import ENDED
from billing.local_stripe.money.lines import rates_of
from billing.local_stripe.params import (
    boolean,
    free,
    hash_of,
    integer,
    list_with,
    metadata,
    metadata_merged,
    now_or_time,
    one_of,
    taken,
    text,
)
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

ITEM = hash_of(
    {
        "id": text,
        "price": text,
        "quantity": integer,
        "deleted": boolean,
        "metadata": metadata,
        "tax_rates": list_with(text),
    }
)
BEHAVIOR = one_of("create_prorations", "always_invoice", "none")
PAUSE = hash_of({"behavior": one_of("keep_as_draft", "mark_uncollectible", "void"), "resumes_at": integer})
SHAPE = {
    "billing_cycle_anchor": hash_of({"type": one_of("now", "unchanged")}),
    "cancel_at": free,
    "cancel_at_period_end": boolean,
    "cancellation_details": hash_of({"comment": text, "feedback": text}),
    "default_payment_method": text,
    "default_tax_rates": list_with(text),
    "description": text,
    "discounts": DISCOUNTS,
    "items": list_with(ITEM),
    "metadata": metadata,
    "off_session": boolean,
    "pause_collection": PAUSE,
    "payment_behavior": one_of(
        "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
    ),
    "proration_behavior": BEHAVIOR,
    "proration_date": integer,
    "trial_end": now_or_time,
}

WITH_PENDING = {"items", "payment_behavior", "proration_behavior", "proration_date", "billing_cycle_anchor"}
WITH_PENDING |= {"discounts", "off_session", "trial_end"}
"""What may be changed together with pending_if_incomplete."""


def wish_of(given: dict[str, Any]) -> Wish:
    """Return what the parameters ask to change in money."""
    return Wish(
        given.get("items"),
        given.get("proration_behavior") or "create_prorations",
        given.get("proration_date"),
        (given.get("billing_cycle_anchor") or {}).get("type") == "now",
        given.get("trial_end"),
    )


@api("POST", "subscriptions/{id}")
def update(call: Call) -> Obj:
    """Change a subscription: what it holds, how it is paid, when it ends or pauses."""
    given = taken(call.params, SHAPE)
    world, sub = call.world, call.world.state.need("subscription", call.parts["id"])
    if sub["status"] in ENDED:
        if set(given) <= {"metadata", "cancellation_details"}:
            return world.state.put({**sub, "metadata": metadata_merged(sub["metadata"], given.get("metadata"))})
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.")
    behavior = given.get("payment_behavior") or "allow_incomplete"
    if behavior == "pending_if_incomplete" and set(given) - WITH_PENDING:
        wrong = min(set(given) - WITH_PENDING)
        raise invalid(f"You can't pass {wrong} with payment_behavior=pending_if_incomplete.", wrong)
    if schedule_of(world, sub) and {"cancel_at", "cancel_at_period_end"} & set(given):
        raise invalid(
            f"The subscription is managed by the subscription schedule `{sub['schedule']}`, and updating any "
            "cancelation behavior directly is not allowed. Please update the schedule instead."
        )
    after = with_plain(world, sub, given)
    after |= _ending(world, after, given)
    if "pause_collection" in given:
        after["pause_collection"] = _pause(world, given["pause_collection"])
    if "discounts" in given:
        after["discounts"] = discounts_given(world, sub, given["discounts"])
    plan = planned(world, after, wish_of(given)) if _about_money(given) else Planned(after)
    return applied(world, sub, plan, behavior)


def _about_money(given: dict[str, Any]) -> bool:
    return bool({"items", "billing_cycle_anchor", "trial_end"} & set(given))


def with_plain(world: World, sub: Obj, given: dict[str, Any]) -> Obj:
    """Return the subscription with its plain fields changed."""
    after = {**sub, "metadata": metadata_merged(sub["metadata"], given.get("metadata"))}
    after["items"] = {**sub["items"], "data": [{**item} for item in items_of(sub)]}
    if "default_payment_method" in given:
        if given["default_payment_method"]:
            method = world.state.need("payment_method", given["default_payment_method"], "default_payment_method")
            if method["customer"] != sub["customer"]:
                raise invalid(
                    f"The customer does not have a payment method with the ID {method['id']}. The payment method "
                    "must be attached to the customer.",
                    "default_payment_method",
                )
        after["default_payment_method"] = given["default_payment_method"]
    if "default_tax_rates" in given:
        after["default_tax_rates"] = rates_of(world, given["default_tax_rates"])
    if "description" in given:
        after["description"] = given["description"]
    if given.get("cancellation_details"):
        after["cancellation_details"] = {**sub["cancellation_details"], **given["cancellation_details"]}
    return after


def _ending(world: World, sub: Obj, given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that say when a subscription ends."""
    if "cancel_at" in given and "cancel_at_period_end" in given:
        raise invalid("You may only specify one of these parameters: cancel_at, cancel_at_period_end.")
    asked = {"reason": "cancellation_requested"}
    if given.get("cancel_at_period_end"):
        ends = {"cancel_at": period(sub)[1], "cancel_at_period_end": True, "canceled_at": world.now}
        return {**ends, "cancellation_details": {**sub["cancellation_details"], **asked}}
    cancel_at = given.get("cancel_at")
    if cancel_at in ("min_period_end", "max_period_end"):
        cancel_at = str(period(sub)[1])
    if cancel_at:
        at = integer(cancel_at, "cancel_at") or 0
        if at <= world.now:
            raise invalid("The cancel_at must be in the future.", "cancel_at")
        ends = {"cancel_at": at, "cancel_at_period_end": False, "canceled_at": world.now}
        return {**ends, "cancellation_details": {**sub["cancellation_details"], **asked}}
    if {"cancel_at", "cancel_at_period_end"} & set(given):
        goes_on = {"cancel_at": None, "cancel_at_period_end": False, "canceled_at": None}
        return {**goes_on, "cancellation_details": {**sub["cancellation_details"], "reason": None}}
    return {}


def _pause(world: World, given: dict[str, Any] | None) -> dict[str, Any] | None:
    if given is None:
        return None
    if not given.get("behavior"):
        raise invalid("Missing required param: pause_collection[behavior].", code="parameter_missing")
    resumes = given.get("resumes_at")
    if resumes is not None and resumes <= world.now:
        raise invalid("The resumes_at must be in the future.", "pause_collection[resumes_at]")
    return {"behavior": given["behavior"], "resumes_at": resumes}
