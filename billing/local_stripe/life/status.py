"""A subscription's status, and its end."""

from billing.local_stripe.events import changed, emit, save
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

ENDED = ("canceled", "incomplete_expired")


def status_set(world: World, sub: Obj, status: str) -> Obj:
    """Change a subscription's status and say so."""
    return save(world, sub, {**sub, "status": status}, "customer.subscription.updated")


def canceled(world: World, sub: Obj, reason: str, details: dict[str, str | None] | None = None) -> Obj:
    """End a subscription now. Its unpaid invoices stay open, but nothing is collected by itself any more."""
    known = {name: value for name, value in (details or {}).items() if value is not None}
    after = {**sub, "status": "canceled", "ended_at": world.now, "pause_collection": None, "_pending": {}}
    after |= {"canceled_at": sub["canceled_at"] or world.now, "pending_update": None, "cancel_at_period_end": False}
    after["cancellation_details"] = {**sub["cancellation_details"], "reason": reason, **known}
    for invoice in world.state.find("invoice", _subscription=sub["id"]):
        if invoice["status"] in ("draft", "open") and invoice["auto_advance"]:
            stopped = {
                **invoice,
                "auto_advance": False,
                "next_payment_attempt": None,
                "automatically_finalizes_at": None,
            }
            save(world, invoice, stopped, "invoice.updated")
    schedule = world.state.get("subscription_schedule", sub["schedule"])
    if schedule and schedule["status"] == "active":
        ended = {**schedule, "status": "canceled", "canceled_at": world.now, "current_phase": None}
        world.state.put(ended)
        aborted = reason == "payment_failed"
        emit(world, "subscription_schedule.aborted" if aborted else "subscription_schedule.canceled", ended)
        after["schedule"] = None
    world.state.put(after)
    emit(world, "customer.subscription.deleted", after)
    return after


def pending_dropped(world: World, sub: Obj) -> Obj:
    """Forget a change that waited for its payment."""
    after = {**sub, "pending_update": None, "_pending": {}}
    world.state.put(after)
    emit(world, "customer.subscription.pending_update_expired", after)
    emit(world, "customer.subscription.updated", after, changed(sub, after))
    return after


def said(world: World, before: Obj, after: Obj) -> Obj:
    """Keep a changed subscription and raise one `customer.subscription.updated` for all that changed."""
    world.state.put(after)
    previous = changed(before, after)
    if previous:
        emit(world, "customer.subscription.updated", after, previous)
    return after
