"""Pictures of segments: right where they are told, silent where one business could be seen."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from lake.directory import contact_of
from lake.marts import marts_refresh
from lake.peers.pictures import Pictures, pictures
from lake.store import Store
from tests.lake.lakes import Merchant, Payment, small_lake

FIRST, LAST = date(2026, 5, 4), date(2026, 11, 22)
BAKERY, CAFE = "5462", "5814"


def bakeries(count: int, city: str = "Казань", region: str = "Татарстан", mcc: str = BAKERY) -> list[Merchant]:
    return [
        Merchant(f"{city[:2]}{mcc}{at}", inn=f"{city}{mcc}{at}", city=city, region=region, mcc=mcc)
        for at in range(count)
    ]


def sales(merchants: list[Merchant], amount: dict[str, int] | None = None, growth: float = 0.0) -> list[Payment]:
    rows = []
    for merchant in merchants:
        for week in range((LAST - FIRST).days // 7 + 1):
            day = FIRST + timedelta(days=7 * week + 6)
            roubles = (amount or {}).get(merchant.merchant_id, 100) * (1 + growth * week)
            moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).replace(tzinfo=None)
            rows.append(Payment(moment, merchant.merchant_id, "c1", Decimal(round(roubles * 100)) / 100))
    return rows


def made(path: Path, merchants: list[Merchant], payments: list[Payment]) -> Pictures:
    store = small_lake(path / "lake", payments, merchants)
    marts_refresh(store)
    return pictures(store)


def told(found: Pictures) -> dict[str, int]:
    return {str(one.segment): one.holdings for one in found.segments}


def test_a_segment_of_six_is_told_and_right(tmp_path: Path) -> None:
    merchants = bakeries(6)
    found = made(tmp_path, merchants, sales(merchants, growth=0.01))
    assert found.weeks[-1] + timedelta(days=13) == LAST, "the newest week ended seven days before the last day"
    one = found.segments[0]
    assert (str(one.segment), one.holdings) == ("kind:bakery|city:Казань", 6)
    first = len(found.weeks)
    assert first == 26
    begin = (found.weeks[0] - FIRST).days // 7
    values = [1 + 0.01 * week for week in range(begin, begin + 26)]
    base = sum(values[:4]) / 4
    assert one.index == tuple(round(value / base * 100) for value in values)
    assert one.change == round((sum(values[-4:]) / sum(values[-8:-4]) - 1) * 100)


def test_five_are_too_few_and_companies_of_one_holding_are_one(tmp_path: Path) -> None:
    five = bakeries(5)
    assert told(made(tmp_path / "a", five, sales(five))) == {}
    group = [Merchant(f"h{at}", inn=f"h{at}", mcc=BAKERY, city="Казань", holding="Группа") for at in range(4)]
    assert told(made(tmp_path / "b", five[:4] + group, sales(five[:4] + group))) == {}
    assert told(made(tmp_path / "c", [*five, *group], sales([*five, *group])))["kind:bakery|city:Казань"] == 6


def test_who_was_closed_for_a_week_is_not_among_them(tmp_path: Path) -> None:
    six = bakeries(6)
    rows = sales(six)
    closed = [row for row in rows if not (row.merchant_id == six[0].merchant_id and row.ts.date().month == 9)]
    assert told(made(tmp_path, six, closed)) == {}


def test_a_large_one_hides_the_sum_and_not_the_middle(tmp_path: Path) -> None:
    six = bakeries(6)
    one = made(tmp_path, six, sales(six, {six[0].merchant_id: 5000})).segments[0]
    assert one.change is None
    assert set(one.index) == {100}


def test_a_wider_segment_that_adds_a_few_is_not_told_beside_the_narrow_one(tmp_path: Path) -> None:
    here, there = bakeries(8), bakeries(2, "Нурлат")
    found = told(made(tmp_path, here + there, sales(here + there)))
    assert found["kind:bakery|city:Казань"] == 8
    assert "kind:bakery|region:Татарстан" not in found, "the difference would be two bakeries of Нурлат"
    more = bakeries(6, "Нурлат")
    wide = told(made(tmp_path / "more", here + more, sales(here + more)))
    assert wide["kind:bakery|region:Татарстан"] == 14


def test_coarser_levels_are_told_where_the_fine_ones_are_not(tmp_path: Path) -> None:
    spread = [one for city in ("Казань", "Нурлат", "Тула") for one in bakeries(2, city, f"Область {city}")]
    found = told(made(tmp_path, spread, sales(spread)))
    assert found == {"kind:bakery|:": 6, "group:food|:": 6}


def test_a_young_lake_tells_nothing(tmp_path: Path) -> None:
    six = bakeries(6)
    young = [row for row in sales(six) if row.ts.date() > LAST - timedelta(days=50)]
    found = made(tmp_path, six, young)
    assert (found.weeks, found.segments) == ((), ())


def test_cities_to_choose_from_hide_each_of_their_businesses(tmp_path: Path) -> None:
    merchants = bakeries(6) + bakeries(5, "Тула", "Тульская") + bakeries(1, "Орёл", "Орловская")
    assert made(tmp_path, merchants, sales(merchants)).places == (("Казань", "Татарстан"),)


def test_the_contact_of_a_company_is_what_most_outlets_name(tmp_path: Path) -> None:
    merchants = [
        Merchant("a", inn="1", contact_email="Shop@a.ru "),
        Merchant("b", inn="1", contact_email="shop@a.ru"),
        Merchant("c", inn="1", contact_email="a@a.ru"),
        Merchant("d", inn="2", contact_email="nonsense"),
        Merchant("e", inn="3"),
    ]
    store = small_lake(tmp_path / "lake", sales(merchants), merchants)
    assert [contact_of(store, inn) for inn in ("1", "2", "3", "4")] == ["shop@a.ru", "", "", ""]
    assert contact_of(Store.open(str(tmp_path / "none")), "1") == ""
