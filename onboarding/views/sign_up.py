"""Signing up on the public host: the form, and what follows it whoever asked."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from billing.plans import PLANS, TRIAL, TRIAL_DAYS
from onboarding.forms import CompanyForm, SignUpForm
from onboarding.services.sign_up import company_check, sign_up_begin, sign_up_open
from onboarding.subdomains import subdomain_free, subdomain_of, subdomain_problem
from tenants.addresses import partner_host
from tenants.errors import Refused
from tenants.models import User
from tenants.proxies import address_of
from tenants.services.accounts import account_create, email_confirm_send
from tenants.throttle import TooManyAttempts, attempt_count
from tenants.views.sign_in import too_many

SENT_TO = "sign_up_email"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask who signs up and for which company; someone signed in is asked for the company alone."""
    person = request.user if isinstance(request.user, User) else None
    kind = CompanyForm if person else SignUpForm
    form = kind(request.POST if request.method == "POST" else None, initial={"plan": request.GET.get("plan", "")})
    if request.method == "POST" and form.is_valid():
        email = person.email if person else form.cleaned_data["email"].strip().lower()
        try:
            attempt_count(email=email, address=address_of(request), action="sign-up")
            path = _known(form, person) if person else _new(request, form)
        except TooManyAttempts as wait:
            return too_many(request, wait=wait)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(path)
    return render(request, "onboarding/sign_up.html", _context(form, person), status=422 if form.errors else 200)


@require_GET
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way; the same whether the address was known or not."""
    return render(request, "onboarding/sent.html", {"email": request.session.get(SENT_TO, "")})


@require_GET
@never_cache
def address(request: HttpRequest) -> HttpResponse:
    """Answer, while someone types, which address the workspace gets, or why it can't."""
    wanted = request.GET.get("subdomain", "").strip().lower()
    problem = subdomain_problem(wanted) if wanted else ""
    label = wanted or subdomain_free(subdomain_of(request.GET.get("company", "")))
    context = {"problem": problem, "host": "" if problem else partner_host(label)}
    return render(request, "onboarding/_address.html", context)


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what we see and what we don't."""
    return render(request, "onboarding/privacy.html")


def _known(form: CompanyForm, person: User) -> str:
    row = sign_up_begin(user=person, **_company(form))
    sign_up_open(sign_up=row)
    return reverse("sign-up-progress", args=[row.pk])


def _new(request: HttpRequest, form: CompanyForm) -> str:
    facts = _company(form)
    # Before the account is looked for, so that a known address is answered like a new one.
    company_check(**{name: facts[name] for name in ("inn", "company", "subdomain")})
    email = form.cleaned_data["email"]
    user = account_create(email=email, password=form.cleaned_data["password"], language=get_language() or "ru")
    if user is not None:
        row = sign_up_begin(user=user, **facts)
        email_confirm_send(user=user, next=reverse("sign-up-progress", args=[row.pk]), request=request)
    request.session[SENT_TO] = email
    return reverse("sign-up-sent")


def _company(form: CompanyForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("company", "inn", "subdomain", "plan")}


def _context(form: CompanyForm, person: User | None) -> dict[str, object]:
    plan = PLANS.get(str(form["plan"].value() or ""))
    return {
        "form": form,
        "person": person,
        "plan": plan.title if plan else "",
        "trial_plan": TRIAL.title,
        "trial_days": TRIAL_DAYS,
        "base_host": settings.BASE_HOST,
    }
