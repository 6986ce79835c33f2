"""Subscription schedules: what a subscription becomes at set times."""

from billing.local_stripe.errors import invalid
from billing.local_stripe.events import emit, save
from billing.local_stripe.ids import new_id
from billing.local_stripe.life.items import items_of, period
from billing.local_stripe.life.phases import alarms_set, released
from billing.local_stripe.life.status import ENDED, canceled, said
from billing.local_stripe.params import (
    boolean,
    list_with,
    metadata,
    metadata_merged,
    one_of,
    taken,
    text,
)
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of
from billing.local_stripe.resources.schedule_phases import PHASE, phase_object, phases_of
from billing.local_stripe.resources.subscription_update import BEHAVIOR
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj

END = one_of("release", "cancel")


@api("POST", "subscription_schedules")
def create(call: Call) -> Obj:
    """Make a schedule from a subscription: its current period is the first phase."""
    given = taken(call.params, {"from_subscription": text, "metadata": metadata}, need=("from_subscription",))
    world = call.world
    sub = world.state.need("subscription", given["from_subscription"], "from_subscription")
    if sub["schedule"]:
        raise invalid(f"You cannot migrate a subscription that is already attached to a schedule: {sub['schedule']}.")
    if sub["status"] in ENDED:
        raise invalid("You cannot migrate a subscription that is canceled.", "from_subscription")
    start, end = period(sub)
    items = [{"price": item["price"]["id"], "quantity": item["quantity"]} for item in items_of(sub)]
    phase = phase_object(world, sub, {"items": items}, start, end)
    schedule: Obj = {
        "id": new_id("sub_sched"),
        "object": "subscription_schedule",
        "application": None,
        "billing_mode": sub["billing_mode"],
        "canceled_at": None,
        "completed_at": None,
        "created": world.now,
        "current_phase": {"end_date": end, "start_date": start},
        "customer": sub["customer"],
        "customer_account": None,
        "default_settings": {
            "application_fee_percent": None,
            "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
            "billing_cycle_anchor": "automatic",
            "billing_thresholds": None,
            "collection_method": "charge_automatically",
            "default_payment_method": sub["default_payment_method"],
            "description": None,
            "invoice_settings": {"account_tax_ids": None, "days_until_due": None, "issuer": {"type": "self"}},
            "on_behalf_of": None,
            "transfer_data": None,
        },
        "end_behavior": "cancel" if sub["cancel_at"] else "release",
        "livemode": False,
        "metadata": metadata_merged({}, given.get("metadata")),
        "pause_schedules": [],
        "phases": [phase],
        "released_at": None,
        "released_subscription": None,
        "status": "active",
        "subscription": sub["id"],
        "test_clock": None,
    }
    world.state.put(schedule)
    emit(world, "subscription_schedule.created", schedule)
    said(world, sub, {**sub, "schedule": schedule["id"]})
    alarms_set(world, schedule)
    return schedule


@api("POST", "subscription_schedules/{id}")
def update(call: Call) -> Obj:
    """Set the phases anew; the current one keeps its start."""
    shape = {"phases": list_with(PHASE), "end_behavior": END, "metadata": metadata, "proration_behavior": BEHAVIOR}
    given = taken(call.params, shape)
    world, before = call.world, _live(call)
    after = {**before, "metadata": metadata_merged(before["metadata"], given.get("metadata"))}
    if given.get("end_behavior"):
        after["end_behavior"] = given["end_behavior"]
    if "phases" in given:
        sub = world.state.need("subscription", before["subscription"])
        after["phases"] = phases_of(world, sub, before, given["phases"])
        now_in = next((one for one in after["phases"] if one["start_date"] <= world.now < one["end_date"]), None)
        if now_in is None:
            raise invalid("The phases must include the current one.", "phases")
        after["current_phase"] = {"end_date": now_in["end_date"], "start_date": now_in["start_date"]}
    save(world, before, after, "subscription_schedule.updated")
    alarms_set(world, after)
    return after


def _live(call: Call) -> Obj:
    schedule = call.world.state.need("subscription_schedule", call.parts["id"])
    if schedule["status"] not in ("active", "not_started"):
        raise invalid(
            f"You cannot act on a subscription schedule that is currently in the `{schedule['status']}` status."
        )
    return schedule


@api("POST", "subscription_schedules/{id}/release")
def release(call: Call) -> Obj:
    """Let the subscription go on as it is."""
    taken(call.params, {"preserve_cancel_date": boolean})
    world, schedule = call.world, _live(call)
    released(world, schedule, world.state.need("subscription", schedule["subscription"]))
    return world.state.need("subscription_schedule", schedule["id"])


@api("POST", "subscription_schedules/{id}/cancel")
def cancel(call: Call) -> Obj:
    """Cancel the schedule and its subscription at once."""
    taken(call.params, {"invoice_now": boolean, "prorate": boolean})
    world, schedule = call.world, _live(call)
    canceled(world, world.state.need("subscription", schedule["subscription"]), "cancellation_requested")
    return world.state.need("subscription_schedule", schedule["id"])


retrieve_of("subscription_schedule", "subscription_schedules")
list_of_kind("subscription_schedule", "subscription_schedules", {"customer": text})
