"""Public pages: the front page and the plans; both lead to signing up."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from billing.panels.offer import cards, comparison, pay_switch
from billing.plans import PLANS, TRIAL, TRIAL_DAYS
from tenants.addresses import partner_address

DEMO_SUBDOMAIN: Final = "discount"
SIGN_UP: Final = "/sign-up/"
"""Where a room above begins a sign-up; it reads `plan` from the address."""


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
    """Lead an address of old to signing up, with the plan it named."""
    plan = request.GET.get("plan", "")
    return redirect(f"{SIGN_UP}?plan={plan}" if plan in PLANS else SIGN_UP, permanent=True)


def _context(request: HttpRequest) -> dict[str, object]:
    yearly = request.GET.get("pay") == "year"
    return {
        "cards": cards(yearly=yearly),
        "pay": pay_switch(yearly=yearly, hidden={}, action="#prices"),
        "sign_up": SIGN_UP,
        "trial_days": TRIAL_DAYS,
        "trial_plan": TRIAL.title,
        "demo": partner_address(DEMO_SUBDOMAIN) if settings.DEMO else "",
        "demo_owner": f"owner@{DEMO_SUBDOMAIN}.example",
    }
