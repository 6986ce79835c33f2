"""When a subscription must be looked at again: one alarm for each moment that matters to it."""

from typing import Final

from billing.local_stripe.life.items import period
from billing.local_stripe.life.status import ENDED
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

TRIAL_NOTICE: Final = 3 * 86_400
UPCOMING_NOTICE: Final = 7 * 86_400
"""How long before a renewal `invoice.upcoming` is raised (Stripe's default setting)."""


def ticks_set(world: World, sub: Obj) -> None:
    """Set the alarms of a subscription; setting one again changes nothing."""
    if sub["status"] in ENDED:
        return
    start, end = period(sub)
    moments = [end, sub["cancel_at"], (sub["pause_collection"] or {}).get("resumes_at")]
    if sub["trial_end"] and sub["status"] == "trialing":
        world.state.alarm(max(world.now, sub["trial_end"] - TRIAL_NOTICE), "subscription.trial_notice", sub["id"])
    for at in moments:
        if at is not None:
            world.state.alarm(at, "subscription.tick", sub["id"])
    if end - UPCOMING_NOTICE > start:
        world.state.alarm(end - UPCOMING_NOTICE, "subscription.upcoming", sub["id"])
