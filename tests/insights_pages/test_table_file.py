"""No cell of a file is run as a formula; every number stays a number."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.panels.table_file import FORMULA, harmless, number, written


@pytest.mark.parametrize("cell", ["=1+1", "+7 999", "@SUM(A1)", "-cmd", "\t=1", "  =1", "＝1", "\r=1"])
def test_what_begins_like_a_formula_becomes_text(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12,5", "-3", "+4.5", "Пекарня", "", "12", "a=b"])
def test_the_rest_stays_as_it_is(cell):
    assert harmless(cell) == cell


@given(st.text(max_size=30), st.sampled_from(";,"))
def test_a_cell_is_read_back_and_never_runs(cell, delimiter):
    rows = list(csv.reader(io.StringIO(written([[cell, "1"]], delimiter), newline=""), delimiter=delimiter))
    assert rows[0][0] in {cell, f"'{cell}"}
    first = rows[0][0].lstrip(" ")[:1]
    if first in FORMULA and first:
        float(rows[0][0].replace(",", "."))


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9), st.booleans())
def test_a_number_is_read_back(value, comma):
    assert float(number(value, comma=comma).replace(",", ".")) == pytest.approx(value, abs=1e-9)


def test_nothing_stays_nothing():
    assert number(None, comma=True) == ""
