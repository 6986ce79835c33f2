"""Makes a planned change true: invoice items, invoice, payment, the subscription itself."""

from billing.local_stripe.errors import StripeError
from billing.local_stripe.events import changed, emit
from billing.local_stripe.ids import new_id
from billing.local_stripe.life.cards import refusal
from billing.local_stripe.life.change import Planned
from billing.local_stripe.life.charging import AWAY, judged
from billing.local_stripe.life.invoicing import drafted, finalized, stopped_by_pause
from billing.local_stripe.life.items import items_of, segment_of
from billing.local_stripe.life.paying import collect, method_of
from billing.local_stripe.life.pending import pending_keep
from billing.local_stripe.life.ticking import ticks_set
from billing.local_stripe.money.lines import Draft, line_of
from billing.local_stripe.money.totals import totals
from billing.local_stripe.resources.coupons import coupon_any
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def applied(world: World, before: Obj, plan: Planned, payment_behavior: str = "allow_incomplete") -> Obj:
    """Apply a change; the invoice it makes is paid at once, or the change is refused or waits, as asked."""
    if not plan.invoice_now:
        after = plan.sub
        lines = [_pending_item(world, after, draft) for draft in plan.prorations]
        _segments_keep(after, plan, [*zip(plan.prorations, lines, strict=True)], None)
        return _kept(world, before, after)
    pending = pending_items(world, before["id"])
    refused = _would_fail(world, before, plan, pending)
    if refused is not None and payment_behavior == "error_if_incomplete":
        raise refused
    waits = refused is not None and payment_behavior == "pending_if_incomplete"
    drafts = [*plan.prorations, *plan.whole]
    invoice = drafted(
        world,
        plan.sub,
        drafts,
        reason="subscription_update",
        period=(world.now, world.now),
        pending=pending,
        at=plan.at,
    )
    lines = invoice["lines"]["data"][len(pending) :]
    _segments_keep(plan.sub, plan, [*zip(drafts, (line["id"] for line in lines), strict=True)], invoice["id"])
    plan.sub["latest_invoice"] = invoice["id"]
    once_used(world, plan.sub, invoice)
    after = pending_keep(world, before, plan.sub, invoice) if waits else _kept(world, before, plan.sub)
    if stopped_by_pause(world, plan.sub, invoice):
        return world.state.need("subscription", after["id"])
    invoice = finalized(world, invoice)
    if payment_behavior != "default_incomplete" or invoice["amount_due"] == 0:
        collect(world, invoice)
    return world.state.need("subscription", after["id"])


def _kept(world: World, before: Obj, after: Obj) -> Obj:
    world.state.put(after)
    previous = changed(before, after)
    if previous:
        emit(world, "customer.subscription.updated", after, previous)
    ticks_set(world, after)
    return after


def _would_fail(world: World, before: Obj, plan: Planned, pending: list[Obj]) -> StripeError | None:
    """Return the refusal that paying the change's invoice would meet, None when it will be paid."""
    lines = [item["_line"] for item in pending]
    lines += [line_of(draft, "in_none") for draft in (*plan.prorations, *plan.whole)]
    customer = world.state.need("customer", before["customer"])
    if totals(world, lines, customer["balance"])["amount_due"] == 0:
        return None
    method = method_of(world, {"customer": before["customer"], "default_payment_method": None}, plan.sub)
    outcome = judged(method, AWAY, world.now)
    if outcome.status == "paid":
        return None
    if outcome.status == "action":
        return refusal("subscription_payment_intent_requires_action", "authentication_required")
    if method is None:
        return StripeError(
            400,
            "This customer has no attached payment source or default payment method. "
            "Please consider adding a default payment method.",
            code="resource_missing",
        )
    return refusal(outcome.code, outcome.decline_code)


def _pending_item(world: World, sub: Obj, draft: Draft) -> str:
    """Keep a proration for the next invoice; return its line's id."""
    ident = new_id("ii")
    line = line_of(draft, "", ident)
    item: Obj = {
        "id": ident,
        "object": "invoiceitem",
        "amount": draft.amount,
        "currency": sub["currency"],
        "customer": sub["customer"],
        "customer_account": None,
        "date": world.now,
        "description": draft.description,
        "discountable": False,
        "discounts": line["discounts"],
        "invoice": None,
        "livemode": False,
        "metadata": sub["metadata"],
        "net_amount": draft.net,
        "parent": {
            "subscription_details": {"subscription": sub["id"], "subscription_item": draft.item},
            "type": "subscription_details",
        },
        "period": line["period"],
        "pricing": line["pricing"],
        "proration": True,
        "proration_details": {"credited_items": _credited(draft), "discount_amounts": line["discount_amounts"]},
        "quantity": draft.quantity,
        "quantity_decimal": str(draft.quantity),
        "tax_rates": draft.tax_rates,
        "test_clock": None,
        "_line": line,
        "_subscription": sub["id"],
    }
    world.state.put(item)
    emit(world, "invoiceitem.created", item)
    return str(line["id"])


def _credited(draft: Draft) -> Obj | None:
    if draft.credits is None:
        return None
    named = {"invoice": draft.credits[0], "invoice_line_items": [draft.credits[1]]}
    return {"invoice_line_item_details": named, "type": "invoice_line_items"}


def pending_items(world: World, sub: str) -> list[Obj]:
    """Return the invoice items that wait for a subscription's next invoice, the oldest first."""
    return world.state.find("invoiceitem", _subscription=sub, invoice=None)[::-1]


def _segments_keep(after: Obj, plan: Planned, named: list[tuple[Draft, str]], invoice: str | None) -> None:
    for item in items_of(after):
        if item["id"] in plan.segments:
            item["_segments"] = plan.segments[item["id"]] + [
                segment_of(draft, invoice, line)
                for draft, line in named
                if draft.item == item["id"] and draft.amount >= 0
            ]


def once_used(world: World, sub: Obj, invoice: Obj) -> None:
    """Take a coupon for once off a subscription when an invoice has used it."""
    for one in invoice["total_discount_amounts"]:
        discount = world.state.need("discount", one["discount"])
        coupon = coupon_any(world, discount["source"]["coupon"])
        if coupon["duration"] == "once" and discount["id"] in sub["discounts"]:
            world.state.put({**discount, "_used": True})
            sub["discounts"] = [ident for ident in sub["discounts"] if ident != discount["id"]]
            emit(world, "customer.discount.deleted", discount)
