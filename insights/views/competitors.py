"""Competitors: how the business stands among similar ones, through three ways of choosing them."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from insights.answers_peers import Lens
from insights.errors import NotComputedYet
from insights.panels.empty import no_payments
from insights.panels.peers.chosen import WIDE, lens_from
from insights.panels.peers.page import Asked, competitors
from insights.panels.peers.verdict import Answers
from insights.selectors.peers import peer_groups, peer_metrics
from insights.views.ground import Ground, NothingYet, ground, is_owner, without_figures
from tenants.access import members_only, partner_of
from tenants.models import Partner
from tenants.sharing import contributions_of

NOTHING: Final[Answers] = {}


@require_GET
@members_only
def competitors_page(request: HttpRequest) -> HttpResponse:
    """Show the own business beside similar ones."""
    standing = ground(request, partner_of(request))
    return render(request, "insights/competitors.html", _context(request, standing))


def _context(request: HttpRequest, standing: Ground | NothingYet) -> dict[str, Any]:
    if isinstance(standing, NothingYet):
        return {"nothing": standing}
    partner = standing.partner
    if not standing.reading.run.payments:
        return {"nothing": without_figures(partner, no_payments(), owner=is_owner(request))}
    asked = Asked(lens_from(request.GET.get("lens", "")), request.GET.get("group") == WIDE)
    by_lens = {lens: _answers(partner, lens, wide=asked.wide and lens is asked.lens) for lens in Lens}
    page = competitors(
        asked,
        by_lens,
        peer_groups(partner),
        standing.reading.freshness,
        standing.viewer,
        takes_part=contributions_of(partner).takes_part,
    )
    return {"page": page}


def _answers(partner: Partner, lens: Lens, *, wide: bool) -> Answers:
    try:
        return peer_metrics(partner, lens, wide)
    except NotComputedYet:
        return NOTHING
