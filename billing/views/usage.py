"""Settings → Usage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.panels.usage import usage_page
from billing.panels.way import viewer_of
from tenants.access import member_of, members_only, partner_of


@members_only
@require_GET
def usage(request: HttpRequest) -> HttpResponse:
    """Show every member how much of the plan is used."""
    viewer = viewer_of(partner_of(request), member_of(request))
    return render(request, "billing/usage.html", {"page": usage_page(viewer)})
