"""Pages of the running demo in a slow browser on a slow line: when they are readable, how calm, how heavy.

The processor is slowed down four times, the line to 1.6 Mbit/s with 150 ms; each page is loaded three times with
nothing kept, and the median counts. A figure is the part of its limit that was used up.
"""

import re
import shutil
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.demo_running import PASSWORD, PORT, demo_running
from bench.figures import Figure, at_most

ROUNDS: Final = 3
SLOWER: Final = 4
LINE: Final = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
LARGEST_PAINT, SHIFT, LONG_TASKS, WEIGHT, ALIVE = 2.0, 0.01, 0.1, 200.0, 1.5
FRONT, OWN = f"http://localhost:{PORT}", f"http://discount.localhost:{PORT}"
PAGES: Final = {
    "front page": f"{FRONT}/",
    "overview": f"{OWN}/",
    "customers": f"{OWN}/customers/",
    "competitors": f"{OWN}/competitors/",
}
WATCH: Final = """
window.seen = { paint: 0, shift: 0, long: 0 };
const watch = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch("largest-contentful-paint", (e) => { window.seen.paint = e.startTime; });
watch("layout-shift", (e) => { if (!e.hadRecentInput) { window.seen.shift += e.value; } });
watch("longtask", (e) => { window.seen.long += Math.max(0, e.duration - 50); });
"""


@dataclass(slots=True)
class Loaded:
    """What one load of a page took: seconds, a score, seconds, kilobytes."""

    paint: float = 0
    shift: float = 0
    long: float = 0
    weight: float = 0
    early: list[str] = field(default_factory=list)


def figures(size: int) -> Iterator[Figure]:
    """Run a demo and look at its pages."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        raise RuntimeError("No Chromium was found. Install it, or leave this part out with ONLY=.")
    with demo_running(size), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        signed_in = _signed_in(browser)
        for name, address in PAGES.items():
            _loaded(browser, signed_in, address)  # the first visitor after a run draws the page
            rounds = [_loaded(browser, signed_in, address) for _ in range(ROUNDS)]
            yield from _told(name, rounds)
        for name in ("overview", "customers"):
            yield from _alive(browser, signed_in, name)
        browser.close()


def _told(name: str, rounds: list[Loaded]) -> Iterator[Figure]:
    def middle(what: str) -> float:
        return float(statistics.median(getattr(one, what) for one in rounds))

    each = ", ".join(f"{one.paint:.2f}" for one in rounds)
    yield at_most(
        f"{name}: largest paint / {LARGEST_PAINT} s",
        middle("paint") / LARGEST_PAINT,
        1,
        f"{middle('paint'):.2f} s ({each})",
    )
    yield at_most(f"{name}: layout shift / {SHIFT}", middle("shift") / SHIFT, 1, f"{middle('shift'):.4f}")
    excess = f"{middle('long') * 1000:.0f} ms beyond 50 ms each"
    yield at_most(f"{name}: long tasks / {LONG_TASKS * 1000:.0f} ms", middle("long") / LONG_TASKS, 1, excess)
    yield at_most(
        f"{name}: transfer / {WEIGHT:.0f} kB", middle("weight") / WEIGHT, 1, f"{middle('weight'):.0f} kB over the line"
    )
    early = [url for one in rounds for url in one.early]
    yield Figure(f"{name}: chart library asked for unasked", len(early), "= 0", not early)


def _loaded(browser: Browser, signed_in: Any, address: str) -> Loaded:
    with browser.new_context(storage_state=signed_in, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        line = context.new_cdp_session(page)
        weights, urls = _listen(line)
        line.send("Network.emulateNetworkConditions", LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="load", timeout=60_000)
        page.wait_for_load_state("networkidle", timeout=60_000)
        page.wait_for_timeout(500)
        seen = page.evaluate("window.seen")
    early = [url for url in urls if re.search(r"echarts", url)]
    return Loaded(seen["paint"] / 1000, seen["shift"], seen["long"] / 1000, sum(weights) / 1000, early)


def _listen(line: CDPSession) -> tuple[list[float], list[str]]:
    """Note the bytes of every answer, headers included, and the address of every request."""
    weights: list[float] = []
    urls: list[str] = []
    line.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    line.on("Network.requestWillBeSent", lambda event: urls.append(event["request"]["url"]))
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return weights, urls


def _alive(browser: Browser, signed_in: Any, name: str) -> Iterator[Figure]:
    """Point at the first chart, with nothing slowed down, and wait until it answers."""
    taken = []
    for _ in range(ROUNDS):
        with browser.new_context(storage_state=signed_in, viewport={"width": 1280, "height": 900}) as context:
            page = context.new_page()
            page.goto(PAGES[name], wait_until="networkidle")
            plot = page.locator("[data-chart]").first
            if not plot.count():
                return
            plot.scroll_into_view_if_needed()
            started = time.perf_counter()
            plot.focus()
            page.wait_for_selector("[data-chart][data-state=live]", timeout=30_000)
            taken.append(time.perf_counter() - started)
    middle = statistics.median(taken)
    yield at_most(f"{name}: chart alive / {ALIVE} s", middle / ALIVE, 1, f"{middle:.2f} s")


def _signed_in(browser: Browser) -> Any:
    with browser.new_context() as context:
        _sign_in(context.new_page())
        return _cookies(context)


def _sign_in(page: Page) -> None:
    page.goto(f"{OWN}/sign-in/")
    page.fill("main input[type=email]", "owner@discount.example")
    page.fill("main input[type=password]", PASSWORD)
    page.locator("main form .btn-primary").click()
    page.wait_for_url(f"{OWN}/")


def _cookies(context: BrowserContext) -> Any:
    return context.storage_state()
