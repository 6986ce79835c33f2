"""A wrong parameter is a 400 that names it."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from api.parameters import Parameters
from api.problems import Problem
from tests.api.conftest import Ask
from tests.api.test_doors import problem


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("from=2026-11-32", "from"), ("from=yesterday", "from"), ("from=20261101", "from"), ("from=2026-W01-1", "from"),
        ("from=", "from"), ("from=2026-11-01&from=2026-11-02", "from"),
        ("to=0001-01-01", "to"), ("to=9999-12-31", "to"),
        ("to=%D9%A2%D9%A0%D9%A2%D9%A6-11-22", "to"), ("from=2026-11-02&to=2026-11-01", "from"), ("grain=hour", "grain"),
        ("grain=DAY", "grain"), ("channel=phone", "channel"), ("outlet=", "outlet"), ("outlet=a%00b", "outlet"),
        ("form=2026-11-01", "form"), ("format=json", "format"), ("lens=kind", "lens"), ("page_size=2", "page_size"),
    ],
)  # fmt: skip
def test_wrong_parameters_of_a_metric(query: str, name: str, alpha: Any, key: str, ask: Ask) -> None:
    response = ask(alpha, f"metrics/revenue/?{query}", key, headers={"accept-language": "en"})
    assert problem(response, 400, "bad-parameter")["parameter"] == name


@pytest.mark.parametrize(
    ("query", "name"),
    [("page_size=0", "page_size"), ("page_size=201", "page_size"), ("page_size=-1", "page_size"),
     ("page_size=٣", "page_size"), ("cursor=AAAA", "cursor"), ("cursor=%21", "cursor"), ("from=2026-01-01", "from")],
)  # fmt: skip
def test_wrong_parameters_of_a_list(query: str, name: str, alpha: Any, key: str, ask: Ask) -> None:
    assert problem(ask(alpha, f"metrics/?{query}", key), 400, "bad-parameter")["parameter"] == name


def test_the_account_takes_none(alpha: Any, key: str, ask: Ask) -> None:
    assert problem(ask(alpha, "account/?x=1", key), 400, "bad-parameter")["parameter"] == "x"


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_every_date_is_read(day: date) -> None:
    assert Parameters(QueryDict(f"from={day}"), ("from",)).day("from") == day


@given(st.text(max_size=12))
def test_every_text_is_read_or_named(text: str) -> None:
    query = QueryDict(mutable=True)
    query["from"] = text
    try:
        day = Parameters(query, ("from",)).day("from")
    except Problem as told:
        named = told.members["parameter"]
    else:
        named, _ = "from", date.isoformat(day or date.min)
    assert named == "from"
