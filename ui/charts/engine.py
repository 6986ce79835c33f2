"""ECharts on the server: the browser's own chart code, run by a small JavaScript engine inside this process."""

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import quickjs

STATIC = Path(__file__).resolve().parents[2] / "static"
ECHARTS = STATIC / "vendor" / "echarts-6.1.0" / "echarts.min.js"
OPTIONS = STATIC / "charts.js"
MEMORY = 96 * 1024 * 1024  # bytes; a chart needs some 10 MB
SECONDS = 5  # of processor time a call; a chart needs 0.05

# The engine has no timers and no fonts. A letter of the page's font is 0.58 em wide at the mean.
SHIM = "var setTimeout = function () {}, clearTimeout = function () {};"
DRAW = """
echarts.setPlatformAPI({ measureText: function (text, font) {
  return { width: String(text).length * 0.58 * (parseFloat(/([\\d.]+)px/.exec(font || "12px")[1]) || 12) };
} });
function draw(name, data, size) {
  var chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: size.width, height: size.height });
  try { chart.setOption(Charts[name](data, size)); return chart.renderToSVGString(); } finally { chart.dispose(); }
}
function drawJson(name, data, size) { return draw(name, JSON.parse(data), JSON.parse(size)); }
function formatted(name, a, b, c) { return ChartFmt[name](a, b, c); }
"""


class ChartError(Exception):
    """A chart could not be drawn; the page shows its table instead."""


class _Engine:
    """One JavaScript context, always entered from the same thread: the engine measures its stack from there."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")
        self._context: quickjs.Context | None = None

    def _ready(self) -> quickjs.Context:
        if self._context is None:
            context = quickjs.Context()
            context.set_memory_limit(MEMORY)
            context.eval(SHIM)
            context.eval(ECHARTS.read_text(encoding="utf-8"))
            context.eval(OPTIONS.read_text(encoding="utf-8"))
            context.eval(DRAW)
            self._context = context
        return self._context

    def _call(self, function: str, arguments: tuple[Any, ...]) -> Any:
        try:
            context = self._ready()
            context.set_time_limit(SECONDS)
            return context.get(function)(*arguments)
        except (quickjs.JSException, quickjs.StackOverflow) as error:
            # A context that ran out of time or memory is not trusted again.
            self._context = None
            raise ChartError(str(error)) from error

    def call(self, function: str, *arguments: Any) -> Any:
        """Run one global function of the context and answer its result."""
        future: Future[Any] = self._thread.submit(self._call, function, arguments)
        return future.result()


_lock = threading.Lock()
_engines: dict[int, _Engine] = {}


def _engine() -> _Engine:
    # A forked worker inherits no threads, so each process has an engine of its own.
    with _lock:
        return _engines.setdefault(os.getpid(), _Engine())


def evaluate(function: str, *arguments: float | str | bool | None) -> Any:
    """Call a global JavaScript function with plain values; the tests compare number formats by it."""
    return _engine().call(function, *arguments)


def render(option_name: str, data: Mapping[str, Any], *, width: int, height: int) -> str:
    """Draw ``Charts.<option_name>(data)`` as the raw SVG text of ECharts; raises ChartError."""
    size = {"width": width, "height": height}
    return str(_engine().call("drawJson", option_name, json.dumps(data), json.dumps(size)))


@cache
def code_version() -> str:
    """Name the code that draws, so that a cached chart of older code is never shown."""
    return hashlib.sha256(OPTIONS.read_bytes() + ECHARTS.name.encode()).hexdigest()[:12]
