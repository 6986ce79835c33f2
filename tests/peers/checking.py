"""One viewer's comparisons against the independent reading."""

import numpy as np
import pytest

from lake.disclosure import Rules
from lake.peers import levels, together
from lake.peers.compared import Compared
from lake.peers.facts import Facts
from tests.peers.oracle import NET, Oracle, place, spread, two

BOUGHT = "count(*) FILTER (kind = 'purchase')"
GROSS = "coalesce(sum(amount) FILTER (kind = 'purchase'), 0)::DOUBLE"
PEOPLE = "count(DISTINCT customer_id) FILTER (kind = 'purchase')"
SHOPS = "count(DISTINCT merchant_id) FILTER (kind = 'purchase')"
RULES = Rules()
SOME = "kind = 'purchase' AND \"day\" BETWEEN $start AND $end"


def levels_checked(facts: Facts, truth: Oracle, inn: str, inns: list[str]) -> int:
    """Compare growth, ticket, frequency and customers per outlet; return how many were told."""
    viewer = facts.code(inn)
    assert viewer is not None
    others = tuple(code for one in inns if (code := facts.code(one)) is not None)
    now, base = truth.now, truth.base(inn)
    active = {name for name, count in truth.by_holding(BOUGHT, inns, now).items() if count}
    told = 0
    for function, amount in ((levels.revenue, NET), (levels.customers, PEOPLE)):
        if base is None:
            continue
        mine, before = truth.by_holding(amount, [inn], now), truth.by_holding(amount, [inn], base)
        own = _growth(mine, before).get(truth.holding(inn))
        theirs = _growth(truth.by_holding(amount, inns, now), truth.by_holding(amount, inns, base))
        given = [value for name, value in theirs.items() if name in active]
        told += _same(function(facts, viewer, others, RULES), own, given, lambda value: round(value * 100) / 100)
    for function, above, below in ((levels.ticket, GROSS, BOUGHT), (levels.frequency, BOUGHT, PEOPLE)):
        ratio = f"CASE WHEN {below} > 0 THEN {above}::DOUBLE / {below} END"
        own = truth.by_holding(ratio, [inn], now).get(truth.holding(inn))
        given = [value for name, value in truth.by_holding(ratio, inns, now).items() if name in active]
        told += _same(function(facts, viewer, others, RULES), own, given, two)
    found = levels.per_outlet(facts, viewer, others, RULES)
    density = f"CASE WHEN {SHOPS} > 0 THEN {PEOPLE}::DOUBLE / {SHOPS} END"
    own = truth.by_holding(density, [inn], now).get(truth.holding(inn))
    given = [value for name, value in truth.by_holding(density, inns, now).items() if name in active]
    if found.reason is None and own is not None:
        middle = spread(given, 0.5)
        assert (found.you, found.median) == (round(own / middle * 100), 100)
        assert found.q3 is None or found.q3 == round(spread(given, 0.75) / middle * 100)
        told += 1
    return told


def together_checked(facts: Facts, truth: Oracle, inn: str, inns: list[str]) -> int:
    """Compare share, shared customers, lift, correlation, wallet and defection; return how many were told."""
    viewer = facts.code(inn)
    assert viewer is not None
    others = tuple(code for one in inns if (code := facts.code(one)) is not None)
    start, end = truth.now
    names = {"inn": inn, "inns": inns, "start": start, "end": end}
    mine = f"(SELECT DISTINCT customer_id FROM paid WHERE inn = $inn AND {SOME})"
    theirs = f"(SELECT DISTINCT customer_id FROM paid WHERE list_contains($inns, inn) AND {SOME})"
    told = 0
    own = truth.number(f"SELECT count(*) FROM {mine}", inn=inn, start=start, end=end)
    both = truth.number(f"SELECT count(*) FROM {mine} JOIN {theirs} USING (customer_id)", **names)
    assert own
    found = together.segment_share(facts, viewer, others, RULES)
    if found.reason is None:
        sums = truth.by_holding(NET, inns, truth.now)
        net = truth.by_holding(NET, [inn], truth.now)[truth.holding(inn)]
        assert found.you == round(net / (net + sum(sums.values())) * 100) / 100
        told += 1
    found = together.shared_customers(facts, viewer, others, RULES)
    if found.reason is None:
        assert found.you == round(both / own * 100) / 100
        told += 1
    found = together.copurchase_lift(facts, viewer, others, RULES)
    if found.reason is None:
        city = facts.homes[viewer].city
        around = f"(SELECT DISTINCT customer_id FROM paid WHERE ($city = '' OR city = $city) AND {SOME})"
        base = truth.number(f"SELECT count(*) FROM {around}", city=city, start=start, end=end)
        pulled = truth.number(
            f"SELECT count(*) FROM {around} JOIN {theirs} USING (customer_id)",
            city=city, inns=inns, start=start, end=end,
        )  # fmt: skip
        assert found.you == round((both / own) / (pulled / base) * 100) / 100
        told += 1
    found = together.share_of_wallet(facts, viewer, others, RULES)
    if found.reason is None:
        spent = "SELECT coalesce(sum(amount), 0)::DOUBLE FROM paid"
        here = truth.number(f"{spent} WHERE inn = $inn AND {SOME}", inn=inn, start=start, end=end)
        there = truth.number(
            f"{spent} WHERE list_contains($inns, inn) AND {SOME} AND customer_id IN {mine}", **names
        )  # fmt: skip
        assert found.you == round(here / (here + there) * 100) / 100
        told += 1
    return told + _correlation(facts, truth, viewer, inn, inns) + _defection(facts, truth, viewer, inn, inns)


