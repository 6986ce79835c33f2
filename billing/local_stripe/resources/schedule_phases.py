"""A schedule's phases as they are asked for and shown."""

from typing import Any

from billing.local_stripe.errors import invalid
from billing.local_stripe.life.discounting import DISCOUNTS
from billing.local_stripe.life.items import price_usable
from billing.local_stripe.money.lines import rates_of
from billing.local_stripe.money.periods import shifted
from billing.local_stripe.params import hash_of, integer, list_with, metadata, now_or_time, one_of, text
from billing.local_stripe.resources.subscription_update import BEHAVIOR
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

PHASE_ITEM = hash_of({"price": text, "quantity": integer, "tax_rates": list_with(text), "metadata": metadata})
DURATION = hash_of({"interval": one_of("day", "week", "month", "year"), "interval_count": integer})
PHASE_FIELDS = {
    "items": list_with(PHASE_ITEM),
    "start_date": now_or_time,
    "end_date": now_or_time,
    "duration": DURATION,
    "proration_behavior": BEHAVIOR,
    "metadata": metadata,
    "default_tax_rates": list_with(text),
    "discounts": DISCOUNTS,
    "default_payment_method": text,
    "description": text,
    "currency": text,
    "collection_method": text,
}
PHASE = hash_of(PHASE_FIELDS)


def phase_object(world: World, sub: Obj, given: dict[str, Any], start: int, end: int) -> Obj:
    """Return a phase."""
    return {
        "add_invoice_items": [],
        "application_fee_percent": None,
        "billing_cycle_anchor": None,
        "billing_thresholds": None,
        "collection_method": None,
        "currency": sub["currency"],
        "default_payment_method": given.get("default_payment_method"),
        "default_tax_rates": rates_of(world, given.get("default_tax_rates") or []),
        "description": given.get("description"),
        "discounts": [
            {"coupon": one.get("coupon"), "discount": one.get("discount"), "promotion_code": one.get("promotion_code")}
            for one in given.get("discounts") or []
        ],
        "end_date": end,
        "invoice_settings": None,
        "items": [_phase_item(world, item) for item in given["items"]],
        "metadata": given.get("metadata") or {},
        "on_behalf_of": None,
        "proration_behavior": given.get("proration_behavior") or "create_prorations",
        "start_date": start,
        "transfer_data": None,
        "trial_end": None,
    }


def _phase_item(world: World, item: dict[str, Any]) -> Obj:
    price = price_usable(world, item.get("price"))
    return {
        "billing_thresholds": None,
        "discounts": [],
        "metadata": item.get("metadata") or {},
        "plan": price["id"],
        "price": price["id"],
        "quantity": item.get("quantity") or 1,
        "tax_rates": rates_of(world, item.get("tax_rates") or []),
    }


def phases_of(world: World, sub: Obj, schedule: Obj, wished: list[dict[str, Any]]) -> list[Obj]:
    """Return the phases asked for, each beginning where the one before ends."""
    made: list[Obj] = []
    for at, wish in enumerate(wished):
        if not wish.get("items"):
            raise invalid(f"Missing required param: phases[{at}][items].", f"phases[{at}][items]", "parameter_missing")
        first = schedule["current_phase"]["start_date"] if at == 0 else made[-1]["end_date"]
        start = _moment(world, wish.get("start_date")) or first
        if at and start != first:
            raise invalid("A phase must start where the one before ends.", f"phases[{at}][start_date]")
        end = _moment(world, wish.get("end_date"))
        if end is None:
            price = price_usable(world, wish["items"][0].get("price"))
            length = wish.get("duration") or price["recurring"]
            end = shifted(start, length["interval"], length.get("interval_count") or 1)
        if end <= start:
            raise invalid("A phase must end after its start.", f"phases[{at}][end_date]")
        made.append(phase_object(world, sub, wish, start, end))
    if not made:
        raise invalid("A schedule needs a phase.", "phases", "parameter_missing")
    return made


def _moment(world: World, value: int | str | None) -> int | None:
    return world.now if value == "now" else int(value) if value else None
