"""When customers buy."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from billing.entitlements import Locked
from insights.panels.customers.block import Block, Page
from insights.panels.customers.day_hours import day_hours_block
from insights.panels.customers.hours import hours_block
from insights.panels.customers.seasons import seasons_block
from insights.panels.customers.weekdays import weekdays_block
from insights.panels.upsell import offer
from insights.selectors.seasonality import seasonality
from insights.views.customers_tab import customers_tab, dated, outlet_name
from insights.views.ground import Ground
from tenants.access import members_only


@require_GET
@members_only
def customers_seasonality(request: HttpRequest) -> HttpResponse:
    """Show when customers buy."""
    whole_day = request.GET.get("hours") == "all"
    return customers_tab(request, lambda standing: _seasonality(standing, whole_day=whole_day))


def _seasonality(standing: Ground, *, whole_day: bool) -> Page:
    asked, period = standing.asked, standing.asked.period
    answer = seasonality(
        standing.partner,
        start=period.start,
        end=period.end,
        outlet=asked.outlet or None,
        channel=asked.channel or None,
    )
    if isinstance(answer, Locked):
        return dated(standing, [Block("seasonality", locked=offer(answer, standing.viewer))], period.start, period.end)
    outlet = outlet_name(standing)
    blocks = (
        hours_block(answer, asked.address, outlet=outlet, whole_day=whole_day),
        weekdays_block(answer, outlet=outlet),
        day_hours_block(answer, outlet=outlet),
        seasons_block(answer, outlet=outlet),
    )
    return dated(standing, [one for one in blocks if one], answer.start, answer.end, answer.clipped_from)
