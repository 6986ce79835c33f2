"""Rows in PostgreSQL's binary COPY form, made from NumPy arrays without a Python object per number.

Source: PostgreSQL documentation, COPY, "Binary Format"; arrays as `array_send` writes them.
"""

import struct
from collections.abc import Iterable, Sequence

import numpy as np

from insights.engine.windows import Floats, Ints

HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
EPOCH_OFFSET = 10_957
"""PostgreSQL counts days from 2000-01-01, which is this many after 1970-01-01."""
OIDS = {"date": 1082, "float8": 701, "int8": 20}
FORMS = {"date": (">i4", 4), "float8": (">f8", 8), "int2": (">i2", 2), "int4": (">i4", 4), "int8": (">i8", 8)}


def text(value: str) -> bytes:
    """Return a text field."""
    return value.encode()


def date(day: int) -> bytes:
    """Return a date field from days since 1970-01-01."""
    return struct.pack(">i", day - EPOCH_OFFSET)


def number(value: int) -> bytes:
    """Return an integer field."""
    return struct.pack(">i", value)


def json(content: str) -> bytes:
    """Return a jsonb field."""
    return b"\x01" + content.encode()


def dates(days: Ints) -> bytes:
    """Return a field of type date[] from days since 1970-01-01."""
    return _array(days - EPOCH_OFFSET, "date")


def floats(values: Floats) -> bytes:
    """Return a field of type float8[]; nan stays NaN."""
    return _array(values, "float8")


def ints(values: Ints) -> bytes:
    """Return a field of type int8[]."""
    return _array(values, "int8")


def row(fields: Iterable[bytes]) -> bytes:
    """Return one row of fields, none of them null."""
    parts = list(fields)
    sized = b"".join(struct.pack(">i", len(part)) + part for part in parts)
    return struct.pack(">h", len(parts)) + sized


def table(columns: Sequence[tuple[str, np.ndarray]]) -> bytes:
    """Return rows of fixed width, none of their fields null.

    Parameters
    ----------
    columns : sequence of (str, array of shape (rows,))
        Kind (`date` in days since 1970-01-01, `float8`, `int2`, `int4`, `int8`) and values.
    """
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for at, (kind, _values) in enumerate(columns):
        fields += [(f"size{at}", ">i4"), (f"value{at}", FORMS[kind][0])]
    rows = np.empty(len(columns[0][1]), dtype=fields)
    rows["fields"] = len(columns)
    for at, (kind, values) in enumerate(columns):
        rows[f"size{at}"] = FORMS[kind][1]
        rows[f"value{at}"] = values - EPOCH_OFFSET if kind == "date" else values
    return rows.tobytes()


def _array(values: np.ndarray, kind: str) -> bytes:
    form, size = FORMS[kind]
    if not len(values):
        return struct.pack(">iiI", 0, 0, OIDS[kind])
    items = np.empty(len(values), dtype=[("size", ">i4"), ("value", form)])
    items["size"] = size
    items["value"] = values
    return struct.pack(">iiIii", 1, 0, OIDS[kind], len(values), 1) + items.tobytes()
