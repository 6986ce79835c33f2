"""The contract as SQL: what each value becomes, and what is wrong with a row."""

# ruff: noqa: S608  every name and value in these statements goes through lake.ingest.sql

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyarrow as pa

from lake.contract import Column, Kind, Table
from lake.ingest.clock import Clock
from lake.ingest.reading import LINE, SOURCE
from lake.ingest.sql import literal, name
from lake.ingest.values import text_of, value_of

FAULT: Final = "_import_fault"

MISSING_VALUE: Final = "missing_value"
UNKNOWN_VALUE: Final = "unknown_value"
BAD_AMOUNT: Final = "bad_amount"
NEGATIVE_AMOUNT: Final = "negative_amount"
BAD_TIME: Final = "bad_time"
FUTURE: Final = "future"
UNKNOWN_MERCHANT: Final = "unknown_merchant"

_RAW: Final = "_import_raw_"
_OLDEST: Final = "1900-01-01"


@dataclass(frozen=True, slots=True)
class Check:
    """One way for a row to be bad: its code, its sentence (SQL over the raw row), its condition."""

    reason: str
    detail: str
    condition: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The SQL that proves rows of one shape.

    Parameters
    ----------
    columns : tuple of str
        What a proven row consists of: the contract's columns, then the file's own.
    checks : tuple of Check
        In order; a row's fault is the place of the first that holds.
    select : str
        `SELECT` over the raw rows: source, line, the proven columns, the fault (null for a good row).
    raw : str
        Expression: the row as it was delivered, as JSON.
    """

    columns: tuple[str, ...]
    checks: tuple[Check, ...]
    select: str
    raw: str

    def reason_of(self, fault: str) -> str:
        """Return an expression for the reason code of a fault."""
        cases = " ".join(f"WHEN {place} THEN {literal(check.reason)}" for place, check in enumerate(self.checks))
        return f"CASE {fault} {cases} END"

    def detail_of(self, fault: str) -> str:
        """Return an expression for the sentence that tells what is wrong."""
        cases = " ".join(f"WHEN {place} THEN {check.detail}" for place, check in enumerate(self.checks))
        return f"CASE {fault} {cases} END"


def proof(table: Table, schema: pa.Schema, clock: Clock, *, rows: str, merchants: str = "") -> Proof:
    """Return the proof of `table` for rows of this schema.

    Parameters
    ----------
    table : Table
        What the contract asks for.
    schema : pyarrow.Schema
        Columns as they come from the file.
    clock : Clock
        What is the future, and how local time becomes UTC.
    rows : str
        Name of the relation with the raw rows.
    merchants : str
        Name of a relation with the known `merchant_id`s; empty for no such check.

    Returns
    -------
    Proof
    """
    delivered = {field.name: field.type for field in schema if field.name not in (SOURCE, LINE)}
    extra = [column for column in delivered if column not in table.names]
    values: list[str] = []
    checks: list[Check] = []
    for column in table.columns:
        kind = delivered.get(column.name)
        if kind is None:
            values.append(f"CAST(NULL AS VARCHAR) AS {name(column.name)}")
            continue
        values.append(f"{value_of(column, kind, clock)} AS {name(column.name)}")
        checks += _checks(column, kind, clock)
    if merchants:
        given, shown = 't."merchant_id"', _quoted("merchant_id", delivered["merchant_id"])
        checks.append(
            Check(
                UNKNOWN_MERCHANT,
                f"'merchant_id ' || {shown} || ' is not among the merchants.'",
                f"{given} NOT IN (SELECT merchant_id FROM {merchants})",
            )
        )
    raw_columns = [
        f"{text_of(column, kind)} AS {name(_RAW + column)}"
        for column, kind in delivered.items()
        if column in table.names
    ]
    kept = "".join(f", {name(column)}" for column in extra)
    cases = " ".join(f"WHEN {check.condition} THEN {place}" for place, check in enumerate(checks))
    inner = f"SELECT {SOURCE}, {LINE}, {', '.join(values)}{kept}, {', '.join(raw_columns)} FROM {rows}"
    columns = (*table.names, *extra)
    chosen = ", ".join(f"t.{name(column)}" for column in columns)
    select = f"SELECT {SOURCE}, {LINE}, {chosen}, CASE {cases} END AS {FAULT} FROM ({inner}) t"
    parts = ", ".join(f"{literal(column)}: CAST({name(column)} AS VARCHAR)" for column in delivered)
    return Proof(columns, tuple(checks), select, f"CAST(to_json({{{parts}}}) AS VARCHAR)")


def _quoted(column: str, kind: pa.DataType) -> str:
    return f"'''' || left({text_of(column, kind)}, 80) || ''''"


def _checks(column: Column, kind: pa.DataType, clock: Clock) -> list[Check]:
    given, value = f"t.{name(_RAW + column.name)}", f"t.{name(column.name)}"
    shown = _quoted(column.name, kind)

    def check(reason: str, sentence: str, condition: str) -> Check:
        return Check(reason, f"'{column.name} ' || {shown} || ' {sentence}.'", condition)

    result: list[Check] = []
    if column.required:
        result.append(Check(MISSING_VALUE, f"'{column.name} is missing.'", f"{given} IS NULL"))
    match column.kind:
        case Kind.MONEY:
            result += [
                check(
                    NEGATIVE_AMOUNT, "is negative", f"{value} < 0 OR ({value} IS NULL AND starts_with({given}, '-'))"
                ),
                check(BAD_AMOUNT, "is no sum in roubles with at most two decimals", f"{value} IS NULL"),
            ]
        case Kind.TIMESTAMP:
            result += [
                check(BAD_TIME, "is no date and time", f"{value} IS NULL OR {value} < TIMESTAMP '{_OLDEST}'"),
                check(FUTURE, "is in the future", f"{value} > TIMESTAMP {literal(_plain(clock.now))}"),
            ]
        case Kind.DATE:
            wrong = f"({value} IS NULL AND {given} IS NOT NULL) OR {value} < DATE '{_OLDEST}'"
            result += [
                check(BAD_TIME, "is no date", wrong),
                check(FUTURE, "is in the future", f"{value} > DATE '{clock.today.isoformat()}'"),
            ]
        case Kind.BOOL:
            result.append(check(UNKNOWN_VALUE, "is neither true nor false", f"{value} IS NULL AND {given} IS NOT NULL"))
        case _ if column.one_of:
            allowed = ", ".join(literal(one) for one in column.one_of)
            result.append(check(UNKNOWN_VALUE, f"is none of {', '.join(column.one_of)}", f"{value} NOT IN ({allowed})"))
        case _ if column.pattern:
            wrong = f"NOT regexp_full_match({value}, {literal(column.pattern)})"
            result.append(check(UNKNOWN_VALUE, "has the wrong form", wrong))
    return result


def _plain(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(sep=" ")
