"""The owner's page of keys: make one, see it once, revoke it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from api.account import api_locked, calls_today
from api.forms import KeyForm, RevokeForm
from api.keys import NewKey
from api.selectors import Key, keys_working
from api.services import KeyRefused, key_create, key_revoke
from billing.panels.way import viewer_of, way_to
from tenants.access import member_of, owners_only, partner_of


@never_cache
@owners_only
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponseBase:
    """List the keys; make one and show its text this one time."""
    form, made = KeyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = key_create(**form.cleaned_data, created_by=str(getattr(request.user, "email", "")))
            form = KeyForm()
        except KeyRefused as refused:
            form.add_error(refused.field, str(refused))
    return _page(request, form, made)


@never_cache
@owners_only
@require_http_methods(["GET", "HEAD", "POST"])
def key_remove(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask for the key's name, then revoke it."""
    key = _key_or_404(id)
    form = RevokeForm(request.POST or None, expected=key.name)
    if request.method == "POST" and form.is_valid():
        key_revoke(id=id)
        messages.success(request, gettext("The key “%(name)s” is revoked.") % {"name": key.name})
        return redirect("api-keys")
    shown = {"form": form, "key": key}
    return render(request, "api/key_revoke.html", shown, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: KeyForm, made: NewKey | None) -> HttpResponse:
    partner = partner_of(request)
    locked = api_locked(partner)
    shown = {
        "form": form,
        "made": made,
        "keys": keys_working(),
        "calls": calls_today(partner),
        "locked": locked,
        "way": way_to(locked.plan, viewer_of(partner, member_of(request))) if locked else None,
    }
    return render(request, "api/keys.html", shown, status=422 if form.errors else 200)


def _key_or_404(id: UUID) -> Key:
    for key in keys_working():
        if key.id == id:
            return key
    raise Http404
