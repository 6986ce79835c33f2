"""Files as they really come: quotes, line breaks, other delimiters, bytes that are no text."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lake.ingest import reading
from lake.ingest.scanning import Scanner
from tests.lake.deliveries import content, csv_text, lake, merchant, payment, take, write


def refused(store: object) -> list[tuple[int, str]]:
    return sorted((row["line"], row["reason"]) for row in content(store, "quarantine"))  # type: ignore[arg-type]


def test_line_breaks_inside_quotes_keep_lines_physical(tmp_path: Path) -> None:
    store = lake(tmp_path, merchants=0)
    rows = [merchant(1, name="Ряд\nМясной"), merchant(2, mcc="x"), merchant(3, name="a\r\nb\nc"), merchant(4, inn="")]
    take(store, write(tmp_path / "merchants.csv", rows))
    assert refused(store) == [(4, "unknown_value"), (8, "missing_value")]
    assert [row["name"] for row in content(store, "merchants")] == ["Ряд\nМясной", "a\r\nb\nc"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_delimiters_line_ends_and_the_byte_order_mark(
    tmp_path: Path, delimiter: str, newline: str, mark: bytes
) -> None:
    store = lake(tmp_path)
    text = csv_text([payment(1), payment(2, kind="gift"), payment(3)], delimiter).replace("\n", newline)
    (tmp_path / "transactions.csv").write_bytes(mark + text.rstrip().encode())
    take(store, tmp_path / "transactions.csv")
    assert refused(store) == [(3, "unknown_value")]
    assert [row["transaction_id"] for row in content(store, "transactions")] == ["t1", "t3"]


def test_rows_that_are_no_rows_are_refused_alone(tmp_path: Path) -> None:
    store = lake(tmp_path)
    lines = csv_text([payment(n) for n in range(1, 9)]).encode().splitlines()
    lines[2] = lines[2].replace(b"pos", b"\xff\xfe")
    lines[3] += b",more"
    lines[4] = b"t,too,few"
    lines[5] = lines[5].replace(b"pos", b'"pos')  # opened, never closed
    lines[6] = b""
    (tmp_path / "transactions.csv").write_bytes(b"\n".join(lines) + b"\n")
    report = take(store, tmp_path / "transactions.csv").tables["transactions"]
    assert refused(store) == [(3, "wrong_encoding"), (4, "wrong_columns"), (5, "wrong_columns"), (6, "broken_row")]
    assert (report.read, report.accepted) == (7, 3)
    assert [row["transaction_id"] for row in content(store, "transactions")] == ["t1", "t7", "t8"]
    (raw,) = (json.loads(row["raw"]) for row in content(store, "quarantine") if row["reason"] == "wrong_encoding")
    assert raw[-1] == "\\xff\\xfe"


def test_stray_quotes_do_not_swallow_the_rows_between_them(tmp_path: Path) -> None:
    store = lake(tmp_path)
    lines = csv_text([payment(n) for n in range(1, 9)]).splitlines()
    lines[2] = lines[2].replace(",pos", ',"pos')
    lines[6] = lines[6].replace("t6", '"t6')
    (tmp_path / "transactions.csv").write_text("\n".join(lines))
    report = take(store, tmp_path / "transactions.csv").tables["transactions"]
    assert refused(store) == [(3, "broken_row"), (7, "broken_row")]
    assert report.accepted == 6


def test_bytes_that_are_no_text_in_parquet(tmp_path: Path) -> None:
    store = lake(tmp_path)
    rows = [payment(1), payment(2), payment(3)]
    columns = {name: pa.array([row[name] for row in rows]) for name in rows[0]}
    columns["customer_id"] = pa.array([b"c1", b"\xff", b"c3"]).view(pa.binary()).view(pa.string())
    pq.write_table(pa.table(columns), tmp_path / "transactions.parquet")
    report = take(store, tmp_path / "transactions.parquet").tables["transactions"]
    assert (report.accepted, report.reasons) == (2, {"wrong_encoding": 1})
    assert refused(store) == [(2, "wrong_encoding")]


def test_a_file_read_in_many_pieces_is_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, other = lake(tmp_path / "a"), lake(tmp_path / "b")
    rows = [{**payment(n), "note": 'a\n"b"' if n % 5 == 0 else ""} for n in range(60)]
    rows[30]["kind"] = "gift"
    path = write(tmp_path / "transactions.csv", rows)
    whole = take(store, path)
    monkeypatch.setattr(reading, "PIECE", 300)
    monkeypatch.setattr(reading, "BATCH_ROWS", 7)
    assert take(other, path).tables == whole.tables
    assert content(store, "transactions") == content(other, "transactions")
    assert content(store, "quarantine") == content(other, "quarantine")


cell = st.text(st.sampled_from('ab,"\n\ré'), max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.text("xy", min_size=1, max_size=2), cell), max_size=12), st.integers(1, 40))
def test_the_exact_reader_gives_back_what_was_written_wherever_it_is_cut(
    rows: list[tuple[str, str]], size: int
) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    starts = []
    for row in rows:
        starts.append(out.getvalue().count("\n") + 2)
        writer.writerow(row)
    data, buffer, line = out.getvalue().encode(), b"", 2
    found, lines = [], []
    for start in range(0, len(data) + 1, size):
        buffer += data[start : start + size]
        last = start + size > len(data)
        cut = len(buffer) if last else buffer.rfind(b"\n") + 1
        result = Scanner(2, ",", [0]).scan(buffer[:cut], first_line=line, last=last)
        assert not result.rejects
        found += [tuple(row) for row in result.rows]
        lines += result.lines
        buffer, line = buffer[result.consumed :], result.next_line
    assert found == rows
    assert lines == starts
