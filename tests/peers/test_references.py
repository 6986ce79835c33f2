"""What stands beside a partner's own groups: equal to SQL over the raw payments, and silent about small cells."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from insights.peers.references import References, scored_span
from lake.disclosure import Rules, hidden_cells
from lake.ingest import lake_import
from lake.marts import marts_refresh
from lake.peers.calendar import SHORT, TRAILING
from lake.peers.compared import by_holding
from lake.peers.crowd import background_read
from lake.peers.facts import facts_read
from lake.samples import complete_journey
from lake.store import Store
from tests.peers.oracle import Oracle, oracle

REGULAR = 8
GROUPS = {
    "gender": "'unknown'",
    "age": """CASE WHEN birth_date IS NULL THEN 'unknown' ELSE
        (['<18', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'])[1 + len(list_filter([18, 25, 35, 45, 55, 65],
         x -> x <= date_sub('year', birth_date, $end::DATE)))]
        END""",
    "new_returning": "CASE WHEN first BETWEEN $start::DATE AND $end::DATE THEN 'new' ELSE 'returning' END",
    "regular_customers": f"CASE WHEN days >= {REGULAR} THEN 'regular' ELSE 'other' END",
}
CELLS = """
WITH bought AS (SELECT * FROM paid WHERE kind = 'purchase' AND "day" <= $end::DATE AND list_contains($inns, inn)),
seen AS (
  SELECT inn, customer_id, min("day") AS first, bool_or("day" >= $start::DATE) AS inside,
         count(DISTINCT "day") FILTER ("day" > $end::DATE - 91) AS days
  FROM bought GROUP BY ALL HAVING inside
)
SELECT {whose}, {group} AS cell, count(DISTINCT customer_id) FROM seen LEFT JOIN people USING (customer_id) GROUP BY ALL
"""


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("crowd")
    complete_journey.write(folder / "raw", by="store")
    store = Store.open(str(folder / "lake"))
    lake_import(store, str(folder / "raw"))
    marts_refresh(store)
    return store


def shares(truth: Oracle, key: str, inns: list[str], start: Any, end: Any) -> dict[str, int]:
    """Return the mean of the companies' shares in whole percents; cells of few people or few companies hidden."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for inn, cell, count in truth.ask(CELLS.format(whose="inn", group=GROUPS[key]), inns=inns, start=start, end=end):
        counts[cell][inn] = count
    # A customer of several companies is one.
    rows = truth.ask(CELLS.format(whose="''", group=GROUPS[key]), inns=inns, start=start, end=end)
    people = {cell: count for _nobody, cell, count in rows}
    every: dict[str, int] = defaultdict(int)
    for cell in counts.values():
        for inn, count in cell.items():
            every[inn] += count
    seen: dict[tuple[str, ...], int] = {(cell,): people[cell] if len(of) >= 5 else 1 for cell, of in counts.items()}
    hidden = hidden_cells(seen, least=50)
    return {
        cell: round(sum(of.get(inn, 0) / whole for inn, whole in every.items()) / len(every) * 100)
        for cell, of in counts.items()
        if (cell,) not in hidden
    }


def test_shares_of_stores(journey: Store) -> None:
    facts = facts_read(journey)
    spans = tuple(facts.calendar.trailing(days) for days in (SHORT, TRAILING))
    background = background_read(journey, facts.calendar, spans, scored_span(facts.calendar))
    references = References(facts, background, Rules())
    viewer = facts.code(complete_journey.store_inn(367))
    others = [code for code in range(len(facts.inns)) if code != viewer]
    found = {one.key: one for one in references.of(by_holding(facts, others), REGULAR)}
    inns = [facts.inns[code] for code in others]
    with oracle(journey) as truth:
        files = [journey.address(file.path) for file in journey.current().files("customers")]
        truth.con.execute(f"CREATE TABLE people AS SELECT * FROM read_parquet({files})")
        for key in GROUPS:
            for days, (start, end) in zip((SHORT, TRAILING), spans, strict=True):
                told = {name: share for (name,), share in found[f"{key}:{days}"].shares.items()}
                assert told == shares(truth, key, inns, start, end), key
        start, end = facts.calendar.trailing()
        rows = truth.ask(
            """SELECT inn, isodow("day") - 1, count(*) FROM paid WHERE kind = 'purchase' AND list_contains($inns, inn)
               AND "day" BETWEEN $start AND $end GROUP BY ALL""",
            inns=inns, start=start, end=end,
        )  # fmt: skip
        whole: dict[str, int] = defaultdict(int)
        for inn, _day, count in rows:
            whole[inn] += count
        for day in range(7):
            mean = sum(count / whole[inn] for inn, at, count in rows if at == day) / len(whole)
            assert found["weekday"].shares[str(day),] == round(mean * 100)
        _retention(truth, inns, found["retention"].shares)


