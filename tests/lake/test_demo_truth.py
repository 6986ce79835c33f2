"""What the demo plants is there to be found, by means that know nothing of the generator."""

import json
from datetime import date
from typing import Any

import duckdb
import pytest

from lake.demo import KNOWN, demo_write

END = date(2026, 11, 21)
World = tuple[duckdb.DuckDBPyConnection, dict[str, Any]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A lake of 400 000 payments: `paid` is each payment with its merchant, customer and local day."""
    folder = tmp_path_factory.mktemp("truth")
    truth = folder / "truth.json"
    demo_write(folder / "lake", customers=8_000, transactions=400_000, seed=11, end=END, truth=truth)
    connection = duckdb.connect()
    connection.execute(
        f"""
        CREATE TABLE paid AS
        SELECT t.*, m.inn, m.mcc, c.gender, c.marital_status, c.is_corporate, c.birth_date,
               date_diff('day', birth_date, DATE '{END}') / 365.2425 AS age,
               (ts AT TIME ZONE 'UTC' + to_hours(CASE timezone WHEN 'Asia/Yekaterinburg' THEN 5
                    WHEN 'Asia/Novosibirsk' THEN 7 ELSE 3 END))::DATE AS day
        FROM '{folder}/lake/transactions/*.parquet' t
        JOIN '{folder}/lake/merchants/*.parquet' m USING (merchant_id)
        JOIN '{folder}/lake/customers/*.parquet' c USING (customer_id)
        """
    )
    return connection, json.loads(truth.read_text())


def test_nobody_returns_after_leaving(world: World) -> None:
    connection, truth = world
    churn = truth["churn"]
    assert churn["count"] == len(churn["customer"]) > 1_000
    connection.execute("CREATE TEMP TABLE gone (customer VARCHAR, inn VARCHAR, last DATE)")
    connection.executemany(
        "INSERT INTO gone VALUES (?, ?, ?)",
        list(zip(churn["customer"][:500], churn["partner"][:500], churn["last_day"][:500], strict=True)),
    )
    sql = "SELECT count(*) FROM paid p JOIN gone g ON p.customer_id = g.customer AND p.inn = g.inn WHERE day > last"
    assert connection.execute(sql).fetchall() == [(0,)]


def test_who_leaves_the_bank_pays_nowhere_after(world: World) -> None:
    connection, truth = world
    left = truth["left_bank"]
    for customer, day in list(zip(left["customer"], left["last_day"], strict=True))[:100]:
        sql = "SELECT count(*) FROM paid WHERE customer_id = ? AND day > ?"
        assert connection.execute(sql, [customer, day]).fetchall() == [(0,)]


def test_defectors_stop_here_and_go_on_there(world: World) -> None:
    connection, truth = world
    moves = truth["defections"]
    assert moves["count"] > 300
    seen = frequent = 0
    columns = ("customer", "from", "to", "last_day", "visits_in_91_days")
    for customer, old, new, last, rate in list(zip(*(moves[name] for name in columns), strict=True))[:150]:
        sql = (
            "SELECT count(*) FILTER (inn = ? AND day > ?), count(*) FILTER (inn = ? AND day <= ?), "
            "count(*) FILTER (inn = ?) FROM paid WHERE customer_id = ?"
        )
        after, early, there = connection.execute(sql, [old, last, new, last, new, customer]).fetchall()[0]
        assert (after, early) == (0, 0)
        if rate >= 3 and last < "2026-07-01":
            frequent += 1
            seen += there > 0
    assert frequent > 20
    assert seen / frequent > 0.9
    kinds = dict(connection.execute("SELECT inn, any_value(mcc) FROM paid GROUP BY inn").fetchall())
    assert all(kinds[old] == kinds[new] for old, new in zip(moves["from"], moves["to"], strict=True))


# Customers of the chain from the first month to the last, with their traits and what each brought.
CHAIN = """
    SELECT customer_id, gender = 'F' AS woman, age, is_corporate AS corporate, marital_status = 'single' AS single,
           count(DISTINCT day) FILTER (day > DATE '2026-11-21' - 91 AND kind = 'purchase') >= 3 AS regular,
           sum(CASE kind WHEN 'purchase' THEN amount ELSE -amount END) AS revenue,
           count(*) FILTER (kind = 'purchase') AS visits
    FROM paid WHERE inn = ? GROUP BY ALL
    HAVING max(day) > DATE '2026-08-01' AND gender IS NOT NULL AND age IS NOT NULL
       AND corporate IS NOT NULL AND single IS NOT NULL
"""


def chain_mean(connection: duckdb.DuckDBPyConnection, where: str, value: str = "avg(revenue)") -> float:
    sql = f"SELECT {value} FROM ({CHAIN}) WHERE {where}"
    [(found,)] = connection.execute(sql, [KNOWN["discount"].inn]).fetchall()
    return float(found)


@pytest.mark.parametrize(
    ("higher", "lower", "ratio"),
    [
        ("woman", "NOT woman", 1.5),
        ("woman AND age > 24", "woman AND age < 24", 4),
        ("woman AND age > 24 AND corporate", "woman AND age > 24 AND NOT corporate", 1.6),
        ("woman AND age > 24 AND corporate AND age < 48", "woman AND corporate AND age > 48", 1.35),
        ("woman AND age > 24 AND NOT corporate AND regular", "woman AND age > 24 AND NOT (corporate OR regular)", 1.2),
        ("NOT woman AND single", "NOT woman AND NOT single", 2),
        ("NOT woman AND single AND age > 24", "NOT woman AND single AND age < 24", 3),
        ("NOT woman AND single AND age > 24 AND regular", "NOT woman AND single AND age > 24 AND NOT regular", 1.3),
        ("NOT woman AND NOT single AND regular", "NOT woman AND NOT single AND NOT regular", 2),
        ("regular AND corporate AND NOT (woman OR single)", "regular AND NOT (woman OR single OR corporate)", 1.3),
    ],
)  # fmt: skip
def test_each_split_of_the_chains_tree_is_there(world: World, higher: str, lower: str, ratio: float) -> None:
    connection, _ = world
    assert chain_mean(connection, higher) > ratio * chain_mean(connection, lower)


def test_the_unmarried_buy_rarely_but_much_at_a_time(world: World) -> None:
    connection, truth = world
    ticket = "sum(revenue) / sum(visits)"
    assert chain_mean(connection, "single", ticket) > 1.5 * chain_mean(connection, "NOT single", ticket)
    assert chain_mean(connection, "single", "avg(visits)") < 0.75 * chain_mean(connection, "NOT single", "avg(visits)")
    [tree] = truth["trees"]
    worth = sorted(tree["leaves"], key=lambda leaf: -leaf["roubles_a_month"] * leaf["customers"])
    named = [[(part["feature"], part["op"], part["value"]) for part in leaf["rule"]] for leaf in worth[:2]]
    assert named == [
        [("gender", "=", "F"), ("age", ">", 23.5), ("is_corporate", "=", True), ("age", "<=", 47.5)],
        [("gender", "=", "M"), ("marital_status", "=", "single"), ("age", ">", 23.5), ("regular", "=", True)],
    ]


def test_the_florist_peaks_before_the_eighth_of_march(world: World) -> None:
    connection, _ = world
    by_day = dict(
        connection.execute(
            "SELECT day, count(*) FROM paid WHERE inn = ? GROUP BY day", [KNOWN["flowers"].inn]
        ).fetchall()
    )
    usual = sum(by_day.values()) / 904
    assert all(by_day[date(year, 3, 8)] > 4 * usual for year in (2025, 2026))
    assert all(by_day[date(year, 2, 14)] > 2 * usual for year in (2025, 2026))


def test_planted_events_change_what_they_say(world: World) -> None:
    connection, truth = world
    events = {(event["kind"], event["partner"]): event for event in truth["anomalies"]}

    def a_day(event: dict[str, Any], first: str, last: str) -> float:
        sql = (
            "SELECT count(*) / (1.0 + date_diff('day', ?::DATE, ?::DATE)) FROM paid "
            "WHERE list_contains(?, merchant_id) AND day BETWEEN ? AND ?"
        )
        [(found,)] = connection.execute(sql, [first, last, event["merchants"], first, last]).fetchall()
        return float(found)

    fall = events["outlet_fall", KNOWN["discount"].inn]
    assert a_day(fall, fall["first_day"], fall["last_day"]) < 0.75 * a_day(fall, "2026-08-01", "2026-10-15")
    closed = events["closed", KNOWN["bakery"].inn]
    assert a_day(closed, closed["first_day"], closed["last_day"]) == 0
    assert a_day(closed, "2026-08-01", "2026-09-15") > 0
    promotion = events["promotion", KNOWN["coffee"].inn]
    assert a_day(promotion, promotion["first_day"], promotion["last_day"]) > 1.7 * a_day(
        promotion, "2026-09-01", "2026-10-01"
    )
    assert truth["outliers"]["count"] == len(truth["outliers"]["listed"]) > 20
