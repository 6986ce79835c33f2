"""Names for customers: short, stable, each partner's own, no two alike."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from lake.disclosure import pseudonym, pseudonym_number, pseudonym_text, pseudonyms
from lake.marts import marts_refresh
from lake.scope import PartnerLake
from tests.lake.lakes import small_lake
from tests.lake.test_scope import ROWS, A, B

SECRET = b"s" * 32


def test_a_name_is_short_and_read_back() -> None:
    name = pseudonym(SECRET, "p_alpha", "7f3a")
    assert [len(part) for part in name.split("-")] == [4, 4, 4]
    assert not set(name) & set("ILOU")
    number = pseudonym_number(name.lower().replace("-", ""))
    assert number is not None
    assert pseudonym_text(number) == name
    for wrong in ("", "7K3M", name + "0", "ILOU-0000-0000", "ÄÄÄÄ-0000-0000"):
        assert pseudonym_number(wrong) is None


def test_where_two_meet_the_later_gets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 256 numbers for 100 customers many meet; none is shared, and the order of asking decides nothing."""
    monkeypatch.setattr(import_module("lake.disclosure.pseudonyms"), "BITS", 8)
    ids = [f"c{place}" for place in range(100)]
    found = pseudonyms(SECRET, "p_alpha", ids).tolist()
    assert len(set(found)) == 100
    assert pseudonyms(SECRET, "p_alpha", ids[::-1]).tolist() == found[::-1]


def test_a_handle_names_its_own_customers_only_and_two_can_not_be_joined(tmp_path: Path) -> None:
    store = small_lake(tmp_path / "lake", ROWS)
    marts_refresh(store)

    def named(inn: str, schema: str, secret: bytes = SECRET) -> Any:
        with PartnerLake.open(store, inn=inn) as lake:
            visits = lake.visits()
            names = lake.pseudonyms(secret=secret, partner=schema)
            assert len(names) == max(visits["customer"].to_pylist()) + 1
            return set(names.tolist())

    mine, theirs = named(A, "p_alpha"), named(B, "p_beta")
    assert (len(mine), len(theirs)) == (3, 2), "anna buys at both"
    assert not mine & theirs
    assert named(A, "p_alpha") == mine
    assert not named(A, "p_alpha", b"o" * 32) & mine
    assert {pseudonym_number(pseudonym(SECRET, "p_alpha", name)) for name in ("anna", "boris", "clara")} == mine
