"""A change that waits for its payment (pending_if_incomplete): applied when paid, forgotten after 23 hours."""

from typing import Final

from billing.local_stripe.alarms import alarm
from billing.local_stripe.events import emit, save
from billing.local_stripe.life.items import items_of
from billing.local_stripe.life.ticking import ticks_set
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

WAITS: Final = 23 * 3600


def pending_keep(world: World, before: Obj, after: Obj, invoice: Obj) -> Obj:
    """Keep the change beside the subscription, which stays as it was."""
    expires = world.now + WAITS
    update = {
        "billing_cycle_anchor": after["billing_cycle_anchor"],
        "cancel_at_period_end": None,
        "discounts": None,
        "expires_at": expires,
        "metadata": None,
        "subscription_items": items_of(after),
        "trial_end": None,
        "trial_from_plan": False,
    }
    held = {
        "invoice": invoice["id"],
        "sub": {name: after[name] for name in ("items", "billing_cycle_anchor", "discounts")},
    }
    shown = {"pending_update": update, "latest_invoice": invoice["id"], "_pending": held}
    world.state.alarm(expires, "subscription.pending_expire", before["id"])
    return save(world, before, {**before, **shown}, "customer.subscription.updated")


def pending_apply(world: World, sub: Obj, _invoice: Obj) -> Obj:
    """Make the waiting change true."""
    after = {**sub, **sub["_pending"]["sub"], "pending_update": None, "_pending": {}}
    emit(world, "customer.subscription.pending_update_applied", after)
    save(world, sub, after, "customer.subscription.updated")
    ticks_set(world, after)
    return after


@alarm("subscription.pending_expire")
def _expire(world: World, ident: str) -> None:
    from billing.local_stripe.life.invoicing import voided  # noqa: PLC0415  invoicing's alarms collect, which comes here

    sub = world.state.get("subscription", ident)
    if sub is None or not sub["pending_update"] or sub["pending_update"]["expires_at"] > world.now:
        return
    voided(world, world.state.need("invoice", sub["_pending"]["invoice"]))
