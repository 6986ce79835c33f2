"""Made-up data for the style guide: every component in every state."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ui import dates, numbers
from ui.charts import Bar, Chart, Mark, Point, Trend, bars_chart, trend_chart
from ui.samples_customers import customers_context
from ui.samples_peers import peers_context

END = date(2026, 11, 22)
WAVE = (0.92, 0.88, 0.90, 0.97, 1.22, 1.31, 1.08)


@dataclass(frozen=True)
class How:
    """What "How it was computed" prints: pairs of name and text, and the API address of the number."""

    facts: tuple[tuple[str, str], ...]
    api: str = ""


class SampleForm(forms.Form):
    """A form with a hint, an optional field and, once bound, errors."""

    name = forms.CharField(label="", max_length=40)
    email = forms.EmailField(label="")
    role = forms.ChoiceField(label="", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].label = _("E-mail")
        self.fields["email"].help_text = _("We will send the invitation there.")
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        role = self.fields["role"]
        role.label = _("Role")
        if isinstance(role, forms.ChoiceField):
            role.choices = [("viewer", _("Viewer: reads")), ("analyst", _("Analyst: reads and acts"))]


def _series(count: int, *, level: float = 48_000, growth: float = 0.004) -> list[float]:
    return [round(level * WAVE[at % 7] * (1 + growth * at) * (1 + ((at * 37) % 11 - 5) / 90), 2) for at in range(count)]


@cache
def _drawn(lang: str, count: int, *, columns: bool | None, forecast: int, partial: bool, name: str) -> Chart:
    start = END - timedelta(days=count - 1 - forecast)
    now, before = _series(count), _series(count, level=45_500, growth=0.002)
    points = []
    for at in range(count):
        on, earlier = start + timedelta(days=at), start + timedelta(days=at - 28)
        ahead = at > count - 1 - forecast
        edge = forecast and at == count - 1 - forecast
        spread = max(0, at - (count - 1 - forecast)) * 700.0 + 3_000
        points.append(
            Point(
                label=dates.day_short(on),
                title=dates.day_long(on),
                value=None if ahead else now[at] * (0.55 if partial and at == count - 1 else 1),
                previous=before[at],
                previous_title=dates.day(earlier),
                partial=partial and at == count - 1,
                rest=on.weekday() >= 5,
                forecast=now[at] if ahead or edge else None,
                low=now[at] - spread if ahead else (now[at] if edge else None),
                high=now[at] + spread if ahead else (now[at] if edge else None),
            )
        )
    return trend_chart(
        Trend(
            title=_("Revenue grows: %(change)s to the period before") % {"change": numbers.delta(0.074)},
            measure=_("Revenue"),
            unit="RUB",
            points=tuple(points),
            period=dates.period(start, END),
            previous_name=_("Period before"),
            marks=(Mark(12, _("Sale: %(change)s") % {"change": numbers.delta(0.58, 0)}),) if forecast else (),
            columns=columns,
        ),
        name=name,
    )


def _trend(count: int, *, columns: bool | None = None, forecast: int = 0, partial: bool = False, name: str) -> Chart:
    # Made-up data never change: drawn once in each language.
    return _drawn(get_language() or "ru", count, columns=columns, forecast=forecast, partial=partial, name=name)


def _heat() -> list[tuple[str, list[tuple[str, int]]]]:
    monday = date(2026, 11, 16)
    rows = []
    for at in range(7):
        counts = [6 + (hour * 7 + at * 3) % 9 + (9 if 10 <= hour <= 12 else 0) + 2 * at for hour in range(8, 23)]
        rows.append(
            (dates.weekday_short(monday + timedelta(days=at)), [(str(n), min(4, (n - 6) // 6)) for n in counts])
        )
    return rows


def sample_context() -> dict[str, Any]:
    """Answer the context of the style guide."""
    outlets = (
        Bar(_("Main street, 12"), 746_300.0, 0.405, 0.081, "#"),
        Bar(_("Station square"), 503_120.0, 0.273, -0.034, "#"),
        Bar(_("Online shop"), 371_040.0, 0.201, 0.212, "#"),
        Bar(_("Market hall"), 221_850.0, 0.121, 0.0, "#"),
    )
    how = How(
        (
            (_("Formula"), _("sum of purchases − sum of refunds")),
            (_("Period"), dates.period(END - timedelta(days=27), END)),
            (_("Rows"), numbers.num(2914)),
            (_("Data"), _("version 41, computed on %(day)s") % {"day": dates.day(END)}),
        ),
        "/api/v1/metrics/revenue/?from=2026-10-26&to=2026-11-22&grain=day",
    )
    page = Paginator(range(1, 12_404), 50).page(3)
    return {
        **peers_context(how),
        **customers_context(how),
        "merchant": _("Grain coffee"),
        "nav": [
            (_("Overview"), "#", "layout-dashboard", True),
            (_("Growth"), "#", "trending-up", False),
            (_("Competitors"), "#", "scale", False, True),
            (_("Customers"), "#", "users", False),
            (_("Campaigns"), "#", "speakerphone", False),
        ],
        "nav_foot": [(_("Settings"), "#", "settings", False), (_("Help"), "#", "help-circle", False)],
        "data_line": _("Data up to %(day)s") % {"day": dates.day(END)},
        "spark": _series(30),
        "end": END,
        "start": END - timedelta(days=89),
        "against": dates.period_short(END - timedelta(days=55), END - timedelta(days=28)),
        "trend": _trend(28, columns=False, partial=True, name="sg-line"),
        "columns": _trend(14, partial=True, name="sg-columns"),
        "forecast": _trend(56, forecast=10, name="sg-forecast"),
        "broken": Chart("sg-broken", "trend", _("Revenue"), "", (), {}, _trend(7, name="sg-unused").table),
        "bars": bars_chart(_("Revenue by outlet"), _("Revenue"), "RUB", outlets),
        "how": how,
        "heat": _heat(),
        "hours": [str(hour) for hour in range(8, 23)],
        "form": SampleForm(),
        "bad_form": SampleForm({"name": "", "email": "anna@"}, auto_id="bad_%s"),
        "page": page,
        "steps": [_("Business"), _("Outlets"), _("Check"), _("Goals")],
        "tabs": [(_("Portrait"), "#", True), (_("Value"), "#", False), (_("Retention"), "#", False)],
        "selects": [
            {
                "name": "period",
                "label": _("Period"),
                "value": "28",
                "options": [("7", _("Last 7 days")), ("28", _("Last 28 days")), ("custom", _("Own dates"))],
            },
            {
                "name": "compare",
                "label": _("Comparison"),
                "value": "previous",
                "options": [("previous", _("Period before")), ("year", _("Year before")), ("none", _("None"))],
            },
        ],
        "dates": {"from": END - timedelta(days=27), "to": END},
        "job": SimpleNamespace(
            id="1", title=_("Computing your figures"), pct=45, done=False, stage=_("Computing: 5 of 11 metrics")
        ),
        "job_done": SimpleNamespace(id="2", title=_("Computing your figures"), pct=100, done=True, stage=_("Done")),
        "tokens": ["page", "surface", "text", "text-2", "border", "primary", "good", "bad", "warning", "info"],
        "series": ["c1", "c2", "c3", "c4", "c-previous"],
    }
