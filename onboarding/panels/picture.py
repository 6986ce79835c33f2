"""A segment's picture: a line, a sentence, who stands behind it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from insights.disclosure import switched_off
from insights.selectors.setting import setting_of
from onboarding.kinds import group_title, kind_title
from onboarding.pictures import Picture, picture_of
from tenants.models import Partner
from ui import charts, dates, numbers

TOO_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class PicturePanel:
    """What templates/onboarding/_picture.html shows; without a chart the reason."""

    chosen: bool
    title: str
    subtitle: str
    chart: charts.Chart | None
    lines: tuple[str, ...]
    missing: str


def picture_panel(partner: Partner) -> PicturePanel | None:
    """Show the segment that the owner chose; nothing, not even an invitation, where the bank tells of no others."""
    if switched_off():
        return None
    setting = setting_of(partner)
    if not setting.kind:
        return PicturePanel(False, _("How businesses like yours do"), "", None, (), "")
    found = picture_of(kind=setting.kind, city=setting.city)
    if found is None:
        missing = _("There are not enough participants to keep each of them anonymous.")
        return PicturePanel(True, kind_title(setting.kind), "", None, (), missing)
    name = segment_name(found)
    title = finding(found, name)
    return PicturePanel(
        True,
        title,
        _("Weekly sales by card of a business in the middle of the group; 100 is the mean of the first four weeks."),
        _chart(found, title),
        _lines(found, name),
        "",
    )


def segment_name(picture: Picture) -> str:
    """Name whose businesses they are: the kind or the group, and the place."""
    segment = picture.segment
    what = kind_title(segment.key) if segment.scope == "kind" else group_title(segment.key)
    where = segment.place if segment.level else _("all cities")
    return f"{what}, {where}"


def finding(picture: Picture, name: str) -> str:
    """Say in a sentence how the last weeks went."""
    facts = {"name": name, "percent": numbers.num(abs(picture.change or 0))}
    if picture.change is None:
        return _("%(name)s: week by week") % facts
    if picture.change > 0:
        return _("%(name)s: sales grew by %(percent)s%% in four weeks") % facts
    if picture.change < 0:
        return _("%(name)s: sales fell by %(percent)s%% in four weeks") % facts
    return _("%(name)s: sales are as four weeks before") % facts


def _lines(picture: Picture, name: str) -> tuple[str, ...]:
    count = picture.holdings
    who = ngettext(
        "%(count)s business stands behind it: %(name)s. Yours is shown to nobody in the same way.",
        "%(count)s businesses stand behind it: %(name)s. Yours is shown to nobody in the same way.",
        count,
    ) % {"count": numbers.num(count), "name": name}
    late = ngettext(
        "The newest %(count)s week may still change a little.",
        "The newest %(count)s weeks may still change a little.",
        picture.provisional,
    ) % {"count": picture.provisional}
    return who, late


def _chart(picture: Picture, title: str) -> charts.Chart:
    last = len(picture.weeks) - picture.provisional
    trend = charts.Trend(
        title=title,
        measure=_("Index"),
        unit="count",
        points=tuple(
            charts.Point(
                label=dates.label_short(week, "week"),
                title=dates.label(week, "week"),
                value=value,
                partial=place >= last,
            )
            for place, (week, value) in enumerate(zip(picture.weeks, picture.index, strict=True))
        ),
        columns=False,
        period=dates.period(picture.weeks[0], picture.weeks[-1] + timedelta(days=6)),
    )
    key = f"segment|{picture.segment}|{picture.weeks[-1]}|{picture.index}|{get_language()}|{title}"
    return charts.cached_chart(key, lambda: charts.trend_chart(trend, name="segment"))
