"""Rows in PostgreSQL's binary COPY form, made from NumPy arrays without a Python object per number.

Source: PostgreSQL documentation, COPY, "Binary Format"; arrays as `array_send` writes them.
"""

import struct
from collections.abc import Iterable

import numpy as np

from insights.engine.windows import Floats, Ints

HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
EPOCH_OFFSET = 10_957
"""PostgreSQL counts days from 2000-01-01, which is this many after 1970-01-01."""
OIDS = {"date": 1082, "float8": 701, "int8": 20}
FORMS = {"date": (">i4", 4), "float8": (">f8", 8), "int8": (">i8", 8)}


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


def _array(values: np.ndarray, kind: str) -> bytes:
    form, size = FORMS[kind]
    if not len(values):
        return struct.pack(">iiI", 0, 0, OIDS[kind])
    items = np.empty(len(values), dtype=[("size", ">i4"), ("value", form)])
    items["size"] = size
    items["value"] = values
    return struct.pack(">iiIii", 1, 0, OIDS[kind], len(values), 1) + items.tobytes()
