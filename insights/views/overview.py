"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from insights.panels.overview_page import overview_page
from insights.views.ground import NothingYet, ground
from tenants.access import members_only, partner_of


@require_GET
@members_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the business does, on one page."""
    standing = ground(request, partner_of(request))
    page = standing if isinstance(standing, NothingYet) else overview_page(standing)
    return render(request, "insights/overview.html", {"page": page})
