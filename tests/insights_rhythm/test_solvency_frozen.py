"""Whose sales make up what customers spend everywhere is frozen for a quarter, and every index is in the ledger."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from billing.services import plan_set
from insights.models import PeerFigure
from insights.peers.everybody import LENS, everybody_frozen
from insights.peers.recompute import peers_recompute
from lake.disclosure import Rules
from lake.marts import marts_refresh
from lake.peers.facts import facts_read
from lake.store import DataFile, Store
from tenants.models import PeerSet, Release
from tenants.scope import for_partner
from tenants.services.sharing import sharing_set
from tenants.sharing import contributions_of
from tests.insights_breakdowns.test_truth import LISTED
from tests.lake.lakes import Merchant, Payment, add, small_lake
from tests.peers.banks import ALPHA_INN, BETA_INN, merchants, payments

BEFORE, WEEK_AFTER, NEXT = date(2026, 9, 20), date(2026, 9, 27), date(2026, 11, 22)
"""Days of the third and of the fourth quarter."""
SHOPS = merchants(24, holdings=False)


@pytest.fixture
def bank(tmp_path: Any, settings: Any, alpha: Any, beta: Any) -> Store:
    settings.LAKE_URI = str(tmp_path / "bank")
    store = small_lake(settings.LAKE_URI, spread(payments(4, SHOPS, size=12_000)), SHOPS)
    listed = [{"customer_id": f"c{number}", "gender": "FM"[number % 3 == 0]} for number in range(400)]
    path = store.new_path("customers")
    pq.write_table(pa.Table.from_pylist(listed, LISTED), store.address(path))
    store.commit(lambda base: base.with_table("customers", [DataFile(path, len(listed))]))
    marts_refresh(store)
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="pro")
    return store


def spread(rows: list[Payment]) -> list[Payment]:
    """Let customers shop far and wide, so that a group of them has enough; women spend more."""
    chance, found = Random(4), []
    for row in rows:
        number = chance.randrange(400)
        amount = row.amount if number % 3 == 0 else row.amount * 2
        found.append(replace(row, customer_id=f"c{number}", amount=amount))
    return found


def index(partner: Any) -> list[Any]:
    with for_partner(partner):
        found: list[Any] = PeerFigure.objects.get(key="solvency").body["index"]
    return found


def members(quarter: date) -> set[str]:
    return set(PeerSet.objects.get(partner=None, lens=LENS, quarter=quarter).members)


def test_who_leaves_or_comes_does_so_at_the_next_freeze(bank: Store, alpha: Any, beta: Any, charlie: Any) -> None:
    assert peers_recompute(as_of=BEFORE).failed == ()
    before, told = members(date(2026, 7, 1)), index(alpha)
    assert told
    assert {ALPHA_INN, BETA_INN} <= before
    sharing_set(partner=beta, takes_part=False, by=charlie)
    fresh = [Merchant(f"n{at}", f"99{at:08}", mcc="5462", city="Казань", region="Татарстан") for at in range(2)]
    add(bank, spread(payments(12, fresh, size=900)), [*SHOPS, *fresh])
    marts_refresh(bank)
    assert peers_recompute(as_of=BEFORE).failed == ()
    assert members(date(2026, 7, 1)) == before
    assert index(alpha) == told, "nothing of what came in the meantime is in the wallets"
    assert index(beta) == [], "who takes no part is told nothing from then on"
    assert peers_recompute(as_of=NEXT).failed == ()
    after = members(date(2026, 10, 1))
    assert BETA_INN not in after
    assert after & {shop.inn for shop in fresh} or len(after) < len(before)
    assert len(before ^ after) > Rules().overlap_holdings


def test_every_index_is_in_the_ledger_of_the_same_businesses(bank: Store, alpha: Any, beta: Any) -> None:
    for as_of in (BEFORE, WEEK_AFTER, NEXT):
        assert peers_recompute(as_of=as_of).failed == ()
    for partner, inn in ((alpha, ALPHA_INN), (beta, BETA_INN)):
        rows = list(Release.objects.filter(partner=partner, metric="solvency").order_by("end"))
        assert len(rows) == 3
        assert all(inn not in row.contributors for row in rows)
        assert len({tuple(row.contributors) for row in rows}) == 1, "nobody left and nobody came"
        assert all(sum(row.shares) == pytest.approx(1) for row in rows)
    assert dict(contributions_of(beta).by_metric)["solvency"] == 3


def test_the_ledger_refuses_what_differs_by_a_few(bank: Store, alpha: Any) -> None:
    assert peers_recompute([alpha], as_of=BEFORE).failed == ()
    assert index(alpha)
    row = PeerSet.objects.get(partner=None, lens=LENS)
    row.members, row.companies = row.members[:-2], row.companies[:-2]
    row.save()
    assert peers_recompute([alpha], as_of=WEEK_AFTER).failed == ()
    assert index(alpha) == []


def test_all_viewers_share_one_set(bank: Store, alpha: Any, beta: Any) -> None:
    peers_recompute([alpha], as_of=BEFORE)
    peers_recompute([beta], as_of=WEEK_AFTER)
    assert PeerSet.objects.filter(partner=None).count() == 1
    assert index(alpha) != index(beta)


@pytest.mark.django_db
def test_a_few_new_ones_wait_until_they_are_many(tmp_path: Any) -> None:
    shops = merchants(16, holdings=False)
    store = small_lake(tmp_path / "one", payments(1, shops, size=3000), shops)
    marts_refresh(store)
    first = everybody_frozen(facts_read(store, as_of=BEFORE), (), Rules())
    add(store, payments(2, [Merchant("n", "9900000000", mcc="5462")], size=300), [*shops, Merchant("n", "9900000000")])
    marts_refresh(store)
    second = everybody_frozen(facts_read(store, as_of=NEXT), (), Rules())
    assert first.pk != second.pk
    assert set(second.members) == set(first.members)


@pytest.mark.django_db
def test_a_few_leavers_a_quarter_do_not_silence_it(tmp_path: Any) -> None:
    shops = merchants(60, holdings=False)
    store = small_lake(tmp_path / "one", payments(1, shops, size=6000, days=1100), shops)
    marts_refresh(store)
    facts, gone = facts_read(store), set[int]()
    for number in range(6):
        quarter = date(2025 + number // 4, 1 + number % 4 * 3, 1)
        calendar = replace(facts.calendar, as_of=quarter)
        assert everybody_frozen(replace(facts, calendar=calendar), gone, Rules()).members, quarter
        gone.add(number)
