"""The exact reader of CSV: slow, but it knows each row's line and refuses one row at a time.

The fast reader (`reading`) takes a piece of a file in one go and gives up on anything unusual:
bytes that are no UTF-8, a wrong number of columns, a line break inside quotes. That piece, and
only that piece, is then read here.
"""

import csv
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

WRONG_COLUMNS = "wrong_columns"
WRONG_ENCODING = "wrong_encoding"
BROKEN_ROW = "broken_row"


@dataclass(frozen=True, slots=True)
class Reject:
    """A row refused before its values could be looked at.

    Parameters
    ----------
    line : int
        Where it starts in its file; the header is line 1.
    reason : str
        A stable code.
    detail : str
        A sentence.
    raw : str
        The row as JSON.
    """

    line: int
    reason: str
    detail: str
    raw: str


@dataclass(slots=True)
class Scan:
    """What a piece of a file held."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    consumed: int = 0  # bytes
    next_line: int = 0


class _Feed(Iterator[str]):
    """Lines from a position on; remembers whether the reader asked for more than there are."""

    def __init__(self, lines: list[str], position: int) -> None:
        self.lines = lines
        self.position = position
        self.exhausted = False

    def __next__(self) -> str:
        if self.position >= len(self.lines):
            self.exhausted = True
            raise StopIteration
        self.position += 1
        return self.lines[self.position - 1]


@dataclass(frozen=True, slots=True)
class Scanner:
    """How the rows of a file are read.

    Parameters
    ----------
    width : int
        Number of columns that a row must have.
    delimiter : str
        What stands between them.
    one_line : collection of int
        Columns whose values never hold a line break: one there means a quote that was not closed.
    """

    width: int
    delimiter: str
    one_line: Collection[int]

    def scan(self, piece: bytes, *, first_line: int, last: bool) -> Scan:
        """Read a piece that begins where a row begins and ends with a line break.

        Parameters
        ----------
        piece : bytes
            Part of a file.
        first_line : int
            Number of the piece's first line in its file.
        last : bool
            Whether the file ends here. Otherwise a row cut off by the end is left unconsumed.

        Returns
        -------
        Scan
            Rows with their lines, refused rows, and how far the piece was consumed.
        """
        lines = [f"{line}\n" for line in piece.decode("utf-8", "surrogateescape").split("\n")[:-1]]
        result = Scan(next_line=first_line + len(lines), consumed=len(piece))
        feed = _Feed(lines, 0)
        while feed.position < len(lines):
            start = self._run(feed, result, first_line)
            if start is None:
                break
            if feed.exhausted and not last:
                result.consumed -= len("".join(lines[start:]).encode("utf-8", "surrogateescape"))
                result.next_line = first_line + start
                break
            # A stray quote would swallow the good rows up to the next one: refuse its line alone.
            detail = "The row can't be read: a quote is opened and not closed, or a line break stands alone."
            raw = json.dumps(_shown(lines[start].rstrip("\r\n")), ensure_ascii=False)
            result.rejects.append(Reject(first_line + start, BROKEN_ROW, detail, raw))
            feed = _Feed(lines, start + 1)
        return result

    def _run(self, feed: _Feed, result: Scan, first_line: int) -> int | None:
        """Read rows up to the first that is broken; return where that one starts."""
        reader = csv.reader(feed, delimiter=self.delimiter)
        while True:
            start = feed.position
            try:
                row = next(reader)
            except StopIteration:
                return None
            except csv.Error:
                return start
            if feed.exhausted or (feed.position - start > 1 and not self._may_span(row)):
                return start
            if row:
                self._take(row, first_line + start, result)

    def _may_span(self, row: list[str]) -> bool:
        return len(row) == self.width and not any("\n" in row[place] for place in self.one_line)

    def _take(self, row: list[str], line: int, result: Scan) -> None:
        if len(row) == self.width and _is_text("".join(row)):
            result.rows.append(row)
            result.lines.append(line)
            return
        raw = json.dumps([_shown(value) for value in row], ensure_ascii=False)
        if len(row) != self.width:
            detail = f"The row has {len(row)} columns, the header {self.width}."
            result.rejects.append(Reject(line, WRONG_COLUMNS, detail, raw))
        else:
            result.rejects.append(Reject(line, WRONG_ENCODING, "The row holds bytes that are not UTF-8.", raw))


def _is_text(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(value: str) -> str:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
