"""What a change of a subscription costs and makes of it. Nothing is written here: a preview is the same work."""

from dataclasses import dataclass, field
from typing import Any

from billing.local_stripe.errors import invalid
from billing.local_stripe.life.items import (
    item_made,
    items_of,
    period,
    price_usable,
    recurring_amount,
    rhythm,
    whole_period,
)
from billing.local_stripe.money.lines import Draft, rates_of
from billing.local_stripe.money.periods import shifted
from billing.local_stripe.money.proration import changed_items, credits_of, debit_of
from billing.local_stripe.resources.prices import plan_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for."""

    items: list[dict[str, Any]] | None = None
    behavior: str = "create_prorations"
    at: int | None = None
    anchor_now: bool = False
    trial_end: int | str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What the change makes: the subscription after it and the lines it brings."""

    sub: Obj
    prorations: list[Draft] = field(default_factory=list)
    whole: list[Draft] = field(default_factory=list)
    invoice_now: bool = False
    at: int | None = None
    """When the prorations are counted from; None without any."""
    segments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Of each changed item: the charges that stay in force; those of new lines are added when these have names."""


def planned(world: World, sub: Obj, wish: Wish) -> Planned:
    """Work a change out.

    A change of the interval, of the anchor, or from nothing to pay to something begins a new period now and is
    invoiced at once. Otherwise prorations wait for the next invoice, or are invoiced at once (always_invoice).
    """
    now, (start, end) = world.now, period(sub)
    at = now if wish.at is None else wish.at
    if not start <= at <= end and wish.behavior != "none":
        raise invalid("Cannot specify a proration date outside of the current period.", "proration_date")
    after = {**sub, "items": {**sub["items"], "data": _items(world, sub, wish.items, (start, end))}}
    trial_ends = wish.trial_end == "now" and sub["status"] == "trialing"
    trialing = sub["status"] == "trialing" and not trial_ends
    if trial_ends:
        after |= {"trial_end": now, "status": "active"}
    paid_now = recurring_amount(items_of(sub)) == 0 < recurring_amount(items_of(after))
    fresh = not trialing and (trial_ends or wish.anchor_now or rhythm(sub) != rhythm(after) or paid_now)
    pairs = _merged(items_of(sub) if fresh else [], changed_items(sub, after))
    prorations: list[Draft] = []
    segments: dict[str, list[dict[str, Any]]] = {}
    if wish.behavior != "none":
        for was, becomes in pairs:
            if was is not None:
                prorations += credits_of(world, sub, was, at)
            if becomes is not None:
                segments[becomes["id"]] = []
                if not fresh and not trialing:
                    prorations.append(debit_of(world, after, becomes, at))
    whole: list[Draft] = []
    if fresh:
        whole = _new_period(world, after, now)
        segments = {item["id"]: [] for item in items_of(after)}
    elif wish.trial_end not in (None, "now"):
        _trial_set(after, int(wish.trial_end or 0), now)
    invoice_now = fresh or (wish.behavior == "always_invoice" and bool(prorations))
    return Planned(after, prorations, whole, invoice_now, at if prorations else None, segments)


def _merged(whole: list[Obj], changes: list[tuple[Obj | None, Obj | None]]) -> list[tuple[Obj | None, Obj | None]]:
    """Return the changes, and all other items too when a new period takes their old one back."""
    named = {(was or becomes or {})["id"] for was, becomes in changes}
    return [*changes, *((item, item) for item in whole if item["id"] not in named)]


def _items(world: World, sub: Obj, wished: list[dict[str, Any]] | None, span: tuple[int, int]) -> list[Obj]:
    items = {item["id"]: {**item} for item in items_of(sub)}
    for wish in wished or []:
        ident = wish.get("id")
        if ident is None:
            made = item_made(world, sub["id"], wish, span)
            items[made["id"]] = made
            continue
        if ident not in items:
            raise invalid(f"No such subscription item: '{ident}'", "items[0][id]", "resource_missing")
        if wish.get("deleted"):
            del items[ident]
            continue
        item = items[ident]
        if wish.get("price"):
            price = price_usable(world, wish["price"])
            item |= {"price": price, "plan": plan_of(price)}
        if wish.get("quantity") is not None:
            item["quantity"] = wish["quantity"]
        if wish.get("tax_rates") is not None:
            item["tax_rates"] = rates_of(world, wish["tax_rates"])
    if not items:
        raise invalid("A subscription must have at least one active price.", "items")
    if len({(one["price"]["recurring"]["interval"], one["price"]["currency"]) for one in items.values()}) > 1:
        raise invalid("All prices of a subscription must have the same interval and currency here.", "items")
    return list(items.values())


def _new_period(world: World, after: Obj, now: int) -> list[Draft]:
    interval, every = rhythm(after)
    end = shifted(now, interval, every)
    after["billing_cycle_anchor"] = now
    if after["cancel_at_period_end"]:
        after["cancel_at"] = end
    for item in items_of(after):
        item |= {"current_period_start": now, "current_period_end": end, "_segments": []}
    return whole_period(world, after, now, end)


def _trial_set(after: Obj, until: int, now: int) -> None:
    if until <= now:
        raise invalid("The trial_end must be in the future.", "trial_end")
    after |= {"trial_start": after["trial_start"] or now, "trial_end": until, "status": "trialing"}
    after["billing_cycle_anchor"] = until
    for item in items_of(after):
        item["current_period_end"] = until
