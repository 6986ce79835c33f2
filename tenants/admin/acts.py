"""What a manager can do to a partner: a page that says what will happen and asks why, then one service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.errors import Refused
from tenants.forms import Form
from tenants.models import Partner, User
from tenants.roles import is_head, managed_partners
from tenants.services.audit import act_name


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It is kept, and the partner's owner can read it."),
    )


class ReasonActionForm(ActionForm):
    """Why, beside the choice of a list's action: the same for all that are chosen."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)


def _always(_partner: Partner) -> bool:
    return True


def _nothing(_partner: Partner) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its page, its form, and `do(partner, by, **fields)`, which returns what to say afterwards."""

    key: str
    button: str | Promise
    text: str | Promise
    do: Callable[..., "Done"]
    card: str
    form: type[Form] = ReasonForm
    heads: bool = False
    danger: bool = False
    offered: Callable[[Partner], bool] = _always
    initial: Callable[[Partner], dict[str, Any]] = _nothing
    action: str = ""
    """Key of the record that the partner's owner reads; none where the service keeps its own."""
    sentence: str | Promise = ""
    """What that record says."""
    words: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    """Turns what the record keeps into words of the reader's language."""

    def __post_init__(self) -> None:
        if self.action:
            act_name(self.action, self.sentence, self.words)


@dataclass(frozen=True, slots=True)
class Done:
    """What to say of an act that was done, where to go if not back, and what else to keep of it."""

    text: str
    url: str = ""
    details: tuple[tuple[str, Any], ...] = ()


def act_page(model_admin: Any, request: HttpRequest, key: Any, act: str) -> HttpResponse:
    """Show an act's page for one of this manager's partners, and do it."""
    partner = get_object_or_404(managed_partners(request.user), pk=key)
    chosen: Act | None = next((one for one in model_admin.acts if one.key == act), None)
    if chosen is None:
        raise Http404
    if chosen.heads and not is_head(request.user):
        raise PermissionDenied
    if not chosen.offered(partner):
        messages.warning(request, _("This is no longer possible: the partner's state has changed."))
        return redirect("admin:tenants_partner_change", partner.pk)
    form = chosen.form(request.POST or None, initial=chosen.initial(partner))
    if request.method == "POST" and form.is_valid():
        try:
            done = _do(model_admin, request, partner, chosen, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if done.text:
                messages.success(request, done.text)
            return redirect(done.url) if done.url else redirect("admin:tenants_partner_change", partner.pk)
    return cast(
        HttpResponse,
        model_admin.form_page(
            request, form, title=chosen.button, button=chosen.button, text=chosen.text, partner=partner,
            danger=chosen.danger,
        ),
    )  # fmt: skip


def _do(model_admin: Any, request: HttpRequest, partner: Partner, act: Act, form: Form) -> Done:
    by = cast(User, request.user)
    with transaction.atomic():
        done = act.do(partner=partner, by=by, **form.cleaned_data)
        details = {name: str(value) for name, value in form.cleaned_data.items() if value not in (None, "")}
        said = "; ".join([str(act.button), *details.values()])
        if act.action:
            model_admin.record(request, partner, act.action, said, **details, **dict(done.details))
        else:
            model_admin.log_only(request, partner, said)
    return done
