"""Lines of an invoice."""

from dataclasses import dataclass, field
from typing import Any

from billing.local_stripe.ids import new_id
from billing.local_stripe.money.discounts import Taken
from billing.local_stripe.money.periods import day_text
from billing.local_stripe.money.taxes import tax_entries
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


@dataclass(frozen=True, slots=True)
class Draft:
    """A line before it is on an invoice."""

    amount: int
    description: str
    price: Obj
    quantity: int
    start: int
    end: int
    subscription: str
    item: str
    taken: Taken = field(default_factory=list)
    tax_rates: list[Obj] = field(default_factory=list)
    proration: bool = False
    credits: tuple[str, str] | None = None
    """The invoice and the line that a credit takes back."""
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def net(self) -> int:
        """Return the amount with discounts off."""
        return self.amount - sum(kopecks for _, kopecks in self.taken)


def money_text(kopecks: int, currency: str) -> str:
    """Return an amount as Stripe writes it in a line."""
    sign = {"rub": "₽", "usd": "$", "eur": "€"}.get(currency, currency.upper())
    return f"{kopecks / 100:,.2f} {sign}"


def period_text(product: Obj, price: Obj, quantity: int) -> str:
    """Return what a line for a whole period says."""
    recurring = price["recurring"]
    every = recurring["interval_count"]
    interval = recurring["interval"] if every == 1 else f"{every} {recurring['interval']}s"
    return f"{quantity} × {product['name']} (at {money_text(price['unit_amount'], price['currency'])} / {interval})"


def unused_text(product: Obj, at: int) -> str:
    """Return what a credit says."""
    return f"Unused time on {product['name']} after {day_text(at)}"


def remaining_text(product: Obj, at: int) -> str:
    """Return what a debit for the rest of a period says."""
    return f"Remaining time on {product['name']} after {day_text(at)}"


def line_of(draft: Draft, invoice: str, invoice_item: str | None = None) -> Obj:
    """Return the line object."""
    credited = None
    if draft.credits:
        credited = {"invoice": draft.credits[0], "invoice_line_items": [draft.credits[1]]}
    amounts: list[dict[str, Any]] = [{"amount": off, "discount": ident} for ident, off in draft.taken]
    return {
        "id": new_id("il"),
        "object": "line_item",
        "amount": draft.amount,
        "currency": draft.price["currency"],
        "description": draft.description,
        "discount_amounts": amounts,
        "discountable": not draft.proration,
        "discounts": [ident for ident, _ in draft.taken],
        "invoice": invoice,
        "livemode": False,
        "metadata": draft.metadata,
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": invoice_item,
                "proration": draft.proration,
                "proration_details": {"credited_items": credited} if draft.proration else None,
                "subscription": draft.subscription,
                "subscription_item": draft.item,
            },
            "type": "subscription_item_details",
        },
        "period": {"end": draft.end, "start": draft.start},
        "pretax_credit_amounts": [{**one, "type": "discount"} for one in amounts],
        "pricing": {
            "price_details": {"price": draft.price["id"], "product": draft.price["product"]},
            "type": "price_details",
            "unit_amount_decimal": draft.price["unit_amount_decimal"],
        },
        "quantity": draft.quantity,
        "quantity_decimal": str(draft.quantity),
        "subscription": draft.subscription,
        "subtotal": draft.amount,
        "taxes": tax_entries(draft.net, draft.tax_rates),
    }


def rates_of(world: World, idents: list[str]) -> list[Obj]:
    """Return tax rates by id."""
    return [world.state.need("tax_rate", ident) for ident in idents]
