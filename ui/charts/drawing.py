"""One builder of static/charts.js drawn in every width, made fit for a page."""

import logging
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from ui.charts.engine import ChartError, render
from ui.charts.safe import csp_safe

log = logging.getLogger(__name__)

# A drawing for each width of its card, so that its 12-px text stays readable on a phone.
SIZES: Mapping[str, tuple[int, int]] = {"narrow": (304, 220), "medium": (620, 280), "wide": (940, 300)}


def drawn(
    kind: str,
    data: Mapping[str, Any],
    *,
    title: str,
    description: str,
    name: str,
    sizes: Mapping[str, tuple[int, int]] = SIZES,
) -> tuple[tuple[str, SafeString], ...]:
    """Draw a chart in every width; nothing when the engine fails: the chart comes out as its table alone."""
    found: list[tuple[str, SafeString]] = []
    try:
        for size, (width, height) in sizes.items():
            raw = render(kind, data, width=width, height=height)
            safe = csp_safe(raw, title=title, description=description, name=f"{name}-{size}")
            found.append((size, mark_safe(safe)))  # noqa: S308 - cleaned, texts escaped by the engine
    except ChartError:
        log.exception("A chart could not be drawn", extra={"chart": name})
        return ()
    return tuple(found)
