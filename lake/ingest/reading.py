"""From a file to batches of rows, each row with the line on which it starts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from lake.contract import Kind, LakeError, Table
from lake.ingest.encoding import decoded
from lake.ingest.header import columns_of, csv_header
from lake.ingest.scanning import Reject, Scanner
from lake.ingest.sources import Source

SOURCE, LINE = "_import_source", "_import_line"

PIECE = 96 << 20
"""Bytes of CSV read at a time: what bounds the memory of an import."""
BATCH_ROWS = 1 << 20
"""Rows of Parquet read at a time, and how far small files are gathered before they are proven."""
_BLOCK = 4 << 20


@dataclass(slots=True)
class Batch:
    """Rows of one or several files with the same columns.

    Parameters
    ----------
    rows : pyarrow.Table
        The file's columns, `SOURCE` (place in the list of sources) and `LINE`.
    rejects : list of (int, Reject)
        Rows refused already, with their source.
    advanced : int
        Bytes of the files that this batch accounts for.
    """

    rows: pa.Table
    rejects: list[tuple[int, Reject]] = field(default_factory=list)
    advanced: int = 0


def header_of(source: Source) -> list[str]:
    """Return the names that a file's header gives its columns, as they are written.

    Raises
    ------
    LakeError
        When the file can't be read.
    """
    if source.is_parquet():
        with _parquet(source) as file:
            return list(file.schema_arrow.names)
    with source.fs.open(source.path, "rb") as file:
        return csv_header(_without_mark(file.readline()), source.name)[0]


def batches(sources: Iterable[Source], table: Table) -> Iterator[Batch]:
    """Read files one after the other in batches of bounded size.

    Raises
    ------
    LakeError
        When a file can't be read or lacks a column.
    """
    waiting: list[Batch] = []
    for place, source in enumerate(sources):
        read: Callable[[Source, Table, int], Iterator[Batch]] = (
            _parquet_batches if source.is_parquet() else _csv_batches
        )
        for batch in read(source, table, place):
            fits = not waiting or waiting[0].rows.schema.equals(batch.rows.schema)
            if waiting and (not fits or sum(part.rows.num_rows for part in [*waiting, batch]) > BATCH_ROWS):
                yield _joined(waiting)
                waiting = []
            waiting.append(batch)
    if waiting:
        yield _joined(waiting)


def _joined(parts: list[Batch]) -> Batch:
    if len(parts) == 1:
        return parts[0]
    rejects = [reject for part in parts for reject in part.rejects]
    return Batch(pa.concat_tables([part.rows for part in parts]), rejects, sum(part.advanced for part in parts))


def _placed(rows: pa.Table, place: int, lines: pa.Array) -> pa.Table:
    sources = pa.repeat(pa.scalar(place, pa.int32()), rows.num_rows)
    return rows.append_column(SOURCE, sources).append_column(LINE, lines)


def _without_mark(text: bytes) -> bytes:
    return text.removeprefix(b"\xef\xbb\xbf")


def _csv_batches(source: Source, table: Table, place: int) -> Iterator[Batch]:
    with source.fs.open(source.path, "rb") as file:
        first = file.readline()
        header, delimiter = csv_header(_without_mark(first), source.name)
        names = columns_of(header, table, source.name)
        buffer, line, advanced, last = b"", 2, len(first), False
        while not last:
            block = file.read(PIECE)
            last = len(block) < PIECE
            buffer += block
            advanced += len(block)
            if last and buffer and not buffer.endswith(b"\n"):
                buffer += b"\n"
            cut = buffer.rfind(b"\n") + 1
            if not cut and not last:
                continue
            piece = buffer if cut == len(buffer) else buffer[:cut]
            rows, found = _quick(piece, names, delimiter), list[Reject]()
            if rows is None:
                scanner = Scanner(len(names), delimiter, _one_line(table, names))
                result = scanner.scan(piece, first_line=line, last=last)
                columns = zip(*result.rows, strict=True) if result.rows else ([] for _ in names)
                values = [pa.array([value or None for value in column], pa.string()) for column in columns]
                rows, lines, found = pa.table(values, names=names), pa.array(result.lines, pa.int64()), result.rejects
                buffer, line = buffer[result.consumed :], result.next_line
            else:
                lines = _run(line, rows.num_rows)
                buffer, line = buffer[cut:], line + rows.num_rows
            yield Batch(_placed(rows, place, lines), [(place, reject) for reject in found], advanced)
            advanced = 0


def _run(first: int, length: int) -> pa.Array:
    return pa.array(np.arange(first, first + length, dtype=np.int64))


def _one_line(table: Table, names: list[str]) -> list[int]:
    """Return the places of columns in which a line break can only be a mistake."""
    free = {
        column.name
        for column in table.columns[1:]
        if table.name != "transactions" and column.kind is Kind.STRING and not column.one_of and not column.pattern
    }
    return [names.index(name) for name in table.names if name not in free and name in names]


def _quick(piece: bytes, names: list[str], delimiter: str) -> pa.Table | None:
    """Read a piece in one go; None when a row of it may be anything but one good line."""
    returns = piece.count(b"\r")
    if returns and returns != piece.count(b"\r\n"):
        return None
    if not piece:
        return pa.table({name: pa.array([], pa.string()) for name in names})
    try:
        rows = pyarrow.csv.read_csv(
            pa.BufferReader(piece),
            pyarrow.csv.ReadOptions(column_names=names, block_size=_BLOCK),
            pyarrow.csv.ParseOptions(delimiter=delimiter),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    return rows if rows.num_rows == piece.count(b"\n") else None


def _parquet(source: Source) -> Any:
    try:
        return pyarrow.parquet.ParquetFile(source.fs.open(source.path, "rb"))
    except (pa.ArrowException, OSError) as error:
        raise LakeError(f"{source.name} can't be read as Parquet: {_first(error)}") from error


def _parquet_batches(source: Source, table: Table, place: int) -> Iterator[Batch]:
    with _parquet(source) as file:
        names = columns_of(file.schema_arrow.names, table, source.name)
        total, done, advanced = max(file.metadata.num_rows, 1), 0, 0
        try:
            for part in file.iter_batches(batch_size=BATCH_ROWS):
                rows = pa.Table.from_batches([part]).rename_columns(names)
                placed = _placed(rows, place, _run(done + 1, rows.num_rows))
                clean, found = decoded(placed)
                done += part.num_rows
                size = source.size * done // total
                yield Batch(clean, [(place, reject) for reject in found], size - advanced)
                advanced = size
        except (pa.ArrowException, OSError) as error:
            raise LakeError(f"{source.name} can't be read as Parquet: {_first(error)}") from error


def _first(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__
