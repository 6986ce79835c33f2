"""References by RFM group, weekday, hour, month and channel: equal to SQL over the raw payments of random banks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from insights.peers.references import BANDS, References, scored_span
from lake.disclosure import Rules, hidden_cells
from lake.marts import marts_refresh
from lake.peers.calendar import SHORT, TRAILING
from lake.peers.compared import by_holding
from lake.peers.crowd import background_read
from lake.peers.facts import facts_read
from tests.lake.lakes import small_lake
from tests.peers.banks import ALPHA_INN, merchants, payments
from tests.peers.oracle import Oracle, oracle, spread

RULES = Rules(peer_customers=9)
"""A smaller number of people, so that a small bank tells and hides some of each."""
SOME = "kind = 'purchase' AND list_contains($inns, inn) AND ($channel = '' OR channel = $channel)"
SCORED = """
WITH year AS (
  SELECT inn, holder, customer_id, max("day") AS l, count(*) AS o, sum(amount) AS s, bool_or(channel = $channel) AS here
  FROM paid WHERE kind = 'purchase' AND list_contains($inns, inn)
  AND "day" BETWEEN greatest($end::DATE - 364, $first) AND $end GROUP BY ALL),
scored AS (
  SELECT *, 1 + 5 * (rank() OVER (PARTITION BY inn ORDER BY l) - 1) // count(*) OVER (PARTITION BY inn) AS r,
    1 + 5 * (rank() OVER (PARTITION BY inn ORDER BY o) - 1) // count(*) OVER (PARTITION BY inn) AS f,
    1 + 5 * (rank() OVER (PARTITION BY inn ORDER BY s) - 1) // count(*) OVER (PARTITION BY inn) AS m FROM year)
SELECT {whose}, CASE
  WHEN r >= 4 AND f >= 4 AND m >= 4 THEN 'champions' WHEN r >= 3 AND f >= 3 THEN 'loyal'
  WHEN r >= 4 AND f = 2 THEN 'promising' WHEN r >= 4 THEN 'new' WHEN f >= 3 THEN 'at_risk'
  WHEN r >= 2 THEN 'sleeping' ELSE 'lost' END, count(*), count(DISTINCT customer_id)
FROM scored WHERE $channel = '' OR here GROUP BY ALL
"""
MONTHS = f"""
WITH rates AS (
  SELECT holder, date_trunc('month', "day")::DATE AS month,
    sum(CASE kind WHEN 'purchase' THEN amount ELSE -amount END)::DOUBLE
    / date_part('day', last_day(any_value("day"))) AS rate, count(*) FILTER (kind = 'purchase') AS bought
  FROM paid WHERE list_contains($inns, inn) AND ($channel = '' OR channel = $channel)
  AND "day" >= $start::DATE AND "day" < $start::DATE + INTERVAL 24 MONTH GROUP BY 1, 2),
lasting AS (
  SELECT holder FROM rates WHERE bought > 0
  AND month IN ($start::DATE, ($start::DATE + INTERVAL 23 MONTH)::DATE) GROUP BY 1 HAVING count(*) = 2),
means AS (
  SELECT lasting.holder, n AS month, coalesce(sum(rate), 0) / 2 AS mean
  FROM lasting CROSS JOIN range(1, 13) AS r(n) LEFT JOIN rates ON rates.holder = lasting.holder
  AND date_part('month', rates.month) = n GROUP BY ALL)
SELECT holder, month, mean / avg(mean) OVER (PARTITION BY holder) FROM means
"""  # noqa: F541


def means(rows: Iterable[tuple[Any, ...]], people: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    """Return cell → mean of the holdings' shares; hidden ones left out.

    `rows` begin with holding, cell and count; `people` end with the customers of a cell, a customer once.
    """
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    whole: dict[str, int] = defaultdict(int)
    for holder, cell, count, *_ in rows:
        if count:
            counts[str(cell)][holder] = count
            whole[holder] += count
    met = {str(cell): count for _nobody, cell, *_, count in people}
    if len(whole) < RULES.growth_holdings:
        return {}
    seen: dict[tuple[str, ...], int] = {(cell,): met[cell] if len(of) >= 5 else 1 for cell, of in counts.items()}
    hidden = hidden_cells(seen, least=RULES.peer_customers)
    return {
        cell: round(sum(of.get(name, 0) / every for name, every in whole.items()) / len(whole) * 100)
        for cell, of in counts.items()
        if (cell,) not in hidden
    }


def by_time(truth: Oracle, expression: str, inns: list[str], channel: str) -> dict[str, int]:
    """Return cell → mean share of purchases over the trailing window."""
    start, end = truth.now
    rows, people = (
        truth.ask(
            f"""SELECT {whose}, {expression} AS cell, count(*), count(DISTINCT customer_id) FROM paid
                WHERE {SOME} AND "day" BETWEEN $start AND $end GROUP BY ALL""",
            inns=inns,
            channel=channel,
            start=start,
            end=end,
        )
        for whose in ("holder", "''")
    )
    return means(rows, people)


def by_month(truth: Oracle, inns: list[str], channel: str) -> dict[str, int]:
    """Return month of the year → median index."""
    last = (truth.now[1] + timedelta(days=1)).replace(day=1)
    start = last.replace(year=last.year - 2)
    if start < truth.first_day:
        return {}
    found: dict[int, list[float]] = defaultdict(list)
    for _holder, month, index in truth.ask(MONTHS, inns=inns, channel=channel, start=start):
        found[month].append(index)
    return {
        str(month): round(spread(values, 0.5) * 100)
        for month, values in found.items()
        if len(values) >= RULES.growth_holdings
    }


@settings(max_examples=1, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 10**6), size=st.sampled_from([1500, 6000]), days=st.sampled_from([300, 900]))
@example(seed=1, size=6000, days=900)
@example(seed=2, size=1500, days=300)
def test_references_equal_sql_over_random_banks(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: int, days: int
) -> None:
    shops = merchants()
    store = small_lake(tmp_path_factory.mktemp("lake"), payments(seed, shops, size=size, days=days), shops)
    marts_refresh(store)
    facts = facts_read(store)
    spans = tuple(facts.calendar.trailing(length) for length in (SHORT, TRAILING))
    background = background_read(store, facts.calendar, spans, scored_span(facts.calendar))
    viewer = facts.code(ALPHA_INN)
    others = [code for code in range(len(facts.inns)) if code != viewer]
    inns = [facts.inns[code] for code in others]
    groups = by_holding(facts, others)
    told = {one.key: one for one in References(facts, background, RULES).of(groups, 3)}

    def shares(key: str) -> dict[str, int]:
        return {name: share for (name,), share in told[key].shares.items()} if key in told else {}

    with oracle(store) as truth:
        for channel in ("", "pos", "online"):
            at = f"@{channel}" if channel else ""
            scored, people = (
                truth.ask(
                    SCORED.format(whose=whose), inns=inns, channel=channel, end=truth.now[1], first=truth.first_day
                )
                for whose in ("holder", "''")
            )
            assert shares(f"rfm{at}") == means(scored, people)
            assert shares(f"weekday{at}") == by_time(truth, 'isodow("day") - 1', inns, channel)
            hours = by_time(truth, '"hour"', inns, channel)
            if len(groups) >= RULES.quartile_holdings:
                assert shares(f"hour{at}") == hours
            else:
                assert set(shares(f"hour{at}")) <= {f"{low}-{high}" for low, high in BANDS}
            assert shares(f"month{at}") == by_month(truth, inns, channel)
            _new(truth, inns, channel, spans[1], shares(f"new_returning:91{at}"))
    assert {"", "pos"} <= {one.channel for one in told.values()}


def _new(truth: Oracle, inns: list[str], channel: str, span: tuple[date, date], found: dict[str, int]) -> None:
    """Who is new is said of the whole business; counted are those who bought through the channel."""
    rows, people = (
        truth.ask(
            f"""WITH seen AS (SELECT holder, inn, customer_id, min("day") AS first,
                  bool_or({SOME} AND "day" >= $start::DATE) AS inside
                  FROM paid WHERE kind = 'purchase' AND "day" <= $end::DATE AND list_contains($inns, inn) GROUP BY ALL)
                SELECT {whose}, CASE WHEN first >= $start::DATE THEN 'new' ELSE 'returning' END,
                  {told} FROM seen WHERE inside GROUP BY ALL""",
            inns=inns, channel=channel, start=span[0], end=span[1],
        )
        for whose, told in (("holder", "count(*)"), ("''", "count(DISTINCT customer_id)"))
    )  # fmt: skip
    assert found == means(rows, people)


def test_hours_are_told_together_of_few_businesses(tmp_path: Any) -> None:
    shops = merchants(9, holdings=False)
    store = small_lake(tmp_path, payments(3, shops, size=2500, customers=400, days=200), shops)
    marts_refresh(store)
    facts = facts_read(store)
    background = background_read(
        store, facts.calendar, (facts.calendar.trailing(),), scored_span(facts.calendar)
    )  # fmt: skip
    groups = by_holding(facts, range(1, len(facts.inns)))
    told = {one.key: one.shares for one in References(facts, background, Rules()).of(groups, 3)}
    with oracle(store) as truth:
        inns = [facts.inns[code] for code in range(1, len(facts.inns))]
        start, end = truth.now
        rows = truth.ask(
            f"""SELECT holder, "hour", count(*) FROM paid
                WHERE {SOME} AND "day" BETWEEN $start AND $end GROUP BY ALL""",
            inns=inns, channel="", start=start, end=end,
        )  # fmt: skip
    assert told["hour"]
    whole: dict[str, int] = defaultdict(int)
    for holder, _hour, count in rows:
        whole[holder] += count
    for (name,), share in told["hour"].items():
        low, high = map(int, name.split("-"))
        parts = [
            sum(count for one, hour, count in rows if one == holder and low <= hour <= high) / every
            for holder, every in whole.items()
        ]
        assert share == round(sum(parts) / len(parts) * 100)


def test_the_same_few_people_in_many_businesses_are_few(tmp_path: Any) -> None:
    """Ten customers who go everywhere are ten: no cell about people is told of them."""
    shops = merchants(12, holdings=False)
    chance = Random(3)
    rows = [replace(row, customer_id=f"c{chance.randrange(10)}") for row in payments(3, shops, size=6000, days=200)]
    store = small_lake(tmp_path, rows, shops)
    marts_refresh(store)
    facts = facts_read(store)
    background = background_read(store, facts.calendar, (facts.calendar.trailing(),), scored_span(facts.calendar))
    groups = by_holding(facts, range(1, len(facts.inns)))
    assert list(References(facts, background, Rules()).of(groups, 3)) == []
