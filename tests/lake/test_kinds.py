"""The file of kinds of business: whole, in two languages, and clear about a mistake."""

import csv
import re

import pytest

from lake import mcc
from lake.demo.kinds import KINDS as DEMO_KINDS
from lake.kinds import TEXTS, KindsProblem
from lake.kinds_file import FILE, kinds_read
from lake.mcc import GROUPS, KIND_OF_CODE, KINDS, code_name, kind_of

TEXT = FILE.read_text(encoding="utf-8")


def test_every_code_has_a_kind() -> None:
    for number in range(10_000):
        kind = kind_of(f"{number:04}")
        assert kind.key in KINDS
        assert f"{number:04}" not in KIND_OF_CODE or f"{number:04}" in kind.codes
    for wrong in ("", "58", "abcd", "12345", "١٢٣٤"):
        assert kind_of(wrong).key == "shop"


def test_a_named_code_beats_its_range() -> None:
    assert [kind_of(code).key for code in ("5814", "5811", "5661", "5681", "7538", "7531")] == [
        "cafe", "restaurant", "shoes", "clothing", "auto", "auto",
    ]  # fmt: skip


def test_every_partner_of_the_demo_has_a_named_kind() -> None:
    assert {kind.mcc for kind in DEMO_KINDS} <= set(KIND_OF_CODE)
    assert KIND_OF_CODE["5814"].key == "cafe"


def test_words_stand_in_their_forms() -> None:
    cafe = KINDS["cafe"]
    assert [f"{n} {cafe.named(n, 'ru')}" for n in (1, 3, 11, 17, 21, 112)] == [
        "1 кофейня", "3 кофейни", "11 кофеен", "17 кофеен", "21 кофейня", "112 кофеен",
    ]  # fmt: skip
    assert [cafe.named(n, "en") for n in (1, 17)] == ["coffee shop", "coffee shops"]
    assert (cafe.others("ru"), cafe.others("en")) == ("кофейнями", "coffee shops")
    assert (cafe.buyers["ru"].counted(5, "ru"), KINDS["medical"].buyers["ru"].counted(2, "ru")) == (
        "гостей",
        "пациента",
    )
    assert KINDS["grocery"].buyers["en"].counted(1, "en") == "customer"


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("key", KINDS)
def test_every_kind_has_every_word(key: str, lang: str) -> None:
    kind = KINDS[key]
    buyers = kind.buyers[lang].counted
    said = [form(n, lang) for form in (kind.named, kind.among, buyers) for n in (1, 2, 5, 11, 21)]
    assert all(said)
    assert kind.others(lang)
    pairs = kind.spoken()[lang]
    assert [written for written, _own in pairs] == list(TEXTS[lang])
    assert all(own.strip() for _written, own in pairs)


def test_numbers_take_their_case() -> None:
    cafe, grocery = KINDS["cafe"], KINDS["grocery"]
    assert [cafe.buyers["ru"].counted(n, "ru") for n in (1, 2, 5, 11, 21)] == [
        "гость",
        "гостя",
        "гостей",
        "гостей",
        "гость",
    ]
    assert [grocery.among(n, "ru") for n in (5, 11, 21, 22)] == [
        "продуктовых магазинов", "продуктовых магазинов", "продуктового магазина", "продуктовых магазинов",
    ]  # fmt: skip
    assert [cafe.among(n, "en") for n in (1, 21)] == ["coffee shop", "coffee shops"]
    assert dict(cafe.spoken()["ru"])["покупателями"] == "гостями"
    assert dict(KINDS["fuel"].spoken()["en"]) == {"customer": "driver", "customers": "drivers"}


def test_a_grocery_and_a_furniture_shop_differ_in_who_is_regular() -> None:
    days = {key: KINDS[key].regular_days for key in ("grocery", "electronics", "pets", "furniture")}
    assert days == {"grocery": 8, "electronics": 2, "pets": 3, "furniture": 2}


