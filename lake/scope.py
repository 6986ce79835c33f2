"""A partner's own rows and no others: the only handle on rows of the lake."""

from collections.abc import Collection, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Final, Self

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lake.contract import LakeError
from lake.disclosure import pseudonyms
from lake.engine import EngineOptions, engine, read_files
from lake.marts import HOURS, OUTLETS, SCHEME, VISITS
from lake.rows import CLOCKED_SCHEMA, HOURS_SCHEMA, SUMS, VISITS_SCHEMA, clocked_coded, hours_summed, visits_coded
from lake.store import DataFile, Store, Version

Ints = NDArray[np.int64]
PEOPLE: Final = pa.schema(
    [
        ("customer", pa.int32()),
        ("birth_date", pa.date32()),
        ("gender", pa.string()),
        ("marital_status", pa.string()),
        ("is_corporate", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet of a partner, as the bank describes it."""

    id: str
    name: str
    mcc: str
    holding: str | None
    city: str | None
    district: str | None
    region: str | None
    channel: str | None
    opened_on: date | None
    timezone: str | None


class PartnerLake:
    """One partner's rows, up to a day, as of one version of the lake.

    Open it with `open`, use it as a context manager, from one thread.

    Parameters
    ----------
    version : int
        Number of the data version whose rows these are: a key for caches.
    first_day : date
        First local day of the whole lake.
    as_of : date
        Last day that is visible.
    """

    def __init__(  # noqa: PLR0917  called by `open` alone
        self,
        store: Store,
        snapshot: Version,
        inn: str,
        options: EngineOptions,
        as_of: date | None = None,
        without: Collection[str] = (),
    ) -> None:
        self.inn = inn
        self.version = int(snapshot.facts["marts_of"])
        self.first_day = date.fromisoformat(snapshot.facts["first_day"])
        self.as_of = as_of or date.fromisoformat(snapshot.facts["last_day"])
        self._store, self._snapshot = store, snapshot
        self._customers = pa.array([], pa.string())
        self._stack = ExitStack()
        self._backend = self._stack.enter_context(engine(options))
        try:
            self._outlets = self._outlets_of(inn, without)
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(
        cls,
        store: Store,
        *,
        inn: str,
        options: EngineOptions = EngineOptions(threads=1),
        as_of: date | None = None,
        without: Collection[str] = (),
    ) -> Self:
        """Open the rows of the company `inn`.

        Parameters
        ----------
        store : Store
            The lake.
        inn : str
            The company; its outlets are the merchants with that `inn`.
        options : EngineOptions
            How to open the engine.
        as_of : date, optional
            Nothing after this local day is visible; the newest day of the lake by default.
        without : collection of str
            Outlets that the partner says are not its own.

        Raises
        ------
        LakeError
            When the lake is empty, has no such company, or begins after `as_of`.
        """
        snapshot = store.current()
        if not snapshot.facts.get("first_day"):
            if snapshot.files("transactions"):
                raise LakeError("Imported payments have not been prepared yet; run 'manage.py recompute'.")
            raise LakeError("Nothing has been imported yet; run 'manage.py lake_import PATH'.")
        if as_of and as_of.isoformat() < snapshot.facts["first_day"]:
            raise LakeError(f"The lake begins on {snapshot.facts['first_day']}; choose that day or a later one.")
        return cls(store, snapshot, inn, options, as_of, without)

    def close(self) -> None:
        """Close the engine."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def outlets(self) -> tuple[OutletRow, ...]:
        """Return the partner's outlets, sorted by id."""
        return self._outlets

    def visits(
        self,
        start: date | None = None,
        end: date | None = None,
        outlets: Iterable[str] | None = None,
        channel: str | None = None,
    ) -> pa.Table:
        """Return who came on which day, and what they spent.

        Parameters
        ----------
        start, end : date, optional
            First and last local day; everything up to `as_of` by default.
        outlets : iterable of str, optional
            Only these outlets of the partner.
        channel : str, optional
            Only payments of this channel.

        Returns
        -------
        pyarrow.Table
            One row per outlet, channel, customer and day, sorted by customer and day: outlet and
            channel (dictionaries of strings), customer (int32, 0 to n − 1 over the whole life of
            this handle, never the bank's identifier), day (date32), purchases, gross, refunds,
            refunded (int64; sums in kopecks). A customer may have refunds only.

        Raises
        ------
        LakeError
            For an outlet that is not the partner's.
        """
        rows = self._rows(start, end, outlets, channel)
        if rows is None:
            return VISITS_SCHEMA.empty_table()
        return visits_coded(
            rows.select("merchant_id", "channel", "customer_id", "day", *SUMS).to_pyarrow(), self._codes
        )

    def hours(
        self,
        start: date | None = None,
        end: date | None = None,
        outlets: Iterable[str] | None = None,
        channel: str | None = None,
    ) -> pa.Table:
        """Return when customers paid; parameters as in `visits`.

        Returns
        -------
        pyarrow.Table
            One row per outlet, channel, day and hour with a payment, in this order: outlet and channel (dictionaries
            of strings), day (date32), hour (int8, 0 to 23 at the outlet's place), purchases, gross, refunds, refunded
            (int64; sums in kopecks).

        Raises
        ------
        LakeError
            For an outlet that is not the partner's, and while the lake has no hours yet.
        """
        self._require_hours()
        rows = self._rows(start, end, outlets, channel, mart=HOURS)
        return HOURS_SCHEMA.empty_table() if rows is None else hours_summed(rows)

    def clocked(
        self,
        start: date | None = None,
        end: date | None = None,
        outlets: Iterable[str] | None = None,
        channel: str | None = None,
    ) -> pa.Table:
        """Return in which hours each customer bought; parameters as in `visits`.

        Returns
        -------
        pyarrow.Table
            One row or more per outlet, channel, customer and day with a purchase: outlet and channel (dictionaries of
            strings), customer (int32, a number within this table), day (date32), clocked (int32: bit h is set by a
            purchase in hour h at the outlet's place).

        Raises
        ------
        LakeError
            For an outlet that is not the partner's, and while the lake has no hours yet.
        """
        self._require_hours()
        rows = self._rows(start, end, outlets, channel)
        return CLOCKED_SCHEMA.empty_table() if rows is None else clocked_coded(rows)

    def customers(self) -> pa.Table:
        """Return what the bank knows of the customers met so far: those of the visits that were read.

        Returns
        -------
        pyarrow.Table
            One row per customer, sorted by it: customer (int32, as in `visits`), birth_date (date32), gender
            (`F` or `M`), marital_status (`married` or `single`), is_corporate (bool). Null where the bank does
            not know, for a customer that it does not list too.
        """
        met = pa.table({"customer_id": self._customers, "customer": pa.array(range(len(self._customers)), pa.int32())})
        listed = read_files(self._backend, self._store, self._snapshot.files("customers"))
        if listed is None or not len(met):
            nulls = {name: pa.nulls(len(met), kind) for name, kind in zip(PEOPLE.names, PEOPLE.types, strict=True)}
            return pa.table({**nulls, "customer": met["customer"]}, schema=PEOPLE)
        joined = ibis.memtable(met).left_join(listed, "customer_id").select(*PEOPLE.names).order_by("customer")
        return joined.to_pyarrow().cast(PEOPLE)

    def pseudonyms(self, *, secret: bytes, partner: str) -> Ints:
        """Return the names of the customers met so far, which only this partner sees.

        Parameters
        ----------
        secret : bytes
            Of the bank.
        partner : str
            The partner's schema: the same customer has another name at each partner.

        Returns
        -------
        int64 array of shape (customers,)
            By the code of the visits; `lake.disclosure.pseudonym_text` writes one. The bank's identifiers stay here.
        """
        return pseudonyms(secret, partner, self._customers.to_pylist())

    def rows(self, start: date | None = None, end: date | None = None) -> int:
        """Return how many payments (purchases and refunds) of these days there are."""
        rows = self._rows(start, end, None, None)
        if rows is None:
            return 0
        counted = rows.aggregate(n=rows.purchases.sum().fill_null(0) + rows.refunds.sum().fill_null(0)).to_pyarrow()
        return int(counted["n"][0].as_py())

    def _outlets_of(self, inn: str, without: Collection[str]) -> tuple[OutletRow, ...]:
        merchants = read_files(self._backend, self._store, self._snapshot.files(OUTLETS))
        found: list[dict[str, Any]] = []
        if merchants is not None:
            found = merchants.filter(merchants.inn == inn).order_by("merchant_id").to_pyarrow().to_pylist()
        if not found:
            raise LakeError(f"The lake has no merchant with the INN {inn}; check the number or import its merchants.")
        optional = OutletRow.__slots__[3:]
        return tuple(
            OutletRow(row["merchant_id"], row["name"], row["mcc"], *(row.get(name) for name in optional))
            for row in found
            if row["merchant_id"] not in without
        )

    def _rows(
        self,
        start: date | None,
        end: date | None,
        outlets: Iterable[str] | None,
        channel: str | None,
        *,
        mart: str = VISITS,
    ) -> ir.Table | None:
        """Return the partner's rows of a mart that were asked for; None when there can't be any."""
        own = [outlet.id for outlet in self._outlets]
        chosen = own if outlets is None else sorted(set(outlets))
        if not set(chosen) <= set(own):
            raise LakeError("This outlet is not one of the partner's; choose one from the list of its outlets.")
        first = max(start, self.first_day) if start else self.first_day
        last = min(end, self.as_of) if end else self.as_of
        files = [file for file in self._snapshot.files(mart) if _overlaps(file, first, last)]
        rows = read_files(self._backend, self._store, files) if chosen else None
        if rows is None:
            return None
        # Files are clipped as well, so a day's bound is only asked of those that need it.
        rows = rows.filter(rows.merchant_id.isin(chosen), rows.day.between(first, last))
        return rows.filter(rows.channel == channel) if channel else rows

    def _require_hours(self) -> None:
        known = self._snapshot.facts.get("marts_scheme", {})
        if any(known.get(mart) != SCHEME[mart] for mart in (HOURS, VISITS)):
            raise LakeError("Hours of payments have not been prepared yet; run 'manage.py recompute'.")

    def _codes(self, customers: pa.Array) -> pa.Array:
        """Return each customer's code; those not met before get the next ones."""
        fresh = customers.filter(pc.is_null(pc.index_in(customers, value_set=self._customers)))
        self._customers = pa.concat_arrays([self._customers, fresh])
        return pc.index_in(customers, value_set=self._customers)


def _overlaps(file: DataFile, first: date, last: date) -> bool:
    return bool(file.facts["first_day"] <= last.isoformat() and first.isoformat() <= file.facts["last_day"])
