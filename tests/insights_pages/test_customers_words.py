"""The sentences about customers: whole, right in number, and no more than what is shown allows."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from insights.answers import Provenance
from insights.answers_customers import BreakdownAnswer, BreakdownInfo, GroupRow
from insights.panels.customers import findings
from insights.panels.customers.groups import groups_of, whole
from insights.panels.customers.loyalty import regular_words
from insights.panels.customers.portrait import gender_block
from insights.panels.customers.pyramid import pyramid_of, pyramid_title
from insights.panels.customers.solvency import ranking_of, solvency_title
from insights.panels.customers.states import empty_of, peers_note, too_few
from tests.insights_pages.reading import plain

DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _russian():
    with translation.override("ru"):
        yield


def row(*group, customers=None, reference=None, index=None, total=100):
    if customers is None:
        return GroupRow(group, None, None, None, None, None, None, hidden=True)
    share = customers / total if total else None
    return GroupRow(group, customers, customers, 10.0 * customers, 10.0, 1.0, share, reference=reference, index=index)


def answer(columns, *rows, total=100):
    info = BreakdownInfo("any", "", "", columns, "gender", personal=True)
    made = Provenance("", 1, 1, datetime(2026, 11, 22, tzinfo=UTC))
    return BreakdownAnswer(info, DAY, DAY, DAY, "", "", rows, row(customers=total, total=total), None, made)


def genders(women, men, *, beside=None):
    told = (row("F", customers=women, reference=beside), row("M", customers=men))
    return answer(("gender",), *told)


def test_gender_is_said_by_the_larger_side_and_beside_others():
    assert plain(findings.gender(genders(62, 38))) == "Женщины — 62 % ваших покупателей"
    assert plain(findings.gender(genders(38, 62))) == "Мужчины — 62 % ваших покупателей"
    assert plain(findings.gender(genders(62, 38, beside=55))).endswith("у похожих компаний — 55 %")
    assert findings.gender(genders(50, 50)) == "Женщин и мужчин примерно поровну"


def test_a_hidden_side_is_not_guessed():
    assert plain(findings.gender(genders(62, None))) == "Женщины — 62 % ваших покупателей"
    assert findings.gender(genders(40, None)) == "Мужчины и женщины среди ваших покупателей"


def test_the_largest_is_only_called_so_where_nothing_hidden_may_be_larger():
    few = answer(("age",), row("25-34", customers=30), row("35-44"), row("unknown", customers=10))
    assert plain(findings.age(few)).startswith("25–34 — самая большая из показанных групп: 30 %")
    most = answer(("age",), row("25-34", customers=60), row("35-44"), row("unknown", customers=10))
    assert plain(findings.age(most)) == "25–34 — самая большая группа по возрасту: 60 % покупателей"


def test_the_pyramid_tells_at_least_what_is_shown():
    columns = ("gender", "age", "marital_status")
    told = answer(
        columns, row("F", "35-44", "married", customers=30), row("F", "35-44", "single"), row("M", "35-44", "single")
    )
    made = pyramid_of(told)
    step = made.steps[3]
    assert (step.women.customers, step.women.partly, step.men.customers) == (30, True, None)
    assert (
        plain(pyramid_title(told, made))
        == "Женщины, 35–44 — самая большая из показанных групп: не меньше 30 % покупателей"
    )
    assert max(side.width for one in made.steps for side in (one.women, one.men)) == 100


def test_the_mark_stands_where_others_are():
    made = groups_of(genders(40, 60, beside=80), "", "")
    assert (made.lines[0].mark, made.lines[0].width, made.lines[1].mark) == (100, 50, None)
    assert peers_note(genders(40, 60, beside=80)) != peers_note(genders(40, 60))
    assert "для одного этого канала" in peers_note(replace(genders(40, 60), channel="pos"))[0]
    told = replace(genders(40, 60, beside=80), peers_days=(date(2026, 10, 19), date(2026, 11, 15)), outlet="a1")
    said = " ".join(map(plain, gender_block(told).notes))
    assert "19 окт. – 15 нояб. 2026 г." in said
    assert "со всеми их точками" in said


def test_solvency_names_the_best_off():
    columns = ("gender", "age", "marital_status")
    rows = (row("F", "35-44", "married", customers=30, index=90), row("M", "45-54", "single", customers=30, index=160))
    told = answer(columns, *rows)
    assert plain(solvency_title(told)).startswith("Мужчины, 45–54, не в браке — тратят больше всех: 160")
    assert [one.index for one in ranking_of(told, "").places] == [160, 90]


@pytest.mark.parametrize(("days", "said"), [(1, "1 день"), (2, "2 разных дня"), (5, "5 разных дней"), (21, "21 день")])
def test_who_is_regular_counts_days_as_people_do(days, said):
    assert f"хотя бы в {said} из последних 91" in plain(regular_words(days))


@pytest.mark.parametrize(
    ("count", "said"), [(1, "купил 1 человек"), (2, "купили 2 человека"), (11, "купили 11 человек")]
)
def test_too_few_counts_people(count, said):
    assert said in plain(too_few("", count).text)


def test_nothing_and_nobody_differ():
    assert empty_of(answer(("gender",), total=0), "").title == "В эти дни никто не покупал"
    assert empty_of(genders(None, None), "").title == "Слишком мало людей, чтобы показать"
    assert empty_of(genders(50, None), "") is None


def test_shares_near_nothing_and_near_all_keep_a_digit():
    assert [plain(whole(share)) for share in (0.004, 0.5, 0.996, 1.0, 0.0)] == [
        "0,4 %",
        "50 %",
        "99,6 %",
        "100 %",
        "0 %",
    ]