def test_each_group_has_kinds_and_both_names() -> None:
    assert {kind.group for kind in KINDS.values()} == set(GROUPS)
    assert all(set(names) == {"ru", "en"} for names in GROUPS.values())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('codes = ["5814"]', 'codes = ["58A4"]', "kinds.cafe.codes: expected four digits each, not '58A4'"),
        (
            'codes = ["5814"]',
            'codes = ["5812"]',
            "kinds.restaurant.codes: expected each code once; 5812 belongs to cafe",
        ),
        ('codes = ["5814"]', "codes = 5814", "kinds.cafe.codes: expected a list of texts in quotes"),
        ('group = "eating"', 'group = "eeting"', "kinds.cafe.group: expected one of food, eating"),
        ("regular_days = 8", "regular_days = 92", "kinds.grocery.regular_days: expected a whole number, 1 to 91"),
        ("regular_days = 8", "regular_days = true", "kinds.grocery.regular_days: expected a whole number"),
        ('few = "кофейни"', 'few = " "', "kinds.cafe.ru.few: expected a word"),
        ('many = "кофеен", ', "", "kinds.cafe.ru.many: expected a word"),
        ('of = "кофейни", ', "", "kinds.cafe.ru.of: expected a word"),
        (', "госте"]', "]", "customers.guests.ru.one: expected 5 words: nominative, genitive, dative, instrumental"),
        ('"гостям"', '" "', "customers.guests.ru.all: expected 5 words"),
        (
            'one = ["гость", "гостя", "гостю", "гостем", "госте"], ',
            "",
            "customers.guests.ru.one: expected a list of texts in quotes",
        ),
        ('{ one = "guest", other = "guests" }', '{ one = "guest" }', "customers.guests.en.other: expected a word"),
        ('{ one = "guest",', '{ one = "eater",', "customers.guests.en.one: expected a word that takes “a”, not “an”"),
        ('rest = ["5600-5699"]', 'rest = ["5600-5698"]', "without gap or overlap: expected 5699 here"),
        ('rest = ["5600-5699"]', 'rest = ["5600-5700"]', "without gap or overlap: expected 5701 here"),
        ('rest = ["9000-9999"]', 'rest = ["9000-9998"]', "expected a range in some rest that holds 9999"),
        ('customers = "guests"', 'customers = "gusts"', "kinds.cafe.customers: expected one of buyers"),
        ('kind = "shop"', 'kind = "shopp"', "default.kind: expected one of the kinds"),
        ("[kinds.cafe]", '[kinds.cafe]\ncolour = "red"', "kinds.cafe: expected only group, codes"),
        ("[kinds.cafe]", "[kinds.Cafe]", "kinds.Cafe: expected a name of up to 20 letters"),
        ("[kinds.cafe]", "[kinds.cafe", "kinds.toml can't be read"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_place(before: str, after: str, said: str) -> None:
    assert before in TEXT
    with pytest.raises(KindsProblem, match=re.escape(said)) as problem:
        kinds_read(TEXT.replace(before, after, 1))
    assert "\n" not in str(problem.value)


def test_a_new_kind_is_a_few_lines() -> None:
    added = """
[kinds.tea]
group = "eating"
codes = ["5811"]
title = { ru = "Чайная", en = "Tea house" }
ru = { one = "чайная", of = "чайной", few = "чайные", many = "чайных", with = "чайными" }
en = { one = "tea house", other = "tea houses" }
"""
    tea = kinds_read(TEXT + added).kinds["tea"]
    assert (tea.regular_days, tea.buyers["ru"].counted(1, "ru"), len(tea.headline)) == (3, "покупатель", 4)


def test_each_code_has_one_name_in_both_languages() -> None:
    with mcc.NAMES.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text, delimiter=";"))
    assert rows[0] == ["code", "en", "ru"]
    codes = [row[0] for row in rows[1:]]
    assert codes == sorted(set(codes))
    assert len(codes) > 280
    for code, english, russian in rows[1:]:
        assert re.fullmatch(r"[0-9]{4}", code)
        assert not "3000" <= code <= "3999", "a range says it"
        assert re.fullmatch(r"[A-Z][\x20-\x7e]+", english), english
        assert re.match(r"[А-ЯЁ]", russian), russian
        assert english == english.strip()
        assert russian == russian.strip()
    assert set(KIND_OF_CODE) <= set(codes)


def test_a_brand_s_code_is_named_by_its_range() -> None:
    assert [code_name(code, "ru") for code in ("3005", "3366", "3700", "5814", "0001")] == [
        "Авиакомпания", "Прокат автомобилей", "Гостиница", "Кофейня, быстрое питание", "Сельское хозяйство",
    ]  # fmt: skip
    assert [code_name(code, "en") for code in ("3350", "3351", "3501", "")] == [
        "Airline", "Car rental", "Hotel", "Other shop",
    ]  # fmt: skip
