"""The list of customers as the contract's JSON."""

from typing import Any

from api.numbers import money, number
from segments.answers_customers import CustomersAnswer, ListedCustomer
from segments.customers.choice import FIFTHS


def customer_body(row: ListedCustomer) -> dict[str, Any]:
    """Write one customer."""
    return {
        "customer": row.pseudonym,
        "first_purchase": row.first_day.isoformat() if row.first_day else None,
        "last_purchase": row.last_day.isoformat() if row.last_day else None,
        "purchase_days": row.days,
        "purchases": row.purchases,
        "revenue": money(row.revenue),
        "scores": dict(zip(FIFTHS, row.scores, strict=True)) if row.scores else None,
        "group": row.group,
        "alive": number(row.alive, "share"),
        "predicted": [
            {"days": one.days, "purchase_days": number(one.visits, "days"), "value": money(one.value)}
            for one in row.expected
        ],
    }


def customers_facts(answer: CustomersAnswer) -> dict[str, Any]:
    """Write what is said of the whole list."""
    facts: dict[str, Any] = {"as_of": answer.as_of.isoformat(), "count": answer.found, "margin": answer.margin}
    if answer.clipped_from is not None:
        facts["clipped_from"] = answer.clipped_from.isoformat()
    return facts
