"""Partners in the admin: found, suspended, resumed, added through the service, erased with a confirmation."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenants.admin.access import ManagerAccess, ModelAdmin, managed_partners
from tenants.admin.people import InvitationInline, MembershipInline
from tenants.errors import Refused
from tenants.forms import Form
from tenants.models import Partner, User
from tenants.services import partner_create, partner_erase, partner_resume, partner_suspend
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


@admin.register(Partner)
class PartnerAdmin(ManagerAccess, ModelAdmin):
    """All that this room knows of partners; rooms above add theirs by extending it."""

    add_form = PartnerAddForm
    list_display: Any = ("name", "subdomain", "status", "account_manager", "created_at")
    list_filter: ClassVar[Any] = ("status", ("account_manager", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "subdomain", "inn")
    list_select_related = ("account_manager",)
    ordering = ("name",)
    fields = ("name", "subdomain", "inn", "status", "timezone", "account_manager", "created_at")
    inlines = (MembershipInline, InvitationInline)
    actions: Any = ("suspend", "resume")
    change_form_template = "admin/tenants/partner/change_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Partner | None = None) -> list[str]:
        """Fix what names the schema; only a head gives a partner to another manager."""
        fixed = ["subdomain", "inn", "status", "created_at"]
        return fixed if _head(request) else [*fixed, "account_manager"]

    def get_urls(self) -> list[URLPattern]:
        """Add the page that erases."""
        erase = self.admin_site.admin_view(self.erase_view)
        return [path("<uuid:key>/erase/", erase, name="tenants_partner_erase"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Open a workspace through the service; a worker makes its schema."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.add_form(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    partner = self.partner_make(request, form)
                    transaction.on_commit(lambda: partner_provision.delay(str(partner.pk)))
            except Refused as refusal:
                form.refuse(refusal)
            else:
                self.log_addition(request, partner, [{"added": {}}])
                messages.success(request, _("The workspace of %(name)s is being prepared.") % {"name": partner.name})
                return redirect("admin:tenants_partner_change", partner.pk)
        return self._form_page(request, form, title=_("New partner"), button=_("Open the workspace"))

    def partner_make(self, request: HttpRequest, form: Form) -> Partner:
        """Create the partner of a filled form; rooms above say on which plan."""
        person = cast(User, request.user)
        return partner_create(**form.cleaned_data, account_manager=person, created_by=person)

    def erase_view(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Ask for the subdomain again, then erase; heads only."""
        if not _head(request):
            raise PermissionDenied
        partner = get_object_or_404(managed_partners(request.user), pk=key)
        form = EraseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data["subdomain"].strip() == partner.subdomain:
                self.log_deletions(request, Partner.objects.filter(pk=partner.pk))
                partner_erase(partner=partner, requested_by=cast(User, request.user))
                messages.success(request, _("%(name)s is erased. The certificate is kept.") % {"name": partner.name})
                return redirect("admin:tenants_partner_changelist")
            form.add_error("subdomain", _("This is not the partner's subdomain."))
        text = _(
            "The schema, files, sessions and people of %(name)s will be removed for good. Other partners are not "
            "touched. This can't be undone."
        ) % {"name": partner.name}
        return self._form_page(
            request, form, title=_("Erase %(name)s") % {"name": partner.name}, button=_("Erase for good"), text=text
        )

    @admin.action(description=gettext_lazy("Suspend the chosen partners"))
    def suspend(self, request: HttpRequest, queryset: "QuerySet[Partner]") -> None:
        """Close their hosts."""
        self._each(request, queryset, lambda partner: partner_suspend(partner=partner))

    @admin.action(description=gettext_lazy("Resume the chosen partners"))
    def resume(self, request: HttpRequest, queryset: "QuerySet[Partner]") -> None:
        """Open their hosts again."""
        self._each(request, queryset, lambda partner: partner_resume(partner=partner))

    def _each(self, request: HttpRequest, queryset: "QuerySet[Partner]", act: Any) -> None:
        done = 0
        for partner in queryset:
            try:
                act(partner)
            except Refused as refusal:
                messages.warning(request, f"{partner.name}: {refusal.message}")
            else:
                done += 1
                self.log_change(request, partner, partner.get_status_display())
        if done:
            messages.success(
                request, ngettext("%(count)s partner changed.", "%(count)s partners changed.", done) % {"count": done}
            )

    def _form_page(self, request: HttpRequest, form: Form, *, title: str, button: str, text: str = "") -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "title": title,
            "button": button,
            "text": text,
        }
        return render(request, "admin/tenants/partner/form.html", context)


def _head(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))
