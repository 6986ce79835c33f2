"""Every figure equals SQL over the raw payments: on random banks, and on a grocery's stores as companies."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lake.demo import KNOWN, demo_write
from lake.ingest import lake_import
from lake.marts import marts_refresh
from lake.mcc import kind_of
from lake.peers.facts import Facts, facts_read
from lake.peers.lenses import Lens, lenses
from lake.peers.queries import people_over
from lake.samples import complete_journey
from lake.store import Store
from tests.lake.lakes import small_lake
from tests.peers.banks import merchants, payments
from tests.peers.checking import levels_checked, together_checked
from tests.peers.checking_course import course_checked
from tests.peers.oracle import Oracle, oracle

EXPECTED = json.loads((Path(__file__).parent.parent / "data" / "complete_journey_expected.json").read_text())[
    "complete_journey_basket_level"
]


def segment(facts: Facts, truth: Oracle, inn: str) -> list[str]:
    """Return the usual group of a company, found anew by its kind and city; none of its own holding."""
    homes, own = truth.homes(), truth.holding(inn)
    bought = {
        name for (name,) in truth.ask(
            "SELECT DISTINCT inn FROM paid WHERE kind = 'purchase' AND \"day\" BETWEEN $start AND $end",
            start=truth.now[0], end=truth.now[1],
        )
    }  # fmt: skip
    kind, city = kind_of(homes[inn][0]).key, homes[inn][1]
    like = sorted(name for name in bought if kind_of(homes[name][0]).key == kind and truth.holding(name) != own)
    near = [name for name in like if city and homes[name][1] == city]
    enough = len({truth.holding(name) for name in near}) >= 5
    return near if enough else like


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("stores")
    complete_journey.write(folder / "raw", by="store")
    store = Store.open(str(folder / "lake"))
    lake_import(store, str(folder / "raw"))
    marts_refresh(store)
    return store


@settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 10_000), days=st.sampled_from((120, 300, 560)), count=st.sampled_from((7, 14, 26)))
def test_a_random_bank(tmp_path_factory: pytest.TempPathFactory, seed: int, days: int, count: int) -> None:
    shops = merchants(count)
    rows = payments(seed, shops, size=4000, customers=90 + seed % 200, days=days)
    store = small_lake(tmp_path_factory.mktemp("bank"), rows, shops)
    marts_refresh(store)
    facts = facts_read(store)
    told = 0
    with oracle(store) as truth:
        assert truth.now == facts.calendar.trailing()
        for inn in facts.inns[:6]:
            viewer = facts.code(inn)
            assert viewer is not None
            usual = next(iter(lenses(facts, viewer, [Lens.KIND])), None)
            inns = segment(facts, truth, inn)
            assert [facts.inns[code] for code in (usual.companies if usual else ())] == inns
            told += levels_checked(facts, truth, inn, inns) + together_checked(facts, truth, inn, inns)
            told += course_checked(facts, truth, inn, inns)
    assert told > 0


def test_the_demo_bank(tmp_path: Path) -> None:
    demo_write(tmp_path / "raw", customers=4_000, transactions=60_000, seed=11, end=date(2026, 11, 22))
    store = Store.open(str(tmp_path / "lake"))
    lake_import(store, str(tmp_path / "raw"))
    marts_refresh(store)
    facts = facts_read(store)
    told = lines = 0
    with oracle(store) as truth:
        assert truth.now == facts.calendar.trailing()
        for inn in [partner.inn for partner in KNOWN.values()]:
            viewer = facts.code(inn)
            assert viewer is not None
            for chosen in lenses(facts, viewer, list(Lens)):
                inns = [facts.inns[code] for code in chosen.companies]
                told += levels_checked(facts, truth, inn, inns) + together_checked(facts, truth, inn, inns)
                lines += course_checked(facts, truth, inn, inns)
    assert told > 40
    assert lines > 10


def test_stores_as_companies(journey: Store) -> None:
    facts = facts_read(journey)
    told = lines = 0
    with oracle(journey) as truth:
        for store in EXPECTED["top5_merchants"]:
            inn = complete_journey.store_inn(int(store))
            inns = segment(facts, truth, inn)
            viewer = facts.code(inn)
            assert viewer is not None
            usual = lenses(facts, viewer, [Lens.KIND])[0]
            assert [facts.inns[code] for code in usual.companies] == inns
            told += levels_checked(facts, truth, inn, inns) + together_checked(facts, truth, inn, inns)
            lines += course_checked(facts, truth, inn, inns)
    assert told > 40
    assert lines == 5, "a year of the stores has fewer than 52 settled weeks: their half years alone"


def test_customers_that_stores_share(journey: Store) -> None:
    facts = facts_read(journey)
    inns, people = people_over(journey, (facts.calendar.first_day, facts.calendar.as_of))
    for pair, count in EXPECTED["shared_customers_top_pairs"].items():
        one, other = (inns.index(complete_journey.store_inn(int(store))) for store in pair.split("|"))
        assert int((people.of_companies([one]) & people.of_companies([other])).sum()) == count, pair
    for store, figures in EXPECTED["top5_merchants"].items():
        assert people.count([inns.index(complete_journey.store_inn(int(store)))]) == figures["customers"]
