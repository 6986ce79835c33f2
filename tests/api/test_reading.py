"""Answers of the account and the catalogue, their tags, languages and pages."""

import gzip
from typing import Any
from urllib.parse import urlsplit

import pytest

from billing.services import plan_set
from tests.api.conftest import Ask


def test_account(alpha: Any, beta: Any, key: str, new_key: Any, ask: Ask) -> None:
    body = ask(alpha, "account/", key).json()
    assert set(body) == {"partner", "plan", "features", "limits", "as_of"}
    assert body["partner"] == {"name": "Альфа", "subdomain": "alpha", "timezone": "Europe/Moscow"}
    assert body["plan"] == "pro"
    assert "api" in body["features"]
    assert "webhooks" not in body["features"]
    assert body["limits"]["users"] == {"limit": 10, "used": 3}
    assert body["limits"]["api_calls"] == {"limit": 10_000, "used": 0}
    assert ask(beta, "account/", new_key(beta).text).json()["limits"]["users"]["used"] == 1


def test_catalogue(alpha: Any, key: str, ask: Ask) -> None:
    body = ask(alpha, "metrics/", key).json()
    assert (body["next"], body["previous"]) == (None, None)
    rows = {row["key"]: row for row in body["results"]}
    assert {"revenue", "transactions", "average_ticket", "customers", "purchase_frequency"} <= set(rows)
    assert set(rows["revenue"]) == {"key", "title", "unit", "better", "grains", "feature"}
    assert rows["revenue"] | {"title": ""} == {
        "key": "revenue", "title": "", "unit": "RUB", "better": "up", "grains": ["day", "week", "month", "total"],
        "feature": "growth",
    }  # fmt: skip


def test_catalogue_in_pages(alpha: Any, key: str, ask: Ask) -> None:
    whole = ask(alpha, "metrics/", key).json()["results"]
    met: list[Any] = []
    address = "metrics/?page_size=2"
    while address:
        body = ask(alpha, address, key).json()
        met += body["results"]
        following = urlsplit(body["next"] or "")
        assert following.netloc in {"", "alpha.example.test"}
        address = f"metrics/?{following.query}" if body["next"] else ""
    assert met == whole


@pytest.mark.parametrize("path", ["account/", "metrics/", "metrics/revenue/?grain=month", "schema/"])
def test_what_has_not_changed_is_304(path: str, computed: Any, key: str, ask: Ask) -> None:
    alpha = computed[0]
    plan_set(partner=alpha, plan="network")
    first = ask(alpha, path, key)
    assert first.status_code == 200
    tag = first["ETag"]
    assert tag.startswith('"')
    assert first["Cache-Control"] == "private, no-cache"
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        same = ask(alpha, path, key, headers={"if-none-match": held})
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
        assert same["Vary"] == first["Vary"]
    assert ask(alpha, path, key, headers={"if-none-match": '"other"'}).status_code == 200
    assert ask(alpha, path, key, headers={"accept-language": "en"})["ETag"] != tag
    assert ask(alpha, path, key, method="HEAD")["ETag"] == tag


def test_a_compressed_answer_is_known_again_by_its_tag(alpha: Any, key: str, ask: Ask) -> None:
    small = ask(alpha, "metrics/", key, headers={"accept-encoding": "gzip"})
    whole = ask(alpha, "metrics/", key)
    assert gzip.decompress(small.content) == whole.content
    assert small["ETag"] == f"W/{whole['ETag']}"
    same = ask(alpha, "metrics/", key, headers={"accept-encoding": "gzip", "if-none-match": small["ETag"]})
    assert same.status_code == 304


def test_a_tag_changes_with_the_plan(alpha: Any, key: str, ask: Ask) -> None:
    tag = ask(alpha, "account/", key)["ETag"]
    plan_set(partner=alpha, plan="growth")
    assert ask(alpha, "account/", key, headers={"if-none-match": tag}).status_code == 200


def test_partners_never_share_a_tag(pros: Any, new_key: Any, ask: Ask) -> None:
    tags = [ask(partner, "metrics/", new_key(partner).text)["ETag"] for partner in pros]
    assert tags[0] != tags[1]


def test_titles_in_both_languages(alpha: Any, key: str, ask: Ask) -> None:
    titles = {}
    for language in ("ru", "en"):
        rows = ask(alpha, "metrics/", key, headers={"accept-language": language}).json()["results"]
        titles[language] = [row["title"] for row in rows]
    assert all(title.isascii() for title in titles["en"])
    assert not any(title.isascii() for title in titles["ru"])
