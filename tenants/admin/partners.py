"""Partners in the admin: the list, the one screen, adding through the service, erasing with a confirmation."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenants.admin.access import ManagerAccess, ModelAdmin
from tenants.admin.acts import Act, ReasonActionForm, act_page
from tenants.admin.cards import Card, cards_ordered
from tenants.admin.claims import ACTS as CLAIM_ACTS
from tenants.admin.conditions import CONDITIONS, ConditionFilter, seen_last
from tenants.admin.partner_acts import ACTS, RESUMED, SUSPENDED
from tenants.admin.screen import tenants_cards
from tenants.admin.today import Waiting
from tenants.errors import Refused
from tenants.forms import Form
from tenants.models import Partner, User
from tenants.roles import is_head, managed_partners
from tenants.services import partner_create, partner_erase, partner_resume, partner_suspend
from tenants.services.audit import act_name
from tenants.tasks import partner_provision


class PartnerAddForm(Form):
    """What is needed to open a workspace."""

    name = forms.CharField(label=gettext_lazy("Company name"), max_length=200)
    inn = forms.CharField(label=gettext_lazy("INN"), max_length=12)
    subdomain = forms.CharField(
        label=gettext_lazy("Subdomain"), max_length=40, help_text=gettext_lazy("The first part of the address.")
    )
    owner_email = forms.EmailField(
        label=gettext_lazy("E-mail of the owner"), help_text=gettext_lazy("The invitation goes there.")
    )


class EraseForm(Form):
    """The subdomain, typed again."""

    subdomain = forms.CharField(label=gettext_lazy("Type the subdomain to confirm"))


act_name("partner_added", gettext_lazy("Opened the workspace"))
act_name("partner_changed", gettext_lazy("Corrected the name or the time zone"))


@admin.register(Partner)
class PartnerAdmin(ManagerAccess, ModelAdmin):
    """All that this room knows of partners; rooms above add theirs by extending it."""

    add_form = PartnerAddForm
    list_display: Any = ("name", "subdomain", "status", "account_manager", "seen_last", "created_at")
    list_filter: ClassVar[Any] = (ConditionFilter, "status", ("account_manager", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "subdomain", "inn", "memberships__user__email")
    list_select_related: ClassVar[Any] = ("account_manager",)
    ordering = ("name",)
    fields = ("name", "timezone", "subdomain", "inn", "created_at")
    readonly_fields = ("subdomain", "inn", "created_at")
    actions: Any = ("suspend", "resume")
    action_form = ReasonActionForm
    change_form_template = "admin/tenants/partner/change_form.html"
    acts: tuple[Act, ...] = (*ACTS, *CLAIM_ACTS)
    conditions: Any = CONDITIONS
    audit_added, audit_changed = "partner_added", "partner_changed"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Partner]":
        """Read the newest sign-in along."""
        rows = super().get_queryset(request).annotate(seen_at=seen_last())
        return cast("QuerySet[Partner]", rows)

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Managers have no use for a filter by manager."""
        if is_head(request.user):
            return self.list_filter
        return [one for one in self.list_filter if not isinstance(one, tuple)]

    def get_urls(self) -> list[URLPattern]:
        """Add the pages that act and the one that erases."""
        erase = self.admin_site.admin_view(self.erase_view)
        act = self.admin_site.admin_view(lambda request, key, act: act_page(self, request, key, act))
        return [
            path("<uuid:key>/erase/", erase, name="tenants_partner_erase"),
            path("<uuid:key>/do/<slug:act>/", act, name="tenants_partner_act"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("last sign-in"), ordering="seen_at")
    def seen_last(self, partner: Partner) -> Any:
        """When someone of the partner signed in last."""
        at = getattr(partner, "seen_at", None)
        return date_format(localtime(at), "d.m.Y") if at else None

    def cards(self, request: HttpRequest, partner: Partner) -> list[Card]:
        """Return the cards of the one screen; rooms above add theirs."""
        return tenants_cards(request, partner)

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """Return what waits beside partners; rooms above add theirs."""
        return []

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show all that is known of one partner, and the form of what may be corrected."""
        partner = self.get_object(request, object_id)
        if partner is None:
            raise Http404
        may = [act for act in self.acts if not act.heads or is_head(request.user)]
        cards = cards_ordered(self.cards(request, partner), may, partner)
        top = [act for act in may if act.card == "partner" and act.offered(partner)]
        context = {"cards": cards, "top_acts": top, "may_erase": is_head(request.user)}
        plain = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return super().change_view(request, object_id, form_url, {**context, **plain, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Open a workspace through the service; a worker makes its schema."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.add_form(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    partner = self.partner_make(request, form)
                    self.log_addition(request, partner, [{"added": {}}])
                    transaction.on_commit(lambda: partner_provision.delay(str(partner.pk)))
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("The workspace of %(name)s is being prepared.") % {"name": partner.name})
                return redirect("admin:tenants_partner_change", partner.pk)
        return self.form_page(request, form, title=_("New partner"), button=_("Open the workspace"))

    def partner_make(self, request: HttpRequest, form: Form) -> Partner:
        """Create the partner of a filled form; rooms above say on which plan."""
        person = cast(User, request.user)
        return partner_create(**form.cleaned_data, account_manager=person, created_by=person)

    def erase_view(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Ask for the subdomain again, then erase; heads only."""
        partner = get_object_or_404(managed_partners(request.user), pk=key)
        if not is_head(request.user):
            raise PermissionDenied
        form = EraseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data["subdomain"].strip() != partner.subdomain:
                form.add_error("subdomain", _("This is not the partner's subdomain."))
            elif self._erased(request, form, partner):
                messages.success(request, _("%(name)s is erased. The certificate is kept.") % {"name": partner.name})
                return redirect("admin:tenants_partner_changelist")
        text = _(
            "The schema, files, sessions and people of %(name)s will be removed for good. Other partners are not "
            "touched. This can't be undone."
        ) % {"name": partner.name}
        return self.form_page(
            request, form, title=_("Erase %(name)s") % {"name": partner.name}, button=_("Erase for good"), text=text,
            partner=partner, danger=True,
        )  # fmt: skip

    def _erased(self, request: HttpRequest, form: Form, partner: Partner) -> bool:
        try:
            partner_erase(partner=partner, requested_by=cast(User, request.user))
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return False
        self.log_deletions(request, cast("QuerySet[Partner]", [partner]))
        return True

    @admin.action(description=gettext_lazy("Suspend the chosen partners, with a reason"), permissions=["change"])
    def suspend(self, request: HttpRequest, queryset: "QuerySet[Partner]") -> None:
        """Close their hosts."""
        self._each(request, queryset, partner_suspend, SUSPENDED)

    @admin.action(description=gettext_lazy("Resume the chosen partners, with a reason"), permissions=["change"])
    def resume(self, request: HttpRequest, queryset: "QuerySet[Partner]") -> None:
        """Open their hosts again."""
        self._each(request, queryset, partner_resume, RESUMED)

    def _each(self, request: HttpRequest, queryset: "QuerySet[Partner]", act: Any, action: str) -> None:
        done, reason = 0, request.POST.get("reason", "").strip()
        if not reason:
            messages.warning(request, _("Say why: the reason is kept."))
            return
        for partner in queryset:
            try:
                act(partner=partner)
            except Refused as refusal:
                messages.warning(request, f"{partner.name}: {refusal.message}")
            else:
                done += 1
                self.record(request, partner, action, f"{partner.get_status_display()}; {reason}", reason=reason)
        if done:
            messages.success(
                request, ngettext("%(count)s partner changed.", "%(count)s partners changed.", done) % {"count": done}
            )

    def form_page(
        self, request: HttpRequest, form: Form, *, title: Any, button: Any, text: Any = "",
        partner: Partner | None = None, danger: bool = False,
    ) -> HttpResponse:  # fmt: skip
        """Show a page with one form: what will happen, the fields, one button."""
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "form": form, "title": title,
            "button": button, "text": text, "partner": partner, "danger": danger,
        }  # fmt: skip
        return render(request, "admin/tenants/partner/form.html", context)
