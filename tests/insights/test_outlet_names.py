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
    ])  # fmt: skip
    assert found == ["Зерно, Марьино", "Зерно, Казань", "Зерно, интернет-магазин"]


def test_the_city_and_then_the_number_help_where_the_district_does_not() -> None:
    found = names_of([
        shop("1", city="Москва", district="Ленинский"),
        shop("2", city="Казань", district="Ленинский"),
        shop("3", city="Казань", district="Ленинский"),
        shop("4", city="Казань", district="Заречье"),
    ])  # fmt: skip
    assert found == [
        "Зерно, Ленинский, Москва",
        "Зерно, Ленинский, Казань, 2",
        "Зерно, Ленинский, Казань, 3",
        "Зерно, Заречье",
    ]


def test_the_partner_s_own_name_is_never_touched() -> None:
    assert names_of([shop("1", alias="Зерно"), shop("2", city="Москва")]) == ["Зерно", "Зерно, Москва"]
