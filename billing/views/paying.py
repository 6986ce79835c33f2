"""To the payment service and back: Checkout, what follows it, card and documents."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from billing import services
from billing.forms import PlanForm
from billing.gateway.interface import GatewayProblem
from billing.panels.paid import PaidState, paid_state
from billing.views.calm import leave_to, owner_acts, person
from tenants.access import partner_of
from tenants.models import Partner

log = structlog.get_logger(__name__)


@require_POST
@owner_acts
def pay(request: HttpRequest) -> HttpResponse:
    """Begin to pay for a plan."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        return redirect("plan")
    url = services.checkout_begin(
        partner=partner_of(request), plan=form.chosen, interval=form.interval, by=person(request)
    )
    return leave_to(request, url)


@owner_acts
def paid(request: HttpRequest) -> HttpResponse:
    """Say that the payment went through, or wait for it; the provider is asked at once."""
    return render(request, "billing/paid.html", {"state": _look(partner_of(request), 0)})


@require_GET
@owner_acts
def paid_part(request: HttpRequest) -> HttpResponse:
    """Answer the part of that page which asks for itself."""
    asked = request.GET.get("look", "")
    look = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    return render(request, "billing/paid_state.html", {"state": _look(partner_of(request), look)})


@require_POST
@owner_acts
def portal(request: HttpRequest) -> HttpResponse:
    """Open the page of card and documents."""
    return leave_to(request, services.portal_open(partner=partner_of(request), by=person(request)))


def _look(partner: Partner, look: int) -> PaidState:
    try:
        services.subscription_refresh(partner=partner)
    except GatewayProblem as problem:
        # What is known is shown; the provider's own event or the next look brings the rest.
        log.warning("payment service failed", schema=partner.schema_name, reason=str(problem))
    return paid_state(partner, look=look)
