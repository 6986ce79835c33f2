"""Pages of a list: walked to the end and back, every row is met once."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages import page_body, page_of
from api.problems import Problem

names = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=30)


@given(names, st.integers(1, 12))
def test_forwards_and_back(items: list[str], size: int) -> None:
    met: list[str] = []
    cursor = None
    while True:
        page = page_of(items, str, cursor=cursor, size=size)
        met += page.items
        if page.next is None:
            break
        cursor = page.next
    assert met == items
    back = list(page.items)
    while page.previous is not None:
        page = page_of(items, str, cursor=page.previous, size=size)
        back = [*page.items, *back]
    assert back == items


@given(st.text(max_size=20))
def test_a_foreign_cursor_is_named(cursor: str) -> None:
    with pytest.raises(Problem) as caught:
        page_of(["a"], str, cursor=cursor, size=1)
    assert (caught.value.status_code, caught.value.members) == (400, {"parameter": "cursor"})


def test_links_keep_the_size() -> None:
    page = page_of(["a", "b", "c"], str, cursor=None, size=2)
    body = page_body(page, list(page.items), "https://a.example/list/", {"page_size": "2"})
    assert body["previous"] is None
    query = parse_qs(urlsplit(body["next"]).query)
    assert query == {"cursor": [page.next], "page_size": ["2"]}
