"""An invoice's life: drafted, finalized, paid, voided or given up."""

from collections.abc import Sequence
from typing import Final

from billing.local_stripe.alarms import alarm
from billing.local_stripe.events import emit, save
from billing.local_stripe.ids import new_id
from billing.local_stripe.life.balance import balance_set
from billing.local_stripe.life.charging import intent_cancel
from billing.local_stripe.life.invoice_object import invoice_object
from billing.local_stripe.life.status import pending_dropped
from billing.local_stripe.money.lines import Draft, line_of
from billing.local_stripe.money.totals import balance_after, totals
from billing.local_stripe.resources.payment_intents import intent_made
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

DRAFT_FOR: Final = 3600
"""Seconds that a renewal's invoice stays a draft."""


def drafted(
    world: World,
    sub: Obj,
    drafts: list[Draft],
    *,
    reason: str,
    period: tuple[int, int],
    pending: Sequence[Obj] = (),
    at: int | None = None,
) -> Obj:
    """Keep a draft invoice with these lines, and those of pending invoice items, and raise `invoice.created`."""
    ident = new_id("in")
    lines = [line_of(draft, ident) for draft in drafts]
    for item in pending:
        line = {**item["_line"], "invoice": ident}
        lines.insert(0, line)
        save(world, item, {**item, "invoice": ident})
    customer = world.state.need("customer", sub["customer"])
    invoice = invoice_object(world, sub, lines, reason=reason, period=period, ident=ident, balance=customer["balance"])
    invoice["parent"]["subscription_details"]["subscription_proration_date"] = at
    world.state.put(invoice)
    emit(world, "invoice.created", invoice)
    return invoice


def finalize_later(world: World, invoice: Obj) -> Obj:
    """Leave a draft for an hour, as Stripe does with a renewal."""
    at = world.now + DRAFT_FOR
    world.state.alarm(at, "invoice.finalize", invoice["id"])
    return world.state.put({**invoice, "automatically_finalizes_at": at, "next_payment_attempt": at})


@alarm("invoice.finalize")
def _finalize_due(world: World, ident: str) -> None:
    from billing.local_stripe.life.paying import collect  # noqa: PLC0415  collecting needs subscriptions, they invoices

    invoice = world.state.get("invoice", ident)
    if invoice and invoice["status"] == "draft" and invoice["auto_advance"]:
        collect(world, finalized(world, invoice))


def finalized(world: World, invoice: Obj) -> Obj:
    """Number a draft, settle the customer's balance and open the invoice; one with nothing due is left for paying."""
    customer = world.state.need("customer", invoice["customer"])
    figures = totals(world, invoice["lines"]["data"], customer["balance"])
    ending = balance_after(figures["total"], customer["balance"])
    times = {**invoice["status_transitions"], "finalized_at": world.now}
    address = f"{world.base}/i/{invoice['id']}"
    after = {
        **invoice,
        **figures,
        "status": "open",
        "automatically_finalizes_at": None,
        "effective_at": world.now,
        "ending_balance": ending,
        "hosted_invoice_url": address,
        "invoice_pdf": f"{address}/pdf",
        "next_payment_attempt": None,
        "number": f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}",
        "status_transitions": times,
        "webhooks_delivered_at": world.now,
    }
    balance_set(world, customer, ending, after, number=True)
    world.state.put(after)
    if after["amount_due"] > 0:
        intent_made(world, after)
    emit(world, "invoice.finalized", after)
    return after


def voided(world: World, invoice: Obj) -> Obj:
    """Void an invoice: what its finalizing took from the balance is given back."""
    if invoice["ending_balance"] is not None and invoice["ending_balance"] != invoice["starting_balance"]:
        customer = world.state.need("customer", invoice["customer"])
        back = customer["balance"] + invoice["starting_balance"] - invoice["ending_balance"]
        balance_set(world, customer, back, invoice)
    closed = _closed(world, invoice, "void", "voided_at", "invoice.voided")
    sub = world.state.get("subscription", invoice["_subscription"])
    if sub and sub["_pending"].get("invoice") == invoice["id"]:
        pending_dropped(world, sub)
    return closed


def uncollectible(world: World, invoice: Obj) -> Obj:
    """Give an invoice up; it may still be paid."""
    return _closed(world, invoice, "uncollectible", "marked_uncollectible_at", "invoice.marked_uncollectible")


def stopped_by_pause(world: World, sub: Obj, invoice: Obj) -> bool:
    """While collection is paused: void a draft, give it up or keep it as it is; tell whether it was paused."""
    behavior = (sub["pause_collection"] or {}).get("behavior")
    if behavior == "void":
        voided(world, finalized(world, invoice))
    elif behavior == "mark_uncollectible":
        uncollectible(world, finalized(world, invoice))
    elif behavior == "keep_as_draft":
        world.state.put({**invoice, "auto_advance": False})
    return behavior is not None


def _closed(world: World, invoice: Obj, status: str, moment: str, event: str) -> Obj:
    times = {**invoice["status_transitions"], moment: world.now}
    after = {**invoice, "status": status, "status_transitions": times, "auto_advance": False}
    after |= {"next_payment_attempt": None, "automatically_finalizes_at": None}
    if status == "void":
        intent_cancel(world, invoice["id"])
    save(world, invoice, after, "invoice.updated")
    emit(world, event, after)
    return after
