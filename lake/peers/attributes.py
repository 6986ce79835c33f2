"""What the bank knows of customers, set beside what they did."""

from types import MappingProxyType
from typing import Final

import ibis
import ibis.expr.types as ir

ATTRIBUTES: Final = MappingProxyType({"birth_date": "date", "gender": "string", "marital_status": "string"})
"""Column → type."""


def with_attributes(rows: ir.Table, people: ir.Table | None) -> ir.Table:
    """Return rows of customers with their attributes; null where the bank does not know, or has listed nobody."""
    if people is None:
        return rows.mutate(**{name: ibis.null(kind) for name, kind in ATTRIBUTES.items()})
    joined = rows.left_join(people.select("customer_id", *ATTRIBUTES), "customer_id")
    return joined.select(*rows.columns, *ATTRIBUTES)
