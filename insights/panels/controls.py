"""The choices on top of a page: period, comparison, outlet, channel. All of them live in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from insights.answers import OutletInfo
from insights.panels.asked import Asked
from insights.periods import OFFERED, PRESETS, Compare

CUSTOM: Final = "custom"
DATES: Final = ("from", "to")

COMPARISONS: Final = {
    Compare.PREVIOUS: gettext_noop("with the period before"),
    Compare.YEAR: gettext_noop("with a year ago"),
    Compare.NONE: gettext_noop("without comparison"),
}
CHANNELS: Final = {"": gettext_noop("All channels"), "pos": gettext_noop("In shops"), "online": gettext_noop("Online")}


@dataclass(frozen=True)
class Option:
    """One line of a select; a locked one can be seen but not chosen."""

    value: str
    words: str
    locked: bool = False


@dataclass(frozen=True)
class Select:
    """One choice."""

    name: str
    label: str
    value: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Controls:
    """What templates/insights/controls.html shows.

    ``hidden`` is kept by the first form, ``kept`` by the form of own dates; ``start`` and ``end`` are what
    the visitor typed, right or wrong.
    """

    path: str
    selects: Sequence[Select]
    hidden: Sequence[tuple[str, str]]
    kept: Sequence[tuple[str, str]]
    start: str
    end: str
    error: str = ""


def controls_of(
    asked: Asked, outlets: Sequence[OutletInfo], *, channels: bool = False, compares: bool = True
) -> Controls:
    """Lay out the choices of a page; the outlets are asked only where there are several."""
    query, period = asked.address.query, asked.period
    periods = [Option(key, str(PRESETS[key].title)) for key in OFFERED]
    if period.key not in OFFERED:
        periods.insert(0, Option(period.key, str(period.title)))
    selects = [Select("period", _("Period"), period.key, periods)]
    if compares:
        comparisons = [Option(key, _(words)) for key, words in COMPARISONS.items()]
        selects.append(Select("compare", _("Comparison"), period.compare, comparisons))
    if len(outlets) > 1:
        options = [Option("", _("All outlets")), *(_outlet(one) for one in outlets)]
        selects.append(Select("outlet", _("Outlet"), asked.outlet, options))
    if channels:
        lines = [Option(key, _(words)) for key, words in CHANNELS.items()]
        selects.append(Select("channel", _("Channel"), asked.channel, lines))
    names = {select.name for select in selects}
    hidden = [(name, text) for name, text in query.items() if name not in {*names, *DATES}]
    if period.key == CUSTOM:
        # Own dates stay chosen while another choice changes; a preset, once chosen, wins over them.
        hidden += [("from", period.start.isoformat()), ("to", period.end.isoformat())]
    return Controls(
        path=asked.address.path,
        selects=selects,
        hidden=hidden,
        kept=[(name, text) for name, text in query.items() if name not in {*DATES, "period"}],
        start=query["from"] if asked.error and "from" in query else period.start.isoformat(),
        end=query["to"] if asked.error and "to" in query else period.end.isoformat(),
        error=asked.error,
    )


def _outlet(one: OutletInfo) -> Option:
    if not one.locked:
        return Option(one.id, one.name)
    words = _("%(outlet)s (plan “%(plan)s”)") % {"outlet": one.name, "plan": one.locked.plan_title}
    return Option(one.id, words, locked=True)
