"""A partner's first page."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from billing.entitlements import Locked
from insights.answers import MetricAnswer, Notice, Overview
from insights.metrics import catalogue
from insights.models import MetricRun
from insights.periods import Period
from insights.selectors.gate import in_schema
from insights.selectors.kind import own_kind
from insights.selectors.metrics import metrics_of_run
from insights.selectors.standing import freshness_of, run_required
from tenants.models import Partner
from ui import dates

TREND: Final = "revenue"
NEW_LAKE_DAYS: Final = 91


def overview(partner: Partner, period: Period, *, outlet: str | None = None, channel: str | None = None) -> Overview:
    """Answer the headline metrics of a period, in a constant number of queries.

    Raises
    ------
    UnknownOutlet, BadParameter, NotComputedYet
        As `metrics`.
    """
    with in_schema(partner):
        run, headline = run_required(), headline_of(partner)
        found = metrics_of_run(
            partner,
            run,
            tuple(dict.fromkeys((*headline, TREND))),
            start=period.start,
            end=period.end,
            grain=period.grain,
            outlet=outlet,
            channel=channel,
            compare=period.compare,
        )
        tiles = tuple(found[key] for key in headline)
        clipped = next((tile.clipped_from for tile in tiles if isinstance(tile, MetricAnswer)), None)
        return Overview(
            period=period,
            tiles=tiles,
            trend=found[TREND],
            freshness=freshness_of(run),
            clipped_from=clipped,
            notices=tuple(_notices(run, tiles)),
        )


def headline_of(partner: Partner) -> tuple[str, ...]:
    """Return the metrics on top of the first page, in the order of the partner's kind of business."""
    return tuple(key for key in own_kind(partner).headline if key in catalogue())


def _notices(run: MetricRun, tiles: tuple[MetricAnswer | Locked, ...]) -> list[Notice]:
    notices = []
    if (run.as_of - run.first_day).days < NEW_LAKE_DAYS:
        until = run.first_day + timedelta(days=NEW_LAKE_DAYS)
        text = _("The data begin on %(day)s. Until %(until)s every customer looks new.")
        notices.append(Notice("new_lake", text % {"day": dates.day(run.first_day), "until": dates.day(until)}))
    clipped = next((tile.clipped_from for tile in tiles if isinstance(tile, MetricAnswer)), None)
    if clipped:
        text = _("Your plan shows figures from %(day)s on.")
        notices.append(Notice("clipped", text % {"day": dates.day(clipped)}))
    return notices
