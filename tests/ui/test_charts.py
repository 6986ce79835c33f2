"""Charts drawn on the server: safe markup, words, a table with the same numbers."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.utils import translation

from ui.charts import (
    Bar,
    Chart,
    ChartError,
    Point,
    Trend,
    bars_chart,
    cached_chart,
    csp_safe,
    render,
    sparkline,
    trend_chart,
)
from ui.numbers import MISSING


@pytest.fixture(autouse=True)
def _russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def trend(
    count: int = 14,
    *,
    previous: bool = True,
    partial: bool = False,
    forecast: bool = False,
    columns: bool | None = None,
) -> Trend:
    points = tuple(
        Point(
            label=f"{at + 1} нояб.",
            title=f"{at + 1} ноября 2026 г.",
            value=None if forecast and at > 9 else 1000.0 + 37 * at,
            previous=900.0 + 31 * at if previous else None,
            partial=partial and at == count - 1,
            forecast=1000.0 + 37 * at if forecast and at >= 9 else None,
            low=900.0 + 30 * at if forecast and at >= 9 else None,
            high=1100.0 + 40 * at if forecast and at >= 9 else None,
        )
        for at in range(count)
    )
    return Trend("Выручка растёт", "Выручка", "RUB", points, period="1–14 нояб. 2026 г.", columns=columns)


@pytest.mark.parametrize("columns", [True, False])
@pytest.mark.parametrize("partial", [True, False])
@pytest.mark.parametrize("forecast", [True, False])
def test_the_markup_holds_nothing_a_strict_policy_forbids(columns: bool, partial: bool, forecast: bool) -> None:
    chart = trend_chart(trend(partial=partial, forecast=forecast, columns=columns))
    assert [size for size, _svg in chart.svgs] == ["narrow", "medium", "wide"]
    for _size, svg in chart.svgs:
        assert not re.search(r"<style|\sstyle=|<script|\son\w+=|javascript:|zr\d", svg)
        assert not re.search(r"undefined|NaN|null|Infinity", svg)
        assert 'fill="var(--c1)"' in svg or 'stroke="var(--c1)"' in svg
        assert not re.search(r'(?:fill|stroke)="#(?!000")', svg), "colours are variables, so that both themes share it"


def test_it_says_in_words_what_it_shows() -> None:
    chart = trend_chart(trend())
    for size, svg in chart.svgs:
        assert f'role="img" class="chart-svg" aria-labelledby="{chart.name}-{size}-t {chart.name}-{size}-d"' in svg
        assert f'<title id="{chart.name}-{size}-t">Выручка растёт</title>' in svg
    assert len(chart.description) > 30
    assert "1\u00a0000\u00a0₽" in chart.description


def test_ids_are_unique_on_a_page() -> None:
    ids = [
        found for _size, svg in trend_chart(trend(forecast=True)).svgs for found in re.findall(r'\sid="([^"]+)"', svg)
    ]
    ids += [found for _size, svg in trend_chart(trend(count=9)).svgs for found in re.findall(r'\sid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))


def test_the_same_data_give_the_same_bytes() -> None:
    assert trend_chart(trend()) == trend_chart(trend())


def test_the_table_holds_the_numbers_of_the_drawing() -> None:
    chart = trend_chart(trend(partial=True))
    assert chart.table.rows[0] == ("1 ноября 2026 г.", "1\u00a0000\u00a0₽", "900\u00a0₽", "+11,1\u00a0%")
    last = chart.table.rows[-1]
    assert last[0] == "14 ноября 2026 г. (неполный период)"
    assert last[1] == "1\u00a0481\u00a0₽"
    assert last[3] == MISSING, "an unfinished period is not compared"
    assert len(chart.table.rows) == len(chart.data["current"])


def test_an_unfinished_period_is_drawn_dashed() -> None:
    whole, cut = (
        trend_chart(trend(columns=False, previous=False)),
        trend_chart(trend(columns=False, previous=False, partial=True)),
    )
    assert "stroke-dasharray" not in whole.svg
    assert "stroke-dasharray" in cut.svg
    assert ("partial", "неполный период") in cut.keys


def test_markup_in_a_name_stays_text() -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    point = Point(label=evil, title=evil, value=5.0)
    chart = trend_chart(Trend(evil, evil, "RUB", (point, point)))
    for _size, svg in chart.svgs:
        assert "<script" not in svg
        assert "<img" not in svg


@pytest.mark.parametrize(
    "points", [(), (Point("а", "а"),), (Point("а", "а", 1.0),), (Point("а", "а", -5.0), Point("б", "б", 0.0))]
)
def test_little_or_strange_data_still_make_a_chart(points: tuple[Point, ...]) -> None:
    chart = trend_chart(Trend("Заголовок", "Выручка", "RUB", points))
    assert chart.description
    assert len(chart.table.rows) == len(points)


def test_more_points_than_columns_can_hold_become_a_line() -> None:
    assert trend_chart(trend(31)).data["kind"] == "columns"
    assert trend_chart(trend(32)).data["kind"] == "line"


def test_a_broken_chart_says_so_and_the_next_one_is_drawn() -> None:
    with pytest.raises(ChartError):
        render("no_such_chart", {}, width=300, height=200)
    assert trend_chart(trend()).svgs


def test_threads_share_the_engine() -> None:
    drawn = []
    threads = [threading.Thread(target=lambda: drawn.append(trend_chart(trend(11)).svg)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(drawn)) == 1
    assert len(drawn) == 4


def test_a_chart_is_drawn_once_in_each_language_and_a_failed_one_again() -> None:
    cache.clear()
    built: list[str] = []

    def build() -> Chart:
        built.append(translation.get_language())
        return trend_chart(trend())

    first = cached_chart("revenue:day:1", build)
    assert cached_chart("revenue:day:1", build) == first
    assert cached_chart("revenue:day:2", build) == first
    with translation.override("en"):
        assert cached_chart("revenue:day:1", build).description != first.description
    assert built == ["ru", "ru", "en"]
    failed = replace(first, svgs=())
    assert cached_chart("broken", lambda: failed) == failed
    assert cached_chart("broken", build) == first
    cache.clear()


def test_styles_become_attributes() -> None:
    raw = (
        '<svg width="10" height="5" xmlns="x"><style>.zr0-cls{fill:red}</style>'
        '<text class="zr0-cls" style="font-size:12px;cursor:pointer">a</text></svg>'
    )
    safe = csp_safe(raw, title="T & t", description="D", name="n")
    assert 'font-size="12px"' in safe
    assert "cursor" not in safe
    assert 'viewBox="0 0 10 5"' in safe
    assert "T &amp; t" in safe


def test_a_sparkline_leaves_gaps_open() -> None:
    assert sparkline([1.0, 2.0, None, 3.0, 1.0]).count("<polyline") == 2
    assert sparkline([1.0]) == ""
    assert sparkline([None, None]) == ""
    assert "nan" not in sparkline([2.0, 2.0, 2.0])


def test_bars_are_measured_against_the_longest() -> None:
    bars = bars_chart(
        "Точки", "Выручка", "RUB", (Bar("а", 200.0, 0.8, 0.1), Bar("б", 50.0, 0.2), Bar("в", -10.0), Bar("г", None))
    )
    assert [row.width for row in bars.rows] == [100.0, 25.0, 0.0, 0.0]
    assert [row.direction for row in bars.rows] == ["up", "", "", ""]
    assert bars.rows[3].text == MISSING
