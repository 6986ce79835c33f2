"""The invoice that comes next: of the renewal, or of a change that is only asked about."""

from billing.local_stripe.ids import new_id
from billing.local_stripe.life.applying import pending_items
from billing.local_stripe.life.change import Planned
from billing.local_stripe.life.invoice_object import invoice_object
from billing.local_stripe.life.items import items_of, period, rhythm, whole_period
from billing.local_stripe.life.phases import sub_of_next_phase
from billing.local_stripe.money.lines import Draft, line_of
from billing.local_stripe.money.periods import period_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def upcoming_invoice(world: World, sub: Obj, plan: Planned | None = None, *, recurring: bool = False) -> Obj:
    """Return the next invoice, as if the change had been made; nothing is kept."""
    customer = world.state.need("customer", sub["customer"])
    ident = new_id("upcoming_in", 20)
    after = plan.sub if plan else sub
    pending = [] if recurring else [{**item["_line"], "invoice": ident} for item in pending_items(world, sub["id"])]
    drafts: list[Draft] = []
    if plan and plan.invoice_now and not recurring:
        drafts, span, reason = [*plan.prorations, *plan.whole], (world.now, world.now), "subscription_update"
    else:
        start, end = period(after)
        following, reason = sub_of_next_phase(world, after, end), "upcoming"
        interval, every = rhythm(following)
        anchor = following["billing_cycle_anchor"] if rhythm(following) == rhythm(after) else end
        next_start, next_end = period_of(anchor, interval, every, end)
        drafts = [] if recurring or plan is None else [*plan.prorations]
        drafts += whole_period(world, following, next_start, next_end)
        span = (start, end)
    lines = [*pending, *(line_of(draft, ident) for draft in drafts)]
    invoice = invoice_object(world, after, lines, reason=reason, period=span, ident=ident, balance=customer["balance"])
    invoice["next_payment_attempt"] = span[1] + (3600 if reason == "upcoming" else 0)
    invoice["ending_balance"] = min(0, invoice["total"] + customer["balance"])
    invoice["parent"]["subscription_details"]["subscription_proration_date"] = plan.at if plan else None
    return invoice


def ends_before_next(sub: Obj) -> bool:
    """Tell whether a subscription ends with its period, so that no invoice comes next."""
    return sub["cancel_at"] is not None and sub["cancel_at"] <= items_of(sub)[0]["current_period_end"]
