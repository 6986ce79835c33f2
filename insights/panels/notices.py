"""Honest words above the figures: what is young, cut or unfinished about them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from billing.features import HISTORY_MONTHS
from billing.panels.way import Viewer, way_to
from insights.answers import Freshness, MetricAnswer
from insights.engine.windows import Grain
from insights.panels.upsell import plan_for, price
from insights.selectors.gate import plan_of
from ui import dates

YOUNG_DAYS: Final = 91


@dataclass(frozen=True)
class Notice:
    """What components/notice.html shows."""

    text: str
    kind: str = "info"
    url: str = ""
    action: str = ""


def young(first_day: date, start: date) -> Notice | None:
    """Warn while the period reaches into the first 91 days, when every customer still counts as new."""
    until = first_day + timedelta(days=YOUNG_DAYS - 1)
    if start > until:
        return None
    return Notice(
        _(
            "The data begin on %(first)s. Until %(until)s nearly every customer counts as new, and there may be "
            "nothing to compare with."
        )
        % {"first": dates.day(first_day), "until": dates.day(until)},
        "warning",
    )


def clipped(start: date, viewer: Viewer, text: str = "") -> Notice:
    """Say that the plan cut the history, in these words or the usual ones, and which plan goes further back."""
    plan = plan_for(HISTORY_MONTHS, above=plan_of(viewer.partner))
    text = text or _("Your plan shows figures from %(start)s. Earlier ones are kept.") % {"start": dates.day(start)}
    if plan is None:
        return Notice(text)
    more = _("The plan “%(plan)s” goes further back: %(price)s.") % {"plan": plan.title, "price": price(plan)}
    way = way_to(plan, viewer)
    return Notice(" ".join(filter(None, (text, more, way.ask))), url=way.url, action=way.action)


def unfinished(end: date) -> Notice:
    """Say that the last period goes on after the data end."""
    return Notice(
        _("The last period is unfinished: its figures go up to %(end)s. It is drawn dashed.") % {"end": dates.day(end)}
    )


def notices_of(answer: MetricAnswer, fresh: Freshness, viewer: Viewer) -> list[Notice]:
    """Collect what a reader should know before the figures."""
    found = []
    if one := young(fresh.first_day, answer.start):
        found.append(one)
    if answer.clipped_from:
        found.append(clipped(answer.clipped_from, viewer))
    if answer.points and answer.points[-1].partial and answer.grain is not Grain.TOTAL:
        found.append(unfinished(answer.end))
    return found
