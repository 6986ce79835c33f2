"""The demo lake's files: Parquet in the contract's form, the same bytes for the same world."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lake.contract import CURRENCY
from lake.demo.arrays import Bools, Ints
from lake.demo.kinds import KINDS
from lake.demo.partners import Outlet, Partner
from lake.demo.payments import Block
from lake.demo.people import People
from lake.demo.places import CITIES

_TEXT = pa.string()
_DAY = pa.date32()
PAYMENTS = pa.schema(
    [
        ("transaction_id", _TEXT),
        ("ts", pa.timestamp("ms", tz="UTC")),
        ("merchant_id", pa.dictionary(pa.int32(), _TEXT)),
        ("customer_id", _TEXT),
        ("amount", pa.decimal128(14, 2)),
        ("currency", pa.dictionary(pa.int8(), _TEXT)),
        ("kind", pa.dictionary(pa.int8(), _TEXT)),
        ("channel", pa.dictionary(pa.int8(), _TEXT)),
    ]
)


def payments_writer(path: Path) -> pq.ParquetWriter:
    """Open a file for the payments of one month; everything that could vary is pinned."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return pq.ParquetWriter(
        path,
        PAYMENTS,
        version="2.6",
        compression="zstd",
        compression_level=1,
        use_dictionary=["merchant_id", "customer_id", "currency", "kind", "channel"],
        column_encoding={"transaction_id": "DELTA_BYTE_ARRAY", "ts": "DELTA_BINARY_PACKED"},
        store_decimal_as_integer=True,
        store_schema=False,  # plain strings for every reader, not Arrow's dictionaries
    )


def payments_table(block: Block, merchants: pa.Array, customers: pa.Array) -> pa.Table:
    """Turn a block of payments into a table of the contract."""
    return pa.table(
        [
            pa.array(block.number).cast(_TEXT),
            pa.array(block.second * 1000).cast(PAYMENTS.field("ts").type),
            pa.DictionaryArray.from_arrays(pa.array(block.outlet, pa.int32()), merchants),
            customers.take(pa.array(block.customer)),
            _money(block.amount),
            _one_of(np.zeros(len(block.number), dtype=bool), CURRENCY),
            _one_of(block.refund, "purchase", "refund"),
            _one_of(block.online, "pos", "online"),
        ],
        schema=PAYMENTS,
    )


def customer_ids(count: int) -> pa.Array:
    """Return the bank's names of `count` customers."""
    numbers = pa.array(np.arange(count) + 10**8).cast(_TEXT)
    return pa.array([f"C{number}" for number in numbers.to_pylist()], _TEXT)


def customers_write(path: Path, people: People, ids: pa.Array, first: date) -> None:
    """Write the customers, with what the bank does not know of them left out."""
    hidden = [(people.hidden & 1 << bit) > 0 for bit in range(4)]
    since = (first - date(1970, 1, 1)).days
    cities = pa.array([city.name for city in CITIES])
    regions = pa.array([city.region for city in CITIES])
    place = pa.array(people.city)
    table = pa.table(
        {
            "customer_id": ids,
            "birth_date": pa.array(people.born.astype(np.int32), mask=hidden[0]).cast(_DAY),
            "gender": pa.array(np.where(people.female, "F", "M"), _TEXT, mask=hidden[1]),
            "marital_status": pa.array(np.where(people.married, "married", "single"), _TEXT, mask=hidden[2]),
            "is_corporate": pa.array(people.corporate, mask=hidden[3]),
            "region": regions.take(place),
            "city": cities.take(place),
            "registered_on": pa.array((people.came + since).astype(np.int32)).cast(_DAY),
        }
    )
    _write(path, table)


def merchants_write(path: Path, partners: list[Partner], outlets: list[Outlet]) -> None:
    """Write the outlets."""
    owners = [partners[outlet.partner] for outlet in outlets]
    rows = [
        {
            "merchant_id": outlet.merchant_id,
            "inn": owner.inn,
            "holding": owner.holding,
            "name": owner.name,
            "mcc": KINDS[owner.kind].mcc,
            "city": CITIES[outlet.city].name,
            "district": outlet.district,
            "region": CITIES[outlet.city].region,
            "channel": "online" if outlet.online else "pos",
            "opened_on": outlet.opened_on,
            "timezone": CITIES[outlet.city].timezone,
            "contact_email": f"info@{owner.subdomain or owner.inn}.example",
        }
        for outlet, owner in zip(outlets, owners, strict=True)
    ]
    text = [(name, _DAY if name == "opened_on" else _TEXT) for name in rows[0]]
    _write(path, pa.Table.from_pylist(rows, schema=pa.schema(text)))


def _write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, version="2.6", compression="zstd", compression_level=1, store_schema=False)


def _one_of(choice: Bools, *words: str) -> pa.Array:
    """Return `words[choice]`; the words differ, or the writer would leave chance bytes in its dictionary page."""
    return pa.DictionaryArray.from_arrays(pa.array(choice.astype(np.int8)), pa.array(words))


def _money(kopecks: Ints) -> pa.Array:
    """Turn kopecks into decimals without a pass through text or floats: 128 bits, little end first."""
    words = np.zeros((len(kopecks), 2), dtype="<i8")
    words[:, 0] = kopecks
    return pa.Array.from_buffers(PAYMENTS.field("amount").type, len(kopecks), [None, pa.py_buffer(words)])
