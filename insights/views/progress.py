"""A run under way, asked for again and again by the page that waits for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from insights import selectors
from insights.views.ground import nothing_yet
from tenants.access import members_only, partner_of


@require_GET
@members_only
@never_cache
def run_progress(request: HttpRequest) -> HttpResponse:
    """Answer the bar alone; when there is nothing to wait for any more, ask the browser to load the page anew."""
    partner = partner_of(request)
    job = None if selectors.freshness(partner) else nothing_yet(partner).job
    if job is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "components/job.html", {"job": job, "poll_url": job.url})
