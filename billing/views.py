"""Public pages: the front page, the plans, how to connect."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.offer import cards, comparison
from billing.plans import MONTHS_PAID_A_YEAR, PLANS, TRIAL, TRIAL_DAYS
from tenants.addresses import partner_address

DEMO_SUBDOMAIN = "discount"


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """Say what it is for, prove it, show what it costs."""
    return render(request, "billing/front.html", _context(request))


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Show the plans side by side, line by line."""
    context = _context(request) | {"rows": comparison(), "plans": [plan.title for plan in PLANS.values()]}
    return render(request, "billing/plans.html", context)


@require_GET
def connect(request: HttpRequest) -> HttpResponse:
    """Say honestly that the account manager connects a business."""
    chosen = PLANS.get(request.GET.get("plan", ""), TRIAL)
    return render(request, "billing/connect.html", {"plan": chosen.title, "trial_days": TRIAL_DAYS})


def _context(request: HttpRequest) -> dict[str, object]:
    yearly = request.GET.get("pay") == "year"
    return {
        "cards": cards(yearly=yearly),
        "yearly": yearly,
        "free_months": 12 - MONTHS_PAID_A_YEAR,
        "trial_days": TRIAL_DAYS,
        "trial_plan": TRIAL.title,
        "demo": partner_address(DEMO_SUBDOMAIN) if settings.DEMO else "",
        "demo_owner": f"owner@{DEMO_SUBDOMAIN}.example",
    }
