"""Icons and small drawings for templates."""

from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import numbers
from ui.charts.sparkline import sparkline

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of static/icons.svg: ``{% icon "trending-up" %}``, ``{% icon "check" "icon-sm" %}``."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f"icon {extra}".strip(),
        static("icons.svg"),
        name,
    )


@register.simple_tag
def spark(values: Sequence[float | None] | None) -> SafeString | str:
    """Draw a sparkline of the values: ``{% spark tile.points %}``."""
    return sparkline(values) if values else ""


@register.filter
def direction(change: float | None) -> str:
    """Tell where a change points, for its arrow: ``up``, ``down`` or ``flat``."""
    if change is None or abs(change) < 0.0005:
        return "flat"
    return "up" if change > 0 else "down"


@register.filter
def verdict(change: float | None, better: str) -> str:
    """Tell whether a change is ``good``, ``bad`` or neither, by which way is better for the metric."""
    way = direction(change)
    if way == "flat" or better not in {"up", "down"}:
        return ""
    return "good" if way == better else "bad"


@register.filter
def percent(whole: int) -> str:
    """Write whole percents of a progress: 45 → ``45 %``."""
    return numbers.num(whole) + numbers.style().percent


@register.simple_block_tag
def card(content: str, title: str = "", subtitle: str = "", width: str = "", id: str = "") -> SafeString:
    """Wrap content in a card: ``{% card title="Revenue" width="w8" id="trend" %}…{% endcard %}``."""
    context = {"content": content, "title": title, "subtitle": subtitle, "width": width, "id": id}
    return render_to_string("components/card.html", context)