def _retention(truth: Oracle, inns: list[str], told: Mapping[tuple[str, ...], int]) -> None:
    rows = truth.ask(
        """WITH seen AS (SELECT DISTINCT inn, customer_id, date_trunc('month', "day")::DATE AS month FROM paid
                         WHERE kind = 'purchase' AND list_contains($inns, inn))
           SELECT a.inn, (a.month + INTERVAL 1 MONTH)::DATE::VARCHAR, count(*), count(b.inn)
           FROM seen a LEFT JOIN seen b
           ON a.inn = b.inn AND a.customer_id = b.customer_id AND b.month = a.month + INTERVAL 1 MONTH GROUP BY ALL""",
        inns=inns,
    )
    newest = max(month for (month,) in told)
    months = {month for _inn, month, _came, _kept in rows if month <= newest}
    lasting = {inn for inn in inns if {month for one, month, *_ in rows if one == inn} >= months}
    for (month,), share in told.items():
        rates = [kept / came for inn, at, came, kept in rows if at == month and inn in lasting]
        assert share == round(sum(rates) / len(rates) * 100), month
    assert newest == "2017-11-01"


def test_a_door_hands_out_nothing_that_plan_or_bank_close(bank_of: Any, alpha: Any, beta: Any, settings: Any) -> None:
    from billing.services import plan_set
    from insights.answers_customers import BreakdownAnswer, RetentionAnswer
    from insights.peers.recompute import peers_recompute
    from insights.recompute import metric_recompute
    from insights.selectors.breakdowns import breakdown
    from insights.selectors.peers import peer_references
    from insights.selectors.retention import retention
    from tests.peers.banks import merchants, payments

    shops = merchants(26)
    bank_of(payments(5, shops, size=40_000, customers=600, days=400), shops)
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="growth")
        metric_recompute(partner)
    peers_recompute()
    told = peer_references(alpha, "weekday").shares
    assert set(told) == {(str(day),) for day in range(7)}
    assert sum(told.values()) in range(97, 104)
    assert sum(peer_references(alpha, "new_returning").shares.values()) == 100
    assert peer_references(alpha, "gender").shares == {("unknown",): 100}
    assert peer_references(alpha, "weekday").businesses == 23
    beside = breakdown(alpha, "gender", start=date(2026, 8, 24))
    assert isinstance(beside, BreakdownAnswer)
    assert beside.peers == 23
    assert [row.reference for row in beside.rows if row.group == ("unknown",)] == [100]
    by_channel = breakdown(alpha, "gender", start=date(2026, 8, 24), channel="pos")
    kept = retention(alpha)
    assert isinstance(by_channel, BreakdownAnswer)
    assert isinstance(kept, RetentionAnswer)
    assert by_channel.peers == 23
    assert [row.reference for row in by_channel.rows if row.group == ("unknown",)] == [100]
    assert any(rate.reference is not None for rate in kept.rates)
    for off, silent in (
        ("gender", "gender"),
        ("seasonality", "weekday"),
        ("retention", "retention"),
        ("peers_all", "gender"),
    ):
        settings.DISCLOSURE_OFF = frozenset({off})
        assert peer_references(alpha, silent).shares == {}, off
    settings.DISCLOSURE_OFF = frozenset()
    plan_set(partner=alpha, plan="start")
    assert peer_references(alpha, "weekday").shares == {}
