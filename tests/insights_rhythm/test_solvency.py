"""The index of solvency: equal to plain SQL over the raw payments, told only of enough people and businesses."""

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import numpy as np
import pytest

from billing.services import plan_set
from insights.answers_customers import BreakdownAnswer
from insights.breakdowns.demographic_segment import groups
from insights.breakdowns.people import People
from insights.engine.visits import Visits
from insights.engine.windows import day_number
from insights.models import PeerFigure
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from insights.selectors.breakdowns import breakdown
from lake.disclosure import Rules, hidden_cells
from lake.marts import marts_refresh
from lake.peers.facts import facts_read
from lake.peers.wallets import Wallets, spending_index, wallets_read
from lake.store import Store
from tenants.scope import for_partner
from tests.insights_breakdowns.oracle import AGE
from tests.insights_breakdowns.test_truth import people_listed
from tests.lake.lakes import small_lake
from tests.peers.banks import ALPHA_INN, BETA_INN, merchants, payments

END = date(2026, 11, 15)
"""The last Sunday at least a week before the newest day."""
START = END - timedelta(days=363)
SQL = f"""
WITH months AS (SELECT i, $end::DATE - (28 * i + 27)::INTEGER AS low, $end::DATE - (28 * i)::INTEGER AS high
  FROM range(13) AS r(i)),
own AS (SELECT DISTINCT customer_id FROM paid
        WHERE inn = $inn AND kind = 'purchase' AND "day" BETWEEN $end::DATE - 363 AND $end),
spent AS (
  SELECT customer_id, i, coalesce((SELECT sum(CASE kind WHEN 'purchase' THEN amount ELSE -amount END) FROM paid
    WHERE paid.customer_id = own.customer_id AND "day" BETWEEN low AND high), 0)::DOUBLE AS net FROM own, months),
purse AS (SELECT customer_id, median(net) AS monthly FROM spent GROUP BY 1),
grouped AS (
  SELECT customer_id, monthly, [coalesce(gender, 'unknown'), {AGE}, coalesce(marital_status, 'unknown')]::VARCHAR[] AS g
  FROM purse LEFT JOIN listed USING (customer_id)),
spread AS (
  SELECT g, count(DISTINCT coalesce(holding, inn)) AS holdings FROM grouped JOIN paid USING (customer_id)
  WHERE kind = 'purchase' AND "day" BETWEEN $end::DATE - 363 AND $end
  AND coalesce(holding, inn) <> (SELECT coalesce(any_value(holding), $inn) FROM paid WHERE inn = $inn) GROUP BY 1)
SELECT g, count(*), coalesce(any_value(holdings), 0), median(monthly) / (SELECT median(monthly) FROM purse)
FROM grouped LEFT JOIN spread USING (g) GROUP BY g
"""


def bank(place: Path, seed: int, *, size: int = 16_000, customers: int = 500) -> Store:
    shops = merchants()
    rows = payments(seed, shops, size=size, customers=customers)
    # Customers shop far and wide, so that a group has enough of them.
    chance = Random(seed)
    spread = [type(row)(**{**vars(row), "customer_id": f"c{chance.randrange(customers)}"}) for row in rows]
    store = small_lake(place, spread, shops)
    people_listed(store, seed, customers=customers)
    marts_refresh(store)
    return store


def by_sql(store: Store, inn: str) -> dict[tuple[str, ...], tuple[int, int, float]]:
    """Return group → customers, other holdings, ratio of medians."""
    files = {
        name: [store.address(file.path) for file in store.current().files(name)]
        for name in ("transactions", "merchants", "customers")
    }
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"CREATE TABLE listed AS SELECT * FROM read_parquet({files['customers']})")
        con.execute(
            f"""CREATE TABLE paid AS SELECT t.*, inn, holding,
              CAST(timezone('Europe/Moscow', ts AT TIME ZONE 'UTC') AS DATE) AS "day"
            FROM read_parquet({files["transactions"]}) t JOIN read_parquet({files["merchants"]}) USING (merchant_id)"""
        )
        return {tuple(row[0]): row[1:] for row in con.execute(SQL, {"end": END, "inn": inn}).fetchall()}


def expected(store: Store, inn: str, rules: Rules) -> dict[tuple[str, ...], int]:
    truth = by_sql(store, inn)
    seen = {name: many if holdings >= 5 else 1 for name, (many, holdings, _) in truth.items()}
    hidden = hidden_cells(seen, least=rules.peer_customers)
    return {name: round(ratio * 100) for name, (_, _, ratio) in truth.items() if name not in hidden}


