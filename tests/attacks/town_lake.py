"""The lake of a made-up bank, written as an import would."""

from datetime import datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lake.marts import marts_refresh
from lake.store import DataFile, Store, Version
from tests.attacks.towns import FIRST, Bank
from tests.lake.lakes import MERCHANTS, TRANSACTIONS

MIDNIGHT = datetime.combine(FIRST, time()) - timedelta(hours=3)
"""The first moment in Moscow, in UTC without a zone, as the lake keeps it."""
CUSTOMERS = pa.schema(
    [
        ("customer_id", pa.string()),
        ("birth_date", pa.date32()),
        ("gender", pa.string()),
        ("marital_status", pa.string()),
        ("is_corporate", pa.bool_()),
        ("region", pa.string()),
        ("city", pa.string()),
        ("registered_on", pa.date32()),
    ]
)


def lake_of(bank: Bank, address: str, number: int) -> Store:
    """Write a bank's payments, shops and customers as the data of a number, and fold them."""
    store = Store.open(address)
    paid = bank.paid
    names = pa.array([shop.merchant_id for shop in bank.shops])
    count = len(paid.day)
    table = pa.table(
        {
            "transaction_id": pa.array(np.char.add("t", np.arange(count).astype(str))),
            "ts": pa.array(
                np.datetime64(MIDNIGHT, "us") + paid.day.astype("timedelta64[D]") + paid.hour.astype("timedelta64[h]")
            ),
            "merchant_id": names.take(pa.array(paid.shop)),
            "customer_id": pa.array(np.char.add("c", paid.customer.astype(str))),
            "amount": pa.array(paid.amount / 100).cast(pa.decimal128(14, 2)),
            "currency": pa.repeat("RUB", count),
            "kind": pa.array(np.where(paid.back == 1, "refund", "purchase")),
            "channel": pa.repeat("pos", count),
        },
        schema=TRANSACTIONS,
    )
    months = (np.datetime64(FIRST) + paid.day.astype("timedelta64[D]")).astype("datetime64[M]")
    order = np.lexsort((paid.day, paid.shop, months))
    table, months = table.take(pa.array(order)), months[order]
    starts = np.flatnonzero(np.diff(months.astype(np.int64), prepend=-1))
    files = [
        _written(store, "transactions", table.slice(start, length), str(months[start]))
        for start, length in zip(starts, np.diff(np.append(starts, count)), strict=True)
    ]
    shops = [{name: getattr(shop, name, None) for name in MERCHANTS.names} for shop in bank.shops]
    listed = _written(store, "merchants", pa.Table.from_pylist(shops, MERCHANTS))
    people = _written(store, "customers", _people(bank))

    def change(base: Version) -> Version:
        changed = (
            base.with_table("transactions", files).with_table("merchants", [listed]).with_table("customers", [people])
        )
        last = max(file.facts["last"] for file in files)
        return changed.with_table("customers", [people]).with_facts(data_version=number, watermark=f"{last}+00:00")

    store.commit(change)
    marts_refresh(store)
    return store


def _people(bank: Bank) -> pa.Table:
    count = len(bank.female)
    nothing = {name: pa.nulls(count, kind) for name, kind in zip(CUSTOMERS.names, CUSTOMERS.types, strict=True)}
    return pa.table(
        nothing
        | {
            "customer_id": pa.array([f"c{at}" for at in range(count)]),
            "birth_date": pa.array([FIRST.replace(year=int(year)) for year in bank.born], pa.date32()),
            "gender": pa.array(np.where(bank.female == 1, "F", "M")),
        },
        schema=CUSTOMERS,
    )


def _written(store: Store, table: str, rows: pa.Table, month: str = "") -> DataFile:
    path = store.new_path(table, month)
    pq.write_table(rows, store.address(path))
    moments = rows["ts"] if "ts" in rows.column_names else None
    facts = {} if moments is None else {
        "first": pc.min(moments).as_py().isoformat(),
        "last": pc.max(moments).as_py().isoformat(),
    }  # fmt: skip
    return DataFile(path, rows.num_rows, month, facts)
