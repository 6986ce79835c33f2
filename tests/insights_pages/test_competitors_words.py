"""What the blocks of the page Competitors say: whole sentences with right cases, and nothing more than was told."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from insights.answers_peers import Lens
from insights.panels.peers.cards import compared_card
from insights.panels.peers.chosen import chosen_of
from insights.panels.peers.cluster import cluster_card
from insights.panels.peers.how import peer_how_of
from insights.panels.peers.later import enough_on, later_of
from insights.panels.peers.others import compared_with, counted
from insights.panels.peers.verdict import Side, Strength, agreement_of, side_of, strength_of
from insights.panels.peers.words import sentence_of, standing_of, title_of
from lake.mcc import KINDS
from tests.insights_pages.peers_made import answer, few, group

REVENUE, CUSTOMERS, TICKET = "revenue_vs_peers", "customers_vs_peers", "ticket_vs_peers"


@pytest.fixture(autouse=True)
def _russian():
    with translation.override("ru"):
        yield


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (5, "из 5 похожих компаний"),
        (11, "из 11 похожих компаний"),
        (21, "из 21 похожей компании"),
        (22, "из 22 похожих компаний"),
        (1, "из 1 похожей компании"),
    ],
)
def test_the_group_is_counted_in_the_right_case(count, words):
    found = answer(REVENUE, businesses=count, median=0.05, difference=0.07)
    assert said(sentence_of(found)) == f"Ваша выручка выросла на 12 %. В середине группы {words} она выросла на 5 %."


@pytest.mark.parametrize(
    ("count", "told", "middle", "compared"),
    [
        (5, "5 кофеен", "из 5 кофеен", "По сравнению с 5 другими кофейнями вашего города"),
        (11, "11 кофеен", "из 11 кофеен", "По сравнению с 11 другими кофейнями вашего города"),
        (21, "21 кофейня", "из 21 кофейни", "По сравнению с группой: 21 кофейня вашего города"),
        (22, "22 кофейни", "из 22 кофеен", "По сравнению с 22 другими кофейнями вашего города"),
    ],
)
def test_a_group_of_one_kind_is_called_by_its_name(count, told, middle, compared):
    cafes = group(count, kind="cafe")
    assert (said(counted(cafes)), said(compared_with(cafes))) == (told, compared)
    found = replace(answer(REVENUE, businesses=count, median=0.05, difference=0.07), group=cafes)
    assert said(sentence_of(found)).endswith(f"В середине группы {middle} она выросла на 5 %.")
    with translation.override("en"):
        assert said(counted(cafes)) == f"{count} coffee shops"
        assert compared_with(cafes) == f"Compared with {count} other coffee shops of your city"


@pytest.mark.parametrize(
    ("level", "place"),
    [
        ("kind|district", "вашего района"),
        ("kind|region", "вашего региона"),
        ("kind|", "из разных мест"),
    ],
)
def test_a_group_is_placed(level, place):
    assert compared_with(group(17, kind="fuel", level=level)) == f"По сравнению с 17 другими АЗС {place}"


def test_a_mixed_or_small_group_is_of_similar_businesses():
    mixed = group(17, Lens.SIZE)
    assert (said(counted(mixed)), compared_with(mixed)) == (
        "17 других компаний",
        "По сравнению с 17 другими компаниями",
    )
    assert compared_with(group(3, kind="cafe")) == "По сравнению с похожими компаниями"
    assert counted(group(3, kind="cafe")) == "Всего несколько других компаний"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_compared(kind):
    for language in ("ru", "en"):
        with translation.override(language):
            for count in (5, 11, 21, 22):
                words = compared_with(group(count, kind=kind))
                assert KINDS[kind].others(language) in words or f"{count} {KINDS[kind].named(count, language)}" in words


@pytest.mark.parametrize(
    ("you", "median", "words"),
    [
        (-0.034, 0.0, ("снизилось на 3 %", "почти не изменилось")),
        (0.0, -0.08, ("почти не изменилось", "снизилось на 8 %")),
    ],
)
def test_each_way_of_growth_has_its_words(you, median, words):
    own, theirs = words
    assert said(sentence_of(answer(CUSTOMERS, you=you, median=median, difference=you - median))) == (
        f"Число ваших покупателей {own}. В середине группы из 17 похожих компаний их число {theirs}."
    )


def test_levels_say_by_how_much():
    found = answer(TICKET, you=640.4, median=590.0, difference=0.085)
    assert said(sentence_of(found)) == (
        "Ваш средний чек — 640 ₽. В середине группы из 17 похожих компаний — 590 ₽: у вас на 9 % больше."
    )
    assert title_of(found).endswith("больше, чем у похожих компаний")
    lower = answer("customers_per_outlet_vs_peers", you=81.0, median=100.0, difference=-0.19)
    assert said(sentence_of(lower)) == (
        "На одну вашу точку приходится на 19 % меньше покупателей, чем в середине группы из 17 похожих компаний."
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"percentile": 65}, "Выше, чем примерно у 65 % из них."),
        ({"percentile": 95}, "Выше, чем почти у всех из них."),
        ({"percentile": 5}, "Ниже, чем почти у всех из них."),
        ({"q1": 0.0, "q3": 0.1}, "Вы в верхней четверти."),
        ({"q1": 0.0, "q3": 0.3}, "Вы в средней половине."),
        ({"q1": 0.2, "q3": 0.3}, "Вы в нижней четверти."),
        ({}, ""),
        ({"you": None, "percentile": 65}, ""),
    ],
)
def test_the_place_in_the_group(facts, words):
    assert said(standing_of(answer(REVENUE, median=0.05, **facts))) == words


def test_what_is_not_told_shows_the_reason_and_the_own_figure_alone():
    card = compared_card(few(REVENUE), None)
    assert card.quiet.text == "Причина too_few"
    assert card.quiet.url == ""
    assert card.bullet is None
    assert said(card.sentence) == "Ваша выручка выросла на 12 %."


def test_a_comparison_is_strong_only_where_all_three_agree():
    up, down, same = Side.ABOVE, Side.BELOW, Side.ALIKE
    assert strength_of([up, up, up]) is Strength.STRONG
    assert strength_of([up, Side.UNKNOWN, up]) is Strength.PARTLY
    assert strength_of([up, down, up]) is Strength.MIXED
    assert strength_of([up, same, up]) is Strength.MIXED
    assert strength_of([up, Side.UNKNOWN, Side.UNKNOWN]) is Strength.SINGLE
    assert side_of(answer(REVENUE, median=0.115, difference=0.005)) is same
    assert side_of(few(REVENUE)) is Side.UNKNOWN


def test_the_table_of_agreement_has_a_row_for_what_two_ways_tell():
    titles = {lens: lens.value for lens in Lens}
    told = {lens: {REVENUE: answer(REVENUE, lens=lens, median=0.05, difference=0.07)} for lens in Lens}
    found = agreement_of(told, titles)
    assert found.text.startswith("Все три способа")
    assert [[words for words, _sign in cells] for _name, cells, _verdict in found.rows] == [["выше середины"] * 3]
    assert agreement_of({Lens.KIND: told[Lens.KIND]}, titles) is None


@pytest.mark.parametrize(
    ("lift", "words"),
    [
        (1.8, "Ваши покупатели бывают у них в 1,8 раза чаще, чем обычный держатель карты в городе."),
        (0.7, "Ваши покупатели бывают у них на 30 % реже, чем обычный держатель карты в городе."),
        (1.02, "Ваши покупатели бывают у них так же часто, как обычный держатель карты в городе."),
    ],
)
def test_lift_in_words(lift, words):
    assert said(cluster_card(answer("copurchase_lift", you=lift)).sentence) == words


@pytest.mark.parametrize(
    ("value", "title", "start"),
    [
        (0.1, "Связи нет, r = 0,10", "Ваши дни и их дни"),
        (0.21, "Связь слабая, r = 0,21", "Ваши хорошие дни бывают"),
        (-0.5, "Связь заметная обратная, r = −0,50", "Когда у вас хороший день"),
        (0.8, "Связь сильная, r = 0,80", "Ваши хорошие дни почти всегда"),
    ],
)
def test_correlation_has_words_for_its_strength_and_is_no_cause(value, title, start):
    card = cluster_card(answer("peer_correlation", you=value))
    assert card.title == title
    assert card.sentence.startswith(start)
    assert card.notes == ("Связь — не причина: погода или праздник действуют сразу на всех.",)
    assert card.bullet is not None, "without weeks the figure stands on its scale"


def test_lost_customers_add_up_to_the_whole_bar():
    parts = (("rivals", 0.31), ("elsewhere", 0.48), ("nothing", 0.21))
    card = cluster_card(answer("defection", you=None, parts=parts))
    assert sum(part.width for part in card.stack.parts) == pytest.approx(100)
    assert [row[1].replace("\u00a0", " ") for row in card.table.rows] == ["31 %", "48 %", "21 %"]
    assert "31\u00a0%" in card.sentence


def test_when_to_look_again():
    first, now = date(2026, 11, 22), date(2026, 11, 22)
    day = enough_on(first)
    assert (day.weekday(), (day - first).days) == (6, 98)
    assert "28 февраля 2027" in later_of(few(REVENUE, reason="too_young"), first, now)
    assert "1 января 2027" in later_of(few(REVENUE), first, now)
    assert later_of(few(REVENUE, reason="own_too_small"), first, now) == ""


def test_the_number_of_a_few_is_not_told_as_it_would_name_a_threshold():
    assert said(chosen_of(group(17)).count) == "17 других компаний"
    assert chosen_of(group(3)).count == "Всего несколько других компаний"
    facts = dict(peer_how_of(answer(REVENUE, businesses=3)).facts)
    assert facts["Группа"] == "Кофейни, Москва"
