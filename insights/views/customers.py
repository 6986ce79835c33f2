"""Who the customers are, and how loyal they are."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from billing.entitlements import Locked
from insights.answers_customers import BreakdownAnswer
from insights.panels.customers import findings, loyalty, portrait
from insights.panels.customers.block import Block, Page
from insights.selectors.breakdowns import breakdown, breakdown_catalogue
from insights.views.customers_tab import customers_tab, dated, outlet_name
from insights.views.ground import Ground
from tenants.access import members_only


@require_GET
@members_only
def customers(request: HttpRequest) -> HttpResponse:
    """Show who buys."""
    return customers_tab(request, _portrait)


@require_GET
@members_only
def customers_loyalty(request: HttpRequest) -> HttpResponse:
    """Show who is new, who comes regularly, and the groups of the last year."""
    return customers_tab(request, lambda standing: _groups(standing, loyalty.KEYS, loyalty.loyalty_blocks)[0])


def _portrait(standing: Ground) -> Page:
    page, told = _groups(standing, portrait.KEYS, portrait.portrait_blocks)
    return replace(page, headline=findings.bought(told, page.lines.period)) if told else page


def _groups(
    standing: Ground, keys: Sequence[str], blocks: Callable[..., list[Block]]
) -> tuple[Page, BreakdownAnswer | None]:
    """Ask for several breakdowns over the same days; return the page and one answer for what all share."""
    asked, period = standing.asked, standing.asked.period
    known = {info.key for info in breakdown_catalogue(standing.partner)}
    answers: dict[str, BreakdownAnswer | Locked] = {
        key: breakdown(
            standing.partner,
            key,
            start=period.start,
            end=period.end,
            outlet=asked.outlet or None,
            channel=asked.channel or None,
        )
        for key in keys
        if key in known
    }
    told = next((one for one in answers.values() if isinstance(one, BreakdownAnswer)), None)
    made = blocks(answers, standing.viewer, outlet_name(standing))
    if told is None:
        return dated(standing, made, period.start, period.end), None
    return dated(standing, made, told.start, told.end, told.clipped_from), told
