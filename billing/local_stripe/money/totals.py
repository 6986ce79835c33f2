"""An invoice's figures: sums of its lines, and what the customer's balance covers."""

from typing import Any

from billing.local_stripe.money.taxes import tax_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def _sums(lines: list[Obj], field: str, key: str) -> list[dict[str, Any]]:
    """Add up `discount_amounts` over lines, by discount."""
    total: dict[str, int] = {}
    for line in lines:
        for one in line[field]:
            total[one[key]] = total.get(one[key], 0) + one["amount"]
    return [{"amount": amount, key: ident} for ident, amount in total.items()]


def _taxes(lines: list[Obj]) -> list[dict[str, Any]]:
    total: dict[str, dict[str, Any]] = {}
    for line in lines:
        for one in line["taxes"]:
            ident = one["tax_rate_details"]["tax_rate"]
            known = total.setdefault(ident, {**one, "amount": 0, "taxable_amount": 0})
            known["amount"] += one["amount"]
            known["taxable_amount"] += one["taxable_amount"]
    return list(total.values())


def totals(world: World, lines: list[Obj], balance: int) -> dict[str, Any]:
    """Return the figures of an invoice with these lines; `balance` below zero is the customer's credit.

    subtotal = sum of lines; total = subtotal − discounts + taxes on top; amount_due = total with the balance
    taken in, never below zero. A total below zero becomes credit when the invoice is finalized.
    """
    discounts, taxes = _sums(lines, "discount_amounts", "discount"), _taxes(lines)
    subtotal = sum(line["amount"] for line in lines)
    on_top = sum(one["amount"] for one in taxes if one["tax_behavior"] == "exclusive")
    total = subtotal - sum(one["amount"] for one in discounts) + on_top
    inside = sum(_inside(world, line) for line in lines)
    due = max(0, total + balance)
    return {
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal - inside,
        "total": total,
        "total_discount_amounts": discounts,
        "total_excluding_tax": total - sum(one["amount"] for one in taxes),
        "total_pretax_credit_amounts": [{**one, "type": "discount"} for one in discounts],
        "total_taxes": taxes,
        "starting_balance": balance,
        "amount_due": due,
        "amount_remaining": due,
    }


def _inside(world: World, line: Obj) -> int:
    rates = [world.state.need("tax_rate", one["tax_rate_details"]["tax_rate"]) for one in line["taxes"]]
    return sum(tax_of(line["amount"], rate) for rate in rates if rate["inclusive"])


def balance_after(total: int, balance: int) -> int:
    """Return the customer's balance after an invoice of this total.

    A credit covers what it can, a total below zero adds to the credit, a debt in the balance is collected.
    """
    return min(0, total + balance)
