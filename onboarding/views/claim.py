"""The proof of the company's right to its INN, on the first step's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onboarding import tasks
from onboarding.forms import CodeForm, MessageForm
from onboarding.views.welcome import business_form, page
from tenants.access import member_of, owners_only, partner_of
from tenants.errors import Refused
from tenants.models import Claim
from tenants.services import claim_code_ask, claim_code_check, claim_message


@require_POST
@owners_only
def code_ask(request: HttpRequest) -> HttpResponse:
    """Send a code to the address that the bank holds."""
    try:
        claim = claim_code_ask(partner=partner_of(request), by=member_of(request).user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        if claim.state == Claim.State.CODE_SENT:
            tasks.claim_code_deliver.delay(str(claim.pk))
            messages.success(request, _("The code is on its way."))
    return _back()


@require_POST
@owners_only
def code_check(request: HttpRequest) -> HttpResponse:
    """Take the code that was typed."""
    partner, form = partner_of(request), CodeForm(request.POST)
    if form.is_valid():
        try:
            claim = claim_code_check(partner=partner, code=form.cleaned_data["code"], by=member_of(request).user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if claim.state == Claim.State.PROVEN:
                messages.success(request, _("The company is yours: your outlets open now."))
            return _back()
    return page(request, partner, 1, business_form(partner), code_form=form)


@require_POST
@owners_only
def manager_ask(request: HttpRequest) -> HttpResponse:
    """Hand the claim to the account manager, with some words."""
    partner, form = partner_of(request), MessageForm(request.POST)
    if form.is_valid():
        try:
            claim_message(partner=partner, message=form.cleaned_data["message"], by=member_of(request).user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The manager was told. You get a letter with the decision."))
            return _back()
    return page(request, partner, 1, business_form(partner), message_form=form)


def _back() -> HttpResponse:
    return redirect(f"{reverse('welcome-step', args=[1])}#claim")
