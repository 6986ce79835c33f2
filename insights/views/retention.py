"""Who comes again, month by month."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from billing.entitlements import Locked
from insights.panels.customers.block import Block, Page
from insights.panels.customers.retention import cohort_block, rate_block, settled
from insights.panels.upsell import offer
from insights.selectors.retention import retention
from insights.views.customers_tab import customers_tab, dated
from insights.views.ground import Ground
from tenants.access import members_only


@require_GET
@members_only
def customers_retention(request: HttpRequest) -> HttpResponse:
    """Show who comes again."""
    return customers_tab(request, _retention, choices=False)


def _retention(standing: Ground) -> Page:
    fresh = standing.reading.freshness
    answer = retention(standing.partner)
    if isinstance(answer, Locked):
        locked = Block("retention", locked=offer(answer, standing.viewer))
        return dated(standing, [locked], fresh.first_day, fresh.as_of, young=False)
    return dated(
        standing,
        [cohort_block(answer, fresh), rate_block(answer, fresh)],
        answer.clipped_from or answer.first_day,
        answer.as_of,
        answer.clipped_from,
        young=answer.as_of < settled(answer),
    )