def _correlation(facts: Facts, truth: Oracle, viewer: int, inn: str, inns: list[str]) -> int:
    others = tuple(code for one in inns if (code := facts.code(one)) is not None)
    found = together.peer_correlation(facts, viewer, others, RULES)
    if found.reason is not None:
        return 0
    left = []
    for some in ([inn], inns):
        days = dict(
            truth.ask(
                f"SELECT \"day\" - $first::DATE, {NET} FROM paid WHERE list_contains($inns, inn)"
                ' AND "day" BETWEEN $first::DATE AND $first::DATE + 181 GROUP BY 1',
                inns=some, first=truth.now[0].fromordinal(truth.now[1].toordinal() - 181),
            )
        )  # fmt: skip
        series = np.array([days.get(at, 0.0) for at in range(182)])
        # Frisch, Waugh and Lovell: weekday means out of both series and time, then the slope of what is left.
        at = np.arange(182.0)
        flat, time = (
            one - np.array([one[day::7].mean() for day in range(7)])[np.arange(182) % 7] for one in (series, at)
        )
        left.append(flat - time * (flat @ time) / (time @ time))
    assert found.you == pytest.approx(round(float(np.corrcoef(left[0], left[1])[0, 1]) * 100) / 100, abs=1e-12)
    return 1


def _defection(facts: Facts, truth: Oracle, viewer: int, inn: str, inns: list[str]) -> int:
    others = tuple(code for one in inns if (code := facts.code(one)) is not None)
    found = together.defection(facts, viewer, others, RULES)
    if found.reason is not None:
        return 0
    rows = truth.ask(
        """
        WITH bought AS (SELECT * FROM paid WHERE kind = 'purchase'),
        lost AS (SELECT DISTINCT customer_id FROM bought WHERE inn = $inn AND "day" BETWEEN $start - 91 AND $end - 91
                 EXCEPT SELECT customer_id FROM bought WHERE inn = $inn AND "day" BETWEEN $start AND $end)
        SELECT CASE WHEN bool_or(coalesce(list_contains($inns, inn), false)) THEN 'rivals'
                    WHEN count(inn) > 0 THEN 'elsewhere' ELSE 'nothing' END AS part, customer_id
        FROM lost LEFT JOIN (SELECT * FROM bought WHERE "day" BETWEEN $start AND $end) USING (customer_id)
        GROUP BY customer_id
        """,
        inn=inn, inns=inns, start=truth.now[0], end=truth.now[1],
    )  # fmt: skip
    counts = {part: sum(1 for one, _ in rows if one == part) for part in ("rivals", "elsewhere", "nothing")}
    assert sum(round(share * 100) for _, share in found.parts) == 100
    for part, share in found.parts:
        assert share == pytest.approx(counts[part] / len(rows), abs=0.01 + 1e-9), part
    return 1


def _growth(now: dict[str, float], before: dict[str, float]) -> dict[str, float]:
    return {name: now.get(name, 0) / base - 1 for name, base in before.items() if base > 0}


def _same(found: Compared, own: float | None, given: list[float], rounded) -> int:
    assert found.you == (None if own is None else pytest.approx(own, rel=1e-12, abs=1e-12))
    if own is None or len(given) < 5:
        assert found.reason is not None
        assert (found.median, found.q1, found.q3, found.percentile) == (None,) * 4
        return 0
    assert found.reason is None
    assert found.median == pytest.approx(rounded(spread(given, 0.5)), abs=1e-9)
    quartiles = tuple(rounded(spread(given, level)) for level in (0.25, 0.75)) if len(given) >= 10 else (None, None)
    assert (found.q1, found.q3) == pytest.approx(quartiles, abs=1e-9) if quartiles[0] is not None else quartiles
    assert found.percentile == (place(own, given) if len(given) >= 20 else None)
    return 1