def read(store: Store, **more: Any) -> tuple[Any, Wallets, Any]:
    facts = facts_read(store)
    wallets = wallets_read(store, facts.calendar, **more)
    assert wallets is not None
    none, nowhere = np.zeros(0, np.int64), np.zeros(0, np.int16)
    nobody = Visits((), (), nowhere, nowhere, *(none,) * 6)
    start, end = map(day_number, wallets.span)
    cut = groups(People.of(nobody, wallets.known, start, end, 0))
    return facts, wallets, (cut.names, cut.code)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_index_equals_sql(seed: int, tmp_path: Path) -> None:
    store = bank(tmp_path, seed)
    # Rules with smaller numbers, so that a small bank tells and hides some of each.
    rules = Rules(peer_customers=12, own_customers=8)
    facts, wallets, cut = read(store)
    assert wallets.span == (START, END)
    for inn in (ALPHA_INN, BETA_INN):
        code = facts.code(inn)
        found = spending_index(wallets, code, facts.holdings, cut, rules)
        assert found == expected(store, inn, rules)
        assert found
        assert len(found) < len(by_sql(store, inn))


def test_few_people_few_businesses_or_a_young_lake_tell_nothing(tmp_path: Path) -> None:
    store = bank(tmp_path / "bank", 4)
    facts, wallets, cut = read(store)
    code = facts.code(ALPHA_INN)
    # All of one group but for the rules' own numbers.
    alike = ((("all",),), np.zeros_like(cut[1]))
    assert spending_index(wallets, code, facts.holdings, alike) == {("all",): 100}
    assert spending_index(wallets, code, facts.holdings, alike, Rules(peer_customers=10_000)) == {}
    one_holding = tuple("H" if inn != ALPHA_INN else inn for inn in facts.inns)
    assert spending_index(wallets, code, one_holding, alike) == {}
    young = small_lake(tmp_path / "young", payments(5, merchants(), size=300, days=60), merchants())
    marts_refresh(young)
    assert wallets_read(young, facts_read(young).calendar) is None


def test_a_younger_lake_counts_the_months_it_has(tmp_path: Path) -> None:
    shops = merchants()
    store = small_lake(tmp_path, payments(6, shops, size=2000, days=200), shops)
    people_listed(store, 6)
    marts_refresh(store)
    wallets = wallets_read(store, facts_read(store).calendar)
    assert wallets is not None
    assert (wallets.span[1] - wallets.span[0]).days + 1 == 6 * 28


def test_who_takes_no_part_is_in_no_wallet(tmp_path: Path) -> None:
    store = bank(tmp_path, 7, size=3000)
    facts, wallets, _ = read(store)
    absent = facts.code(BETA_INN)
    _, less, _ = read(store, among=set(range(len(facts.inns))) - {absent})
    assert absent in wallets.company
    assert absent not in less.company
    assert less.monthly.sum() < wallets.monthly.sum()


@pytest.fixture
def computed(tmp_path: Path, settings: Any, alpha: Any, beta: Any) -> Store:
    """Give a bank of which alpha and beta, on Pro, are computed and compared."""
    settings.LAKE_URI = str(tmp_path / "bank")
    store = bank(tmp_path / "bank", 1, size=40_000, customers=2500)
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="pro")
        metric_recompute(partner)
    peers_recompute()
    return store


def test_the_door_ranks_and_the_plan_decides(computed: Store, alpha: Any, settings: Any) -> None:
    answer = breakdown(alpha, "solvency")
    assert isinstance(answer, BreakdownAnswer)
    told = [row.index for row in answer.rows if row.index is not None]
    truth = expected(computed, ALPHA_INN, Rules())
    shown = {row.group for row in answer.rows if not row.hidden}
    assert {row.group: row.index for row in answer.rows if row.index is not None} == {
        name: index for name, index in truth.items() if name in shown
    }
    assert told == sorted(told, reverse=True)
    assert told
    assert answer.index_days == (START, END)
    by_channel = breakdown(alpha, "solvency", channel="pos")
    assert isinstance(by_channel, BreakdownAnswer)
    assert all(row.index is None for row in by_channel.rows)
    with for_partner(alpha):
        stored = PeerFigure.objects.get(key="solvency").body
    assert set(stored) == {"index", "as_of"}
    settings.DISCLOSURE_OFF = frozenset({"solvency"})
    silent = breakdown(alpha, "solvency")
    assert isinstance(silent, BreakdownAnswer)
    assert all(row.index is None for row in silent.rows)
    plan_set(partner=alpha, plan="growth")
    assert not isinstance(breakdown(alpha, "solvency"), BreakdownAnswer)
    peers_recompute([alpha])
    with for_partner(alpha):
        assert not PeerFigure.objects.filter(key="solvency").exists()
