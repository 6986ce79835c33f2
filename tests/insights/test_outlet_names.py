"""Several outlets may bear one name at the bank; a person must tell them apart."""

from insights.models import Outlet
from insights.selectors.outlet_names import names_of


def shop(number: str, *, name: str = "Зерно", **place: str) -> Outlet:
    return Outlet(merchant_id=number, name=name, **place)


def test_a_name_of_its_own_stays_bare() -> None:
    assert names_of([shop("1"), shop("2", name="Пар", district="Марьино")]) == ["Зерно", "Пар"]


def test_the_place_tells_namesakes_apart() -> None:
    found = names_of([
        shop("1", city="Москва", district="Марьино"),
        shop("2", city="Казань"),
        shop("3", channel="online", city="Москва"),
        shop("4", name="Пар"),
    ])  # fmt: skip
    assert found == ["Зерно, Марьино", "Зерно, Казань", "Зерно, интернет-магазин", "Пар"]


def test_where_all_bear_one_name_the_place_is_enough() -> None:
    found = names_of([
        shop("1", city="Москва", district="Ленинский"),
        shop("2", city="Казань", district="Ленинский"),
        shop("3", city="Казань", district="Ленинский"),
        shop("4", city="Казань", district="Заречье"),
        shop("5", channel="online"),
        shop("6", alias="У вокзала"),
    ])  # fmt: skip
    assert found == [
        "Ленинский, Москва",
        "Ленинский, Казань, 2",
        "Ленинский, Казань, 3",
        "Заречье",
        "Интернет-магазин",
        "У вокзала",
    ]


def test_without_a_place_the_number_tells() -> None:
    assert names_of([shop("7"), shop("8")]) == ["7", "8"]


def test_the_partner_s_own_name_is_never_touched() -> None:
    assert names_of([shop("1", alias="Зерно"), shop("2", city="Москва")]) == ["Зерно", "Москва"]
