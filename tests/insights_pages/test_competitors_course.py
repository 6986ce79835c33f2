"""The line against the group and the weeks as dots: words, drawings with tables of the same numbers, and why not."""

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from insights.answers_peers import PeerAnswer, PeerPoint
from insights.panels.peers.cluster import cluster_card
from insights.panels.peers.course import course_card
from insights.selectors.peers import peer_metrics
from tests.insights_pages.bank import bank, bank_uri  # noqa: F401
from tests.insights_pages.peers_made import answer, few
from ui import numbers

COURSE, CORRELATION = "revenue_course", "peer_correlation"
END = date(2026, 11, 15)


@pytest.fixture(autouse=True)
def _russian():
    with translation.override("ru"):
        yield


def points(count: int, days: int, *, band: bool = True, last: tuple[float, float] = (112.4, 105.0)):
    start = END - timedelta(days=count * days - 1)
    made = []
    for at in range(count):
        share = at / (count - 1)
        you, median = (100 + (end - 100) * share for end in last)
        first = start + timedelta(days=days * at)
        made.append(
            PeerPoint(
                start=first,
                end=first + timedelta(days=days - 1),
                you=you,
                median=float(round(median)),
                q1=float(round(median)) - 8 if band else None,
                q3=float(round(median)) + 9 if band else None,
                provisional=at == count - 1,
            )
        )
    return tuple(made)


def line(you: float = 112.4, median: float = 105.0, *, band: bool = True) -> PeerAnswer:
    made = points(13, 28, band=band, last=(you, median))
    return answer(COURSE, businesses=17, you=you, median=median, points=made, provisional=True)


@pytest.mark.parametrize(
    ("you", "median", "words"),
    [
        (112.4, 105.0, "За год ваша выручка выросла на 12 %, в середине группы — на 5 %"),
        (112.4, 100.0, "За год ваша выручка выросла на 12 %, а в середине группы почти не изменилась"),
        (112.4, 91.0, "За год ваша выручка выросла на 12 %, а в середине группы снизилась на 9 %"),
        (100.2, 105.0, "За год ваша выручка почти не изменилась, а в середине группы выросла на 5 %"),
        (100.2, 100.0, "За год ваша выручка почти не изменилась, в середине группы — тоже"),
        (100.2, 91.0, "За год ваша выручка почти не изменилась, а в середине группы снизилась на 9 %"),
        (60.0, 105.0, "За год ваша выручка снизилась на 40 %, а в середине группы выросла на 5 %"),
        (60.0, 100.0, "За год ваша выручка снизилась на 40 %, а в середине группы почти не изменилась"),
        (60.0, 91.0, "За год ваша выручка снизилась на 40 %, в середине группы — на 9 %"),
    ],
)
def test_the_title_is_the_finding(you, median, words):
    assert course_card(line(you, median)).title.replace("\u00a0", " ") == words


def test_the_line_has_a_table_of_the_same_numbers():
    chart = course_card(line()).chart
    assert [len(row) for row in chart.table.rows] == [5] * 13
    for at in (0, -1):
        told = [chart.data[name][at] for name in ("current", "median", "low", "high")]
        assert list(chart.table.rows[at][1:]) == [numbers.num(value) for value in told]
    assert chart.table.rows[-1][0].endswith("(предварительно)")
    assert len(chart.description) > 30
    assert [kind for kind, _words in chart.keys] == ["you", "middle", "half", "unsettled"]
    assert all("style=" not in svg and "<style" not in svg for _size, svg in chart.svgs)
    assert len(chart.svgs) == 3


def test_without_quartiles_there_is_no_band():
    chart = course_card(line(band=False)).chart
    assert chart.data["low"] is None
    assert [len(row) for row in chart.table.rows] == [3] * 13
    assert "half" not in dict(chart.keys)


def test_a_line_that_is_not_told_leaves_the_own_growth_and_the_reason():
    card = course_card(few(COURSE, wider=True, you=112.4, points=points(13, 28)), "Позже.")
    assert (card.chart, card.quiet.text) == (None, "Причина too_few")
    assert "group=wide" in card.quiet.url
    assert card.sentence.replace("\u00a0", " ") == "За год ваша выручка выросла на 12 %."
    young = course_card(few(COURSE, reason="too_young", you=None, points=()))
    assert (young.sentence, young.chart) == ("", None)


def test_weeks_are_dots_with_their_line_and_the_figure_of_days():
    weeks = points(26, 7, band=False, last=(140.0, 120.0))
    card = cluster_card(answer(CORRELATION, you=0.21, points=weeks))
    assert card.title == "Связь слабая, r = 0,21"
    assert card.notes[0].startswith("Связь — не причина")
    assert "по дням" in card.notes[1]
    assert card.bullet is None
    data = card.chart.data
    assert len(data["labels"]) == len(data["current"]) == len(card.chart.table.rows) == 26
    for at in (0, -1):
        assert list(card.chart.table.rows[at][1:]) == [numbers.num(data[name][at]) for name in ("current", "median")]
    (x0, y0), (x1, y1) = data["line"]
    assert (x0, x1) == (100, 140)
    assert (y1 - y0) / (x1 - x0) == pytest.approx(0.5, abs=0.02)
    assert card.chart.svgs


def test_a_standing_year_has_no_trend_line():
    still = tuple(
        PeerPoint(END, END, 100.0, 90.0 + at, None, None, provisional=False) for at in range(3)
    )  # fmt: skip
    chart = cluster_card(answer(CORRELATION, you=0.0, points=still)).chart
    assert chart.data["line"] is None
    assert [kind for kind, _words in chart.keys] == ["dot"]


@pytest.mark.parametrize(("told", "drawn"), [(0.21, True), (0.03, False), (-0.5, False)])
def test_a_line_that_leans_another_way_than_the_words_is_not_drawn(told, drawn):
    weeks = points(26, 7, band=False, last=(140.0, 120.0))
    chart = cluster_card(answer(CORRELATION, you=told, points=weeks)).chart
    assert (chart.data["line"] is not None) is drawn
    assert ("line" in dict(chart.keys)) is drawn


@pytest.mark.django_db
def test_the_page_draws_what_the_read_door_says(bank, alice, client_for):  # noqa: F811
    page = client_for(alice, bank).get("/competitors/").text
    told = peer_metrics(bank)[COURSE]
    assert isinstance(told, PeerAnswer)
    card = re.search(rf'<section class="card[^>]*id="{COURSE}".*?</section>', page, flags=re.S)[0]
    data = json.loads(re.search(r'<script id="course-data"[^>]*>(.*?)</script>', card, flags=re.S)[1])
    assert data["current"] == [point.you for point in told.points]
    assert data["median"] == [point.median for point in told.points]
    assert data["low"] == [point.q1 for point in told.points]
    cells = re.findall(r'<td class="num">(.*?)</td>', card)
    assert cells[0] == numbers.num(told.points[0].you) == "100"
    assert cells[-4:] == [numbers.num(getattr(told.points[-1], name)) for name in ("you", "median", "q1", "q3")]
    assert f"/api/v1/peers/{COURSE}/?lens=kind" in card
    assert "style=" not in card
