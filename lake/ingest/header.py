"""The first line of a file: which columns it brings."""

import csv
import io
from collections.abc import Sequence

from lake.contract import TABLES, LakeError, Table

_DELIMITERS = (",", ";", "\t")


def csv_header(line: bytes, file: str) -> tuple[list[str], str]:
    """Return the column names of a CSV's first line, and the delimiter between them.

    Raises
    ------
    LakeError
        When the line is no text in UTF-8.
    """
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise LakeError(f"{file} is not CSV in UTF-8: its header holds bytes that are no text.") from error
    if "\x00" in text:
        raise LakeError(f"{file} is neither CSV in UTF-8 nor Parquet.")
    known = {column.name for table in TABLES.values() for column in table.columns}

    def split(delimiter: str) -> list[str]:
        return next(csv.reader(io.StringIO(text), delimiter=delimiter), [])

    best = max(_DELIMITERS, key=lambda mark: sum(name.strip().lower() in known for name in split(mark)))
    return split(best), best


def table_by_header(header: Sequence[str], file: str) -> Table:
    """Return the table whose columns the header names.

    Raises
    ------
    LakeError
        When it fits none.
    """
    present = {name.strip().lower() for name in header}
    for table in reversed(TABLES.values()):
        if all(column.name in present for column in table.columns if column.required):
            return table
    raise LakeError(f"{file} fits no table by its name or header; say which with --table.")


def columns_of(header: Sequence[str], table: Table, file: str) -> list[str]:
    """Return the columns' names as the lake will call them, in the file's order.

    Raises
    ------
    LakeError
        When a column of the contract is missing or one comes twice.
    """
    contract = set(table.names)
    result: list[str] = []
    for place, raw in enumerate(header, start=1):
        text = raw.strip()
        if text.lower() in contract:
            text = text.lower()
        result.append(text or f"column_{place}")
    lower = [name.lower() for name in result]
    twice = next((name for name in result if lower.count(name.lower()) > 1), None)
    if twice:
        raise LakeError(f"{file} has the column {twice!r} twice.")
    taken = next((name for name in result if name.startswith("_import_")), None)
    if taken:
        raise LakeError(f"{file} has the column {taken!r}, a name that the import keeps for itself; rename it.")
    for column in table.columns:
        if column.name not in result and not column.optional_column:
            raise LakeError(f"{file} lacks the column {column.name!r} of {table.name}.")
    return result
