"""What the bank delivers: tables, columns, types, units.

The three tables of the contract, as data. `lake.ingest` proves every row against them,
`lake.demo` writes in their form, the documentation is generated from them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BANK_ZONE: Final = "Europe/Moscow"
"""Zone of a timestamp that comes without one, and of a merchant that names none."""

CURRENCY: Final = "RUB"


class LakeError(Exception):
    """A mistake that a person can mend; its text is the one line they are shown."""


class Kind(StrEnum):
    """How a column is proven and stored."""

    STRING = "string"
    TIMESTAMP = "timestamp"  # stored in UTC
    DATE = "date"
    MONEY = "money"  # decimal(14, 2), roubles, never negative
    BOOL = "bool"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a delivered table.

    Parameters
    ----------
    name : str
        As written in the file's header.
    kind : Kind
        How its text becomes a value.
    required : bool
        Whether a row without it is refused.
    one_of : tuple of str
        The only values allowed; empty when any will do.
    pattern : str
        A regular expression that the whole text must match; empty when any will do.
    optional_column : bool
        Whether the file may lack the column altogether.
    """

    name: str
    kind: Kind = Kind.STRING
    required: bool = False
    one_of: tuple[str, ...] = ()
    pattern: str = ""
    optional_column: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A delivered table; the first column is its key."""

    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        """The name of the column that names a row."""
        return self.columns[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)


TRANSACTIONS: Final = Table(
    "transactions",
    (
        Column("transaction_id", required=True),
        Column("ts", Kind.TIMESTAMP, required=True),
        Column("merchant_id", required=True),
        Column("customer_id", required=True),
        Column("amount", Kind.MONEY, required=True),
        Column("currency", required=True, one_of=(CURRENCY,)),
        Column("kind", required=True, one_of=("purchase", "refund")),
        Column("channel", required=True, one_of=("pos", "online")),
    ),
)

CUSTOMERS: Final = Table(
    "customers",
    (
        Column("customer_id", required=True),
        Column("birth_date", Kind.DATE),
        Column("gender", one_of=("F", "M")),
        Column("marital_status", one_of=("married", "single")),
        Column("is_corporate", Kind.BOOL),
        Column("region"),
        Column("city"),
        Column("registered_on", Kind.DATE),
    ),
)

MERCHANTS: Final = Table(
    "merchants",
    (
        Column("merchant_id", required=True),
        Column("inn", required=True),
        Column("holding"),
        Column("name", required=True),
        Column("mcc", required=True, pattern=r"\d{4}"),
        Column("city"),
        Column("district"),
        Column("region"),
        Column("channel", one_of=("pos", "online")),
        Column("opened_on", Kind.DATE),
        Column("timezone", optional_column=True),
        Column("contact_email", optional_column=True),
    ),
)

TABLES: Final = {table.name: table for table in (MERCHANTS, CUSTOMERS, TRANSACTIONS)}
"""In the order in which a folder is imported: a payment needs its merchant first."""
