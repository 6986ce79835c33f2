"""Groups of customers and retention through the API: the contract's form, the figures of the read door, no others'."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from api.numbers import money
from billing.models import Override
from billing.services import override_grant, plan_set
from insights.breakdowns.catalogue import catalogue
from insights.selectors.breakdowns import breakdown
from insights.selectors.retention import retention
from insights.selectors.seasonality import seasonality
from insights.services import turnover_set
from lake.store import Store
from tests.api.conftest import Ask
from tests.api.test_description import conforms
from tests.api.test_doors import problem
from tests.insights_breakdowns.test_door import banked, lake

__all__ = ["banked", "lake"]
LAST = date(2026, 12, 10)
FIGURES = ("customers", "transactions", "revenue", "average_ticket", "frequency", "share")


def remove(partner: Any, feature: str) -> None:
    override_grant(partner=partner, name=feature, kind=Override.Kind.REMOVE, reason="test", granted_by=None)


@pytest.fixture
def hers(banked: Store, alpha: Any, new_key: Callable[..., Any]) -> str:
    return str(new_key(alpha).text)


def figures(row: Any) -> tuple[Any, ...]:
    return tuple(
        money(getattr(row, name)) if name in {"revenue", "average_ticket"} else getattr(row, name) for name in FIGURES
    )


def test_the_catalogue(hers: str, alpha: Any, ask: Ask) -> None:
    body = ask(alpha, "breakdowns/", hers).json()
    conforms(body, "BreakdownPage")
    keys = [row["key"] for row in body["results"]]
    assert [key for key in keys if key in catalogue()] == list(catalogue())
    first = ask(alpha, "breakdowns/?page_size=1", hers).json()
    assert first["results"] == body["results"][:1]
    second = ask(alpha, first["next"].split("/api/v1/")[1], hers).json()
    assert second["results"] == body["results"][1:2]


@pytest.mark.parametrize("key", list(catalogue()))
def test_a_breakdown_is_what_the_read_door_says(key: str, hers: str, alpha: Any, ask: Ask) -> None:
    body = ask(alpha, f"breakdowns/{key}/?from=2025-03-03&to=2026-02-01", hers).json()
    conforms(body, "Breakdown")
    answer: Any = breakdown(alpha, key, start=date(2025, 3, 3), end=date(2026, 2, 1))
    assert (body["key"], body["from"], body["to"]) == (key, "2025-03-03", "2026-02-01")
    assert body["columns"] == list(answer.info.columns)
    assert len(body["rows"]) == len(answer.rows) > 1
    for row, told in zip(answer.rows, body["rows"], strict=True):
        assert tuple(told[column] for column in body["columns"]) == row.group
        assert tuple(told[name] for name in FIGURES) == figures(row)
        assert told["hidden"] is row.hidden
        assert not told["hidden"] or {told[name] for name in FIGURES} == {None}
    assert tuple(body["total"][name] for name in FIGURES) == figures(answer.total)
    assert body.get("regular_days") == answer.regular_days


def test_all_sales_stand_beside_the_total_once_turnover_is_entered(
    hers: str, alpha: Any, ask: Ask, as_partner: Callable[[Any], Any]
) -> None:
    days = "from=2026-11-01&to=2026-11-30"
    keys = ("gender", "rfm", "seasonality")
    for key in keys:
        assert ask(alpha, f"breakdowns/{key}/?{days}", hers).json()["scaled"] is None
    with as_partner(alpha):
        for month, roubles in ((9, 40_000_000), (10, 43_000_000), (11, 41_000_000)):
            turnover_set(partner=alpha, month=date(2026, month, 1), roubles=roubles)
    answer: Any = breakdown(alpha, "gender", start=date(2026, 11, 1), end=date(2026, 11, 30))
    told = answer.scaled
    expected: dict[str, Any] = {"value": money(told.value), "lo": money(told.lo), "hi": money(told.hi), "months": 3}
    for key in keys:
        body = ask(alpha, f"breakdowns/{key}/?{days}", hers).json()
        conforms(body, "Breakdown")
        assert body["scaled"] == expected, key
        assert ask(alpha, f"breakdowns/{key}/?{days}&channel=pos", hers).json()["scaled"] is None
    assert ask(alpha, f"metrics/revenue/?{days}", hers).json()["scaled"] == expected
    assert expected["lo"] < expected["value"] < expected["hi"]


def test_small_groups_of_people_are_hidden(hers: str, alpha: Any, ask: Ask) -> None:
    rows = ask(alpha, "breakdowns/demographic_segment/", hers).json()["rows"]
    assert any(row["hidden"] for row in rows)
    assert all(row["customers"] is None or row["customers"] >= 20 for row in rows)


def test_the_default_range_and_the_part(hers: str, alpha: Any, ask: Ask) -> None:
    body = ask(alpha, "breakdowns/gender/", hers).json()
    assert (body["from"], body["to"], body["as_of"]) == ((LAST - timedelta(27)).isoformat(), *[LAST.isoformat()] * 2)
    pos, online = (ask(alpha, f"breakdowns/gender/?channel={one}", hers).json() for one in ("pos", "online"))
    assert pos["total"]["transactions"] + online["total"]["transactions"] == body["total"]["transactions"]


def test_retention_is_what_the_read_door_says(hers: str, alpha: Any, ask: Ask) -> None:
    body = ask(alpha, "retention/", hers).json()
    conforms(body, "Retention")
    answer: Any = retention(alpha)
    assert [(row["month"], row["size"], tuple(row["rates"])) for row in body["cohorts"]] == [
        (one.month.isoformat(), one.size, one.rates) for one in answer.cohorts
    ]
    assert [row["rate"] for row in body["rates"]] == [one.rate for one in answer.rates]
    assert body["rates"][-1]["partial"] is not body["finished"]


def test_the_rhythm_of_the_week_is_what_the_read_door_says(hers: str, alpha: Any, ask: Ask) -> None:
    body = ask(alpha, "breakdowns/seasonality/?from=2026-06-01&channel=pos", hers).json()
    conforms(body, "Breakdown")
    answer: Any = seasonality(alpha, start=date(2026, 6, 1), channel="pos")
    assert [
        (row["weekday"], row["hour"], row["transactions"], row["revenue"], row["share"]) for row in body["rows"]
    ] == [(one.weekday, one.hour, one.transactions, money(one.revenue), one.share) for one in answer.hours]
    assert len(body["rows"]) == 7 * 24
    assert body["columns"] == ["weekday", "hour"]
    assert body["total"]["transactions"] == sum(row["transactions"] for row in body["rows"])
    assert body["by_week"] is answer.by_week
    assert [one["index"] for one in body["seasons"]] == [one.index for one in answer.seasons]
    whole = ask(alpha, "metrics/transactions/?from=2026-06-01&grain=total&channel=pos", hers).json()
    assert body["total"]["transactions"] == whole["points"][0]["value"]


@pytest.mark.parametrize("path", ["breakdowns/gender/", "retention/", "breakdowns/seasonality/"])
def test_each_partner_its_own(path: str, hers: str, cast: dict[str, Any], new_key: Any, ask: Ask) -> None:
    his = new_key(cast["beta"]).text
    assert ask(cast["alpha"], path, hers).json() != ask(cast["beta"], path, his).json()
    problem(ask(cast["beta"], path, hers), 401, "no-key")


def test_another_s_outlet_is_an_outlet_that_is_not(hers: str, alpha: Any, beta: Any, ask: Ask) -> None:
    from insights import selectors

    foreign = selectors.outlets(beta)[0].id
    mine = selectors.outlets(alpha)[0].id
    answers = [ask(alpha, f"breakdowns/gender/?outlet={one}", hers) for one in (foreign, "zz")]
    assert answers[0].content == answers[1].content
    problem(answers[0], 404, "not-found")
    assert ask(alpha, f"breakdowns/gender/?outlet={mine}", hers).status_code == 200
    plan_set(partner=alpha, plan="pro")
    for key in ("gender", "seasonality"):
        body = problem(ask(alpha, f"breakdowns/{key}/?outlet={mine}", hers), 402, "not-in-plan")
        assert (body["feature"], body["plan"]) == ("customers_by_outlet", "network")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("breakdowns/height/", "not-found"),
        ("breakdowns/gender/?from=2026-12-02&to=2026-12-01", "bad-parameter"),
        ("breakdowns/gender/?from=yesterday", "bad-parameter"),
        ("breakdowns/gender/?channel=mail", "bad-parameter"),
        ("breakdowns/gender/?grain=day", "bad-parameter"),
        ("breakdowns/seasonality/?channel=mail", "bad-parameter"),
        ("breakdowns/?cursor=x", "bad-parameter"),
        ("retention/?from=2026-01-01", "bad-parameter"),
    ],
)
def test_what_is_wrong_is_named(path: str, kind: str, computed: Any, key: str, ask: Ask) -> None:
    conforms(problem(ask(computed[0], path, key), 404 if kind == "not-found" else 400, kind), "Problem")


@pytest.mark.parametrize(
    ("path", "feature"),
    [
        ("breakdowns/gender/", "gender"),
        ("breakdowns/demographic_segment/", "age"),
        ("breakdowns/regular_customers/", "regular"),
        ("breakdowns/seasonality/", "seasonality"),
        ("retention/", "retention"),
    ],
)
def test_what_the_plan_lacks_is_402(path: str, feature: str, computed: Any, key: str, ask: Ask) -> None:
    assert ask(computed[0], path, key).status_code == 200
    remove(computed[0], feature)
    assert problem(ask(computed[0], path, key), 402, "not-in-plan")["feature"] == feature
    plan_set(partner=computed[0], plan="growth")
    assert problem(ask(computed[0], path, key), 402, "not-in-plan")["feature"] == "api"


def test_history_beyond_the_plan_is_clipped_and_said(hers: str, alpha: Any, ask: Ask) -> None:
    override_grant(
        partner=alpha, name="history_months", kind=Override.Kind.LIMIT, value=1, reason="test", granted_by=None
    )
    body = ask(alpha, "breakdowns/gender/?from=2025-01-01", hers).json()
    assert body["clipped_from"] == body["from"] == "2026-11-11"
    assert "clipped_from" not in ask(alpha, "breakdowns/gender/", hers).json()
    assert ask(alpha, "retention/", hers).json()["clipped_from"] == "2026-11-11"


def test_the_same_again_is_304_and_words_follow_the_reader(hers: str, alpha: Any, ask: Ask) -> None:
    tag = ask(alpha, "breakdowns/gender/", hers)["ETag"]
    assert ask(alpha, "breakdowns/gender/", hers, headers={"if-none-match": tag}).status_code == 304
    ru, en = (ask(alpha, "breakdowns/", hers, headers={"accept-language": one}).json() for one in ("ru", "en"))
    assert ru["results"][0]["title"] != en["results"][0]["title"]


def test_before_the_first_computation(alpha: Any, key: str, ask: Ask) -> None:
    for path in ("breakdowns/gender/", "breakdowns/seasonality/", "retention/"):
        problem(ask(alpha, path, key), 404, "not-found")
    assert ask(alpha, "breakdowns/", key).status_code == 200
