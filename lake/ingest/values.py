"""What each kind of value becomes, as SQL: null for one that can't be read."""

from typing import Final

import pyarrow as pa

from lake.contract import Column, Kind
from lake.ingest.clock import Clock
from lake.ingest.sql import name

_MONEY: Final = r"\d{1,12}(\.\d{1,2})?"
_DATE: Final = r"\d{4}-\d{2}-\d{2}"
_TIME: Final = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?"
_LOCAL: Final = rf"{_DATE}([ T]{_TIME})?"
_ZONED: Final = rf"{_DATE}[ T]{_TIME} ?([Zz]|[+-](0\d|1[0-4])(:?[0-5]\d)?)"


def text_of(column: str, kind: pa.DataType) -> str:
    """Return a delivered value as text, null when it is empty."""
    if pa.types.is_string(kind):  # from CSV, where the reader has made empty text null
        return name(column)
    if pa.types.is_large_string(kind):
        return f"nullif({name(column)}, '')"
    return f"CAST({name(column)} AS VARCHAR)"


def value_of(column: Column, kind: pa.DataType, clock: Clock) -> str:
    """Return the value that the lake keeps.

    Parameters
    ----------
    column : Column
        What the contract asks for.
    kind : pyarrow.DataType
        What was delivered: text, or a Parquet file's own type.
    clock : Clock
        How local time becomes UTC.

    Returns
    -------
    str
        An expression over the raw rows; null for a value that can't be read.
    """
    raw, text = name(column.name), text_of(column.name, kind)
    match column.kind:
        case Kind.MONEY:
            return _money(raw, text, kind)
        case Kind.TIMESTAMP:
            return _moment(raw, text, kind, clock)
        case Kind.DATE:
            return _date(raw, text, kind)
        case Kind.BOOL:
            return _bool(raw, text, kind)
        case _:
            return text


def _money(raw: str, text: str, kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind) or pa.types.is_integer(kind):
        return f"CASE WHEN TRY_CAST({raw} AS DECIMAL(14,2)) = {raw} THEN TRY_CAST({raw} AS DECIMAL(14,2)) END"
    # A float too: its shortest text is what was meant, its bits are not.
    return f"CASE WHEN regexp_full_match({text}, '{_MONEY}') THEN TRY_CAST({text} AS DECIMAL(14,2)) END"


def _moment(raw: str, text: str, kind: pa.DataType, clock: Clock) -> str:
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return f"CAST({raw} AS TIMESTAMP)"
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return clock.utc(f"CAST({raw} AS TIMESTAMP)")
    # The engine reads a zone only after seconds, and without a blank before it.
    tight = rf"regexp_replace(upper({text}), ' ?(Z|[+-][0-9:]+)$', '\1')"
    whole = rf"regexp_replace({tight}, '^(.{{10}}[ T]\d\d:\d\d)([Z+-].*)$', '\1:00\2')"
    return (
        f"CASE WHEN regexp_full_match({text}, '{_LOCAL}') THEN {clock.utc(f'TRY_CAST({text} AS TIMESTAMP)')} "
        f"WHEN regexp_full_match({text}, '{_ZONED}') "
        f"THEN CAST(TRY_CAST({whole} AS TIMESTAMPTZ) AS TIMESTAMP) END"
    )


def _date(raw: str, text: str, kind: pa.DataType) -> str:
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return f"CAST({raw} AS DATE)"
    return f"CASE WHEN regexp_full_match({text}, '{_DATE}( 00:00:00)?') THEN TRY_CAST(left({text}, 10) AS DATE) END"


def _bool(raw: str, text: str, kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return raw
    text = f"lower({text})"
    return f"CASE WHEN {text} IN ('true', 't', '1') THEN true WHEN {text} IN ('false', 'f', '0') THEN false END"
