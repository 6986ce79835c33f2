"""Text inside Parquet: a format that promises UTF-8 and does not check it."""

import json
from typing import Any

import pyarrow as pa

from lake.ingest.scanning import WRONG_ENCODING, Reject

_LINE = "_import_line"


def decoded(rows: pa.Table) -> tuple[pa.Table, list[Reject]]:
    """Return the rows with all text as plain strings, without those whose bytes are no UTF-8.

    Parameters
    ----------
    rows : pyarrow.Table
        With a column of line numbers.

    Returns
    -------
    tuple of (pyarrow.Table, list of Reject)
        The good rows, the others.
    """
    bad: set[int] = set()
    for place, column in enumerate(rows.schema):
        values = rows.column(place)
        if pa.types.is_dictionary(column.type):
            values = values.cast(column.type.value_type)
        if pa.types.is_null(values.type):
            values = values.cast(pa.string())
        if _is_text(values.type):
            raw = values.cast(pa.large_binary())
            try:
                values = raw.cast(pa.large_string())
            except pa.ArrowInvalid:
                bad |= {row for row, value in enumerate(raw.to_pylist()) if not _is_utf8(value)}
                values = raw
        if values.type != column.type:
            rows = rows.set_column(place, column.name, values)
    if not bad:
        return rows, []
    rejects = [
        Reject(line, WRONG_ENCODING, "The row holds bytes that are not UTF-8.", raw)
        for line, raw in _shown(rows.take(sorted(bad)))
    ]
    mask = pa.array([row not in bad for row in range(rows.num_rows)])
    good, _ = decoded(rows.filter(mask))
    return good, rejects


def _is_text(kind: pa.DataType) -> bool:
    types = pa.types
    text = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    return bool(text or types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind))


def _is_utf8(value: bytes | None) -> bool:
    try:
        (value or b"").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _shown(rows: pa.Table) -> list[tuple[int, str]]:
    result = []
    names = [name for name in rows.schema.names if not name.startswith("_import_")]
    for row in range(rows.num_rows):
        values: dict[str, Any] = {}
        for name in names:
            column = rows.column(name)
            value = column[row].as_py()
            values[name] = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
        line = rows.column(_LINE)[row].as_py()
        result.append((line, json.dumps(values, ensure_ascii=False, default=str)))
    return result
