"""The choices on top of a page: period, comparison, outlet, channel. All of them live in the address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from insights.panels.links import Address
from insights.periods import OFFERED, PRESETS, Compare, Period

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


def controls(
    address: Address, period: Period, *, outlets: Iterable[Option] = (), channels: bool = False, error: str = ""
) -> Controls:
    """Lay out the choices of a page; the outlets are asked only where there are several."""
    query = address.query
    periods = [Option(key, str(PRESETS[key].title)) for key in OFFERED]
    if period.key not in OFFERED:
        periods.insert(0, Option(period.key, str(period.title)))
    selects = [
        Select("period", _("Period"), period.key, periods),
        Select(
            "compare",
            _("Comparison"),
            period.compare,
            [Option(key, _(words)) for key, words in COMPARISONS.items()],
        ),
    ]
    choices = list(outlets)
    if len(choices) > 1:
        selects.append(
            Select("outlet", _("Outlet"), query.get("outlet", ""), [Option("", _("All outlets")), *choices])
        )
    if channels:
        lines = [Option(key, _(words)) for key, words in CHANNELS.items()]
        selects.append(Select("channel", _("Channel"), query.get("channel", ""), lines))
    names = {select.name for select in selects}
    hidden = [(name, text) for name, text in query.items() if text and name not in {*names, *DATES}]
    if period.key == CUSTOM:
        # Own dates stay chosen while another choice changes; a preset, once chosen, wins over them.
        hidden += [("from", period.start.isoformat()), ("to", period.end.isoformat())]
    kept = [(name, text) for name, text in query.items() if text and name not in {*DATES, "period"}]
    return Controls(
        address.path,
        selects,
        hidden,
        kept,
        start=query["from"] if error and "from" in query else period.start.isoformat(),
        end=query["to"] if error and "to" in query else period.end.isoformat(),
        error=error,
    )
