"""What becomes of a subscription as time passes: the end, a schedule's next phase, the pause's end, the next period."""

from billing.local_stripe.alarms import alarm
from billing.local_stripe.events import emit
from billing.local_stripe.life.applying import once_used, pending_items
from billing.local_stripe.life.invoicing import drafted, finalize_later, stopped_by_pause, voided
from billing.local_stripe.life.items import items_of, period, rhythm, segment_of, whole_period
from billing.local_stripe.life.paying import method_of
from billing.local_stripe.life.phases import phase_due
from billing.local_stripe.life.status import ENDED, canceled, said
from billing.local_stripe.life.ticking import UPCOMING_NOTICE, ticks_set
from billing.local_stripe.life.upcoming import upcoming_invoice
from billing.local_stripe.money.periods import period_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


@alarm("subscription.tick")
def tick(world: World, ident: str) -> None:
    """Look at a subscription: what is due is done in a fixed order, whichever alarm came first."""
    sub = world.state.get("subscription", ident)
    if sub is None or sub["status"] in (*ENDED, "incomplete"):
        return
    if sub["cancel_at"] is not None and sub["cancel_at"] <= world.now:
        canceled(world, sub, "cancellation_requested")
        return
    sub = phase_due(world, sub)
    if sub["status"] in ENDED:
        return
    pause = sub["pause_collection"]
    if pause and pause["resumes_at"] is not None and pause["resumes_at"] <= world.now:
        sub = said(world, sub, {**sub, "pause_collection": None})
    if period(sub)[1] <= world.now:
        sub = renewed(world, sub)
    ticks_set(world, sub)


def renewed(world: World, sub: Obj) -> Obj:
    """Begin the next period and draft its invoice."""
    if sub["pending_update"]:
        voided(world, world.state.need("invoice", sub["_pending"]["invoice"]))
        sub = world.state.need("subscription", sub["id"])
    before, (old_start, start) = sub, period(sub)
    sub = {**sub, "items": {**sub["items"], "data": [{**item} for item in items_of(sub)]}}
    if sub["status"] == "trialing":
        if _no_card(world, sub) and sub["trial_settings"]["end_behavior"]["missing_payment_method"] == "cancel":
            return canceled(world, sub, "payment_failed")
        sub["status"] = "active"
    interval, every = rhythm(sub)
    start, end = period_of(sub["billing_cycle_anchor"], interval, every, start)
    for item in items_of(sub):
        item |= {"current_period_start": start, "current_period_end": end}
    sub["discounts"] = _still_valid(world, sub, start)
    drafts, pending = whole_period(world, sub, start, end), pending_items(world, sub["id"])
    invoice = drafted(world, sub, drafts, reason="subscription_cycle", period=(old_start, start), pending=pending)
    lines = invoice["lines"]["data"][len(pending) :]
    for item in items_of(sub):
        item["_segments"] = [
            segment_of(draft, invoice["id"], line["id"])
            for draft, line in zip(drafts, lines, strict=True)
            if draft.item == item["id"]
        ]
    sub["latest_invoice"] = invoice["id"]
    once_used(world, sub, invoice)
    sub = said(world, before, sub)
    _proceed(world, sub, invoice)
    return world.state.need("subscription", sub["id"])


def _no_card(world: World, sub: Obj) -> bool:
    return method_of(world, {"customer": sub["customer"], "default_payment_method": None}, sub) is None


def _proceed(world: World, sub: Obj, invoice: Obj) -> None:
    """Let the draft ripen, unless collection is paused."""
    if not stopped_by_pause(world, sub, invoice):
        finalize_later(world, invoice)


def _still_valid(world: World, sub: Obj, start: int) -> list[str]:
    kept = []
    for ident in sub["discounts"]:
        discount = world.state.need("discount", ident)
        if discount["end"] is not None and discount["end"] <= start:
            emit(world, "customer.discount.deleted", discount)
        else:
            kept.append(ident)
    return kept


@alarm("subscription.trial_notice")
def _trial_notice(world: World, ident: str) -> None:
    sub = world.state.get("subscription", ident)
    if sub and sub["status"] == "trialing":
        emit(world, "customer.subscription.trial_will_end", sub)


@alarm("subscription.upcoming")
def _upcoming(world: World, ident: str) -> None:
    sub = world.state.get("subscription", ident)
    due = sub is not None and period(sub)[1] - UPCOMING_NOTICE == world.now  # else the period has moved since
    if sub and due and sub["status"] in ("active", "trialing") and sub["cancel_at"] is None:
        emit(world, "invoice.upcoming", upcoming_invoice(world, sub))


@alarm("subscription.incomplete_expire")
def _incomplete_expire(world: World, ident: str) -> None:
    sub = world.state.get("subscription", ident)
    if sub is None or sub["status"] != "incomplete":
        return
    invoice = world.state.need("invoice", sub["latest_invoice"])
    ended = {"status": "incomplete_expired", "ended_at": world.now, "canceled_at": world.now}
    said(world, sub, {**sub, **ended})
    if invoice["status"] == "open":
        voided(world, invoice)
