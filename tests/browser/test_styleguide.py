"""Every component in every state, in a real browser: accessible, within its window, under the strict policy."""

import re

import pytest

from tests.browser.conftest import OpenPage, Watch, axe, overflow

GUIDE = "/_styleguide/"


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(open_page: OpenPage, lang: str, theme: str, width: int) -> None:
    page = open_page(lang=lang, theme=theme, width=width)
    page.goto(GUIDE)
    assert page.locator("html").get_attribute("lang") == lang
    assert axe(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_narrow_and_magnified_windows_hold_it(open_page: OpenPage, lang: str) -> None:
    page = open_page(lang=lang)
    page.goto(GUIDE)
    for width in (320, 400, 640, 800, 992, 1180):  # 640: a window of 1280 at 200 %
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == 0, width
        for plot in page.locator("[data-chart]").all():
            shown = [still.is_visible() for still in plot.locator(".chart-svg").all()]
            assert sum(shown) == 1, "one drawing of the three fits"


def test_a_select_chosen_by_hand_asks_at_once(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(GUIDE)
    select = page.locator("#c-period")
    select.click()
    select.select_option("7")
    page.wait_for_url("**/_styleguide/?period=7&compare=previous")
    page.locator("#c-period").focus()
    page.keyboard.press("Shift")
    page.locator("#c-period").select_option("28")
    page.locator("#main form.controls button").first.click()
    page.wait_for_url("**period=28&compare=previous")


def test_a_chart_comes_alive_only_when_someone_points_at_it(open_page: OpenPage) -> None:
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(GUIDE)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "echarts" in url]
    plots = page.locator("[data-chart]")
    assert plots.count() == 3
    for at in range(plots.count()):
        plots.nth(at).scroll_into_view_if_needed()
        before = plots.nth(at).bounding_box()
        plots.nth(at).hover()
        page.wait_for_function("plot => plot.dataset.state === 'live'", arg=plots.nth(at).element_handle())
        plots.nth(at).hover(position={"x": 120, "y": 60})
        drawn = plots.nth(at).locator(".chart-canvas svg path")
        assert drawn.count() > 4
        assert plots.nth(at).bounding_box() == before, "nothing moves"
    assert len([url for url in asked if "echarts" in url]) == 1


def test_a_chart_is_read_by_keys(open_page: OpenPage) -> None:
    page = open_page(lang="en")
    page.goto(GUIDE)
    # The table is opened first: its tip goes as soon as the chart is left.
    page.locator("#sg-line summary").first.click()
    expected = page.locator("#sg-line tbody tr").nth(1)
    plot = page.locator("#sg-line [data-chart]")
    plot.focus()
    page.wait_for_function("plot => plot.dataset.state === 'live'", arg=plot.element_handle())
    plot.press("ArrowRight")
    plot.press("ArrowRight")
    plot.locator(".chart-canvas text", has_text=expected.locator("td").first.inner_text()).first.wait_for()
    tip = " ".join(plot.locator(".chart-canvas text").all_text_contents())
    assert expected.locator("td").first.inner_text() in tip
    assert expected.locator("th").inner_text() in tip


def test_every_chart_has_words_and_a_table_of_the_same_numbers(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(GUIDE)
    for block in page.locator("figure[data-chart-block]:has([data-chart])").all():
        assert len(block.locator("desc").first.text_content() or "") > 30
        data = block.evaluate("figure => JSON.parse(figure.querySelector('script').textContent)")
        rows = block.locator("tbody tr")
        assert rows.count() == len(data["labels"])
        written = block.evaluate(
            "figure => { const d = JSON.parse(figure.querySelector('script').textContent);"
            " return [d.current[0], d.current[d.current.length - 1]].map(v => ChartFmt.value(v, d.unit, d.lang)); }"
        )
        shown = [rows.nth(at).locator("td").first.text_content() for at in (0, rows.count() - 1)]
        assert shown == written


def test_lines_change_colour_with_the_theme_and_without_the_network(open_page: OpenPage) -> None:
    page = open_page(theme="light")
    page.goto(GUIDE)
    page.wait_for_load_state("networkidle")
    stroke = "getComputedStyle(document.querySelector('.chart-medium [stroke=\"var(--c1)\"]')).stroke"
    assert page.evaluate(stroke) == "rgb(18, 87, 168)"
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("button[value=dark]").click()
    page.wait_for_function("document.documentElement.dataset.bsTheme === 'dark'")
    assert page.evaluate(stroke) == "rgb(91, 155, 255)"
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.endswith("/look/theme/")] == []
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_the_theme_of_the_system_is_followed(open_page: OpenPage) -> None:
    page = open_page(theme="system", color_scheme="dark")
    page.goto(GUIDE)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 34)"


