"""One metric cut by outlet and by channel. Shares stand only where the parts add up to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.answers import MetricInfo, OutletInfo
from insights.metrics import Change
from insights.panels.controls import CHANNELS
from insights.panels.figures import LEAST_BASE, chance_of
from insights.panels.links import Address
from insights.selectors.parts import PartsAnswer, PartValue
from ui.charts import Bar, Bars, bars_chart


@dataclass(frozen=True)
class Part:
    """One outlet or channel."""

    label: str
    value: float | None
    n: int
    change: float | None
    share: float | None
    better: str
    url: str


@dataclass(frozen=True)
class Parts:
    """What templates/insights/part_table.html shows."""

    id: str
    caption: str
    head: str
    measure: str
    unit: str
    rows: Sequence[Part]
    compared: bool
    has_share: bool
    note: str


def outlet_bars(answer: PartsAnswer, info: MetricInfo, address: Address) -> Bars | None:
    """Draw the outlets side by side, the largest first; nothing with fewer than two."""
    if len(answer.outlets) < 2:
        return None
    rows = sorted(answer.outlets, key=lambda pair: -(pair[1].value or 0.0))
    bars = tuple(
        Bar(one.name, part.value, part.share, change_of(part, info), address.to(outlet=one.id)) for one, part in rows
    )
    caption = _("%(measure)s by outlet") % {"measure": info.title}
    return bars_chart(caption, str(info.title), info.unit, bars)


def by_outlet(answer: PartsAnswer, info: MetricInfo, address: Address, *, compared: bool) -> Parts | None:
    """List the outlets, the largest first; nothing with fewer than two."""
    if len(answer.outlets) < 2:
        return None
    rows = [
        _part(one.name, part, info, address.to(outlet=one.id, channel=""))
        for one, part in sorted(answer.outlets, key=lambda pair: -(pair[1].value or 0.0))
    ]
    caption = _("%(measure)s by outlet") % {"measure": info.title}
    return _parts("by-outlet", caption, _("Outlet"), rows, info=info, answer=answer, compared=compared)


def by_channel(answer: PartsAnswer, info: MetricInfo, address: Address, *, compared: bool) -> Parts | None:
    """List the channels that were used; nothing with fewer than two."""
    used = [part for part in answer.channels if part.n or part.value or part.base_n]
    if len(used) < 2:
        return None
    rows = [_part(_(CHANNELS[part.key]), part, info, address.to(channel=part.key, outlet="")) for part in used]
    caption = _("%(measure)s by channel") % {"measure": info.title}
    return _parts("by-channel", caption, _("Channel"), rows, info=info, answer=answer, compared=compared)


def locked_note(locked: Sequence[OutletInfo]) -> str:
    """Say how many outlets the plan has no room for, and which plan has."""
    if not locked or not locked[-1].locked:
        return ""
    text = ngettext(
        "%(count)d outlet lies outside your plan; totals include it. The plan “%(plan)s” shows it.",
        "%(count)d outlets lie outside your plan; totals include them. The plan “%(plan)s” shows them.",
        len(locked),
    )
    return text % {"count": len(locked), "plan": locked[-1].locked.plan_title}


def change_of(part: PartValue, info: MetricInfo) -> float | None:
    """Return the change as it is shown, None where it means little."""
    if part.value is None or part.base is None or part.base_n < LEAST_BASE:
        return None
    if info.change is Change.POINTS:
        return part.value - part.base
    return part.value / part.base - 1 if part.base else None


def _part(label: str, part: PartValue, info: MetricInfo, url: str) -> Part:
    change = change_of(part, info)
    sure = change is not None and abs(change) >= chance_of(part.value, info, part.n, part.base_n)
    return Part(label, part.value, part.n, change, part.share, info.better if sure else "", url)


def _parts(
    name: str, caption: str, head: str, rows: Sequence[Part], *, info: MetricInfo, answer: PartsAnswer, compared: bool
) -> Parts:
    note = "" if answer.adds_up else _("Parts do not add up here: a customer may come to several.")
    return Parts(name, caption, head, str(info.title), info.unit, rows, compared, answer.adds_up, note)