def test_everything_is_there_without_script(open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto(GUIDE)
    assert page.locator(".chart-svg").first.count() == 1
    assert page.locator("#sg-line .chart-medium svg").is_visible()
    page.locator("button[value=dark]").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.locator("button[value=en]").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_dialog_opens_names_its_object_and_gives_the_focus_back(open_page: OpenPage) -> None:
    page = open_page(lang="en")
    page.goto(GUIDE)
    opener = page.locator("[data-dialog=sg-dialog]")
    opener.click()
    dialog = page.locator("#sg-dialog")
    assert dialog.is_visible()
    assert "Anna" in dialog.locator("h2").inner_text()
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.dataset.dialog") == "sg-dialog"


def test_the_focus_is_seen_and_the_first_stop_skips_the_menu(open_page: OpenPage) -> None:
    page = open_page(width=1280)
    page.goto(GUIDE)
    page.evaluate("document.activeElement.blur()")
    page.locator(".skip").focus()
    assert page.evaluate("document.querySelector('.skip').getBoundingClientRect().top") > 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 3


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_numbers_are_clean(open_page: OpenPage, lang: str) -> None:
    page = open_page(lang=lang)
    page.goto(GUIDE)
    text = page.locator("main").inner_text()
    assert not re.search(r"\b(nan|None|undefined|Infinity|NaN)\b", text.replace("None\n", ""))
    assert not re.search(r"(?<![\w-])-\d", text.replace("dk_live", ""))
    assert not re.search(r"\d \d{3}\b", text), "groups are kept together by a no-break space"
    assert not re.search(r"\d ₽", text)
    for cell in page.locator("td.num").all()[:20]:
        style = cell.evaluate("cell => [getComputedStyle(cell).fontVariantNumeric, getComputedStyle(cell).textAlign]")
        assert "tabular-nums" in style[0]
        assert style[1] == "end"


def test_dark_pages_have_no_light_grounds(open_page: OpenPage) -> None:
    page = open_page(theme="dark")
    page.goto(GUIDE)
    light = page.evaluate(
        """[...document.querySelectorAll('body *')].filter(e => {
          if (e.closest('.q3, .q4, .btn-primary, .btn-danger, .stepper, .swatches')) return false;
          const c = getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number);
          if (c.length === 4 && c[3] < 0.1) return false;
          const [r, g, b] = c.map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
          return .2126 * r + .7152 * g + .0722 * b > .6;
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert light == []


def test_the_russian_page_has_no_english_left(open_page: OpenPage) -> None:
    page = open_page(lang="ru")
    page.goto(GUIDE)
    text = page.locator("main").inner_text()
    # Names of things that are written the same in every language, and of the guide's own tokens.
    text = re.sub(r"/api/\S+|dk_live_\S+|7f3a-91c2|example\.test\S*", "", text)
    tokens = {"page", "surface", "text", "border", "primary", "good", "bad", "warning", "info", "previous"}
    filters = {"rub", "num", "pct", "pp", "delta", "compact", "days"}
    assert set(re.findall(r"[A-Za-z]{2,}", text)) - tokens - filters <= {"API", "Pro"}


def test_print_leaves_the_menu_out(open_page: OpenPage) -> None:
    page = open_page(theme="dark")
    page.goto(GUIDE)
    page.emulate_media(media="print")
    assert not page.locator(".sidebar").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_missing_page_says_so_in_both_languages(open_page: OpenPage, watch: Watch, theme: str) -> None:
    watch.allowed.add(404)
    page = open_page(theme=theme, width=360)
    answer = page.goto("/there/is/no/such/page/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "Такой страницы нет"
    assert page.locator("[lang=en] h2").inner_text() == "There is no such page"
    assert axe(page) == []
    assert overflow(page) == 0


def test_errors_of_a_form_are_tied_to_their_fields(open_page: OpenPage) -> None:
    page = open_page(lang="en")
    page.goto(GUIDE)
    field = page.locator("#bad_email")
    assert field.get_attribute("aria-invalid") == "true"
    told = (field.get_attribute("aria-describedby") or "").split()
    assert [page.locator(f"#{name}").count() for name in told] == [1] * len(told)
    assert "bad_email_error" in told
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").last.click()
    assert page.evaluate("document.activeElement.id") == "bad_email"
