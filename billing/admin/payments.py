"""Invoices, changes of plans and the provider's events: to be looked up; given-up events tried again or dropped."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from billing.inbox import event_retry
from billing.models import Invoice, Notice, PlanChange, StripeEvent
from billing.panels.kopecks import money
from billing.panels.lines import line_words
from billing.services.events import event_drop
from tenants.admin.access import HeadsReadOnly, ModelAdmin, ReadOnly
from tenants.errors import Refused
from tenants.models import User


@admin.register(Invoice)
class InvoiceAdmin(ReadOnly, ModelAdmin):
    """Invoices of all partners, to find one by its number."""

    partner_path = "partner"
    list_display = ("created_at", "partner", "number", "sum", "status", "paid_at", "what")
    list_filter = ("status", "created_at")
    list_select_related = ("partner",)
    search_fields = ("partner__name", "partner__subdomain", "number", "provider_id")
    fields = ("partner", "number", "what", "status", "sum", "created_at", "paid_at", "page_url", "pdf_url")

    @admin.display(description=_("total"), ordering="total")
    def sum(self, invoice: Invoice) -> str:
        """Roubles with kopecks."""
        return money(invoice.total)

    @admin.display(description=_("for"), ordering="text")
    def what(self, invoice: Invoice) -> str:
        """What it is for, in the reader's language."""
        return line_words(invoice.text)


@admin.register(PlanChange)
class PlanChangeAdmin(ReadOnly, ModelAdmin):
    """Every change of plan and of what is paid: the rows behind the report."""

    partner_path = "partner"
    list_display = ("at", "partner", "plan_before", "plan_after", "before", "after", "cause")
    list_filter = ("cause", "at")
    list_select_related = ("partner",)
    search_fields = ("partner__name", "partner__subdomain")
    fields = ("at", "partner", "plan_before", "plan_after", "before", "after", "cause")

    @admin.display(description=_("a month before"))
    def before(self, change: PlanChange) -> str:
        """Roubles a month before."""
        return money(change.mrr_before)

    @admin.display(description=_("a month after"))
    def after(self, change: PlanChange) -> str:
        """Roubles a month after."""
        return money(change.mrr_after)


@admin.register(Notice)
class NoticeAdmin(ReadOnly, ModelAdmin):
    """Letters about payment that went out, to answer "was I told?"."""

    partner_path = "partner"
    list_display = ("sent_at", "partner", "kind", "key")
    list_filter = ("kind",)
    list_select_related = ("partner",)
    search_fields = ("partner__name", "partner__subdomain", "kind")


@admin.register(StripeEvent)
class StripeEventAdmin(HeadsReadOnly, ModelAdmin):
    """The provider's events; those given up are tried again or dropped by a head."""

    list_display = ("received_at", "type", "customer_id", "state", "attempts", "error", "next_try_at")
    list_filter = ("state", "received_at")
    search_fields = ("id", "type", "customer_id", "error")
    actions = ("try_again", "drop")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the list's actions work; a row itself is a record."""
        return obj is None and self.has_view_permission(request)

    @admin.action(description=_("Try the given-up ones again"), permissions=["change"])
    def try_again(self, request: HttpRequest, queryset: "QuerySet[StripeEvent]") -> None:
        """Put them back into the inbox."""
        rows = list(queryset.filter(state=StripeEvent.State.DEAD))
        for event in rows:
            event_retry(event=event)
            self.log_change(request, event, "try again")
        text = ngettext("%(count)s event is tried again.", "%(count)s events are tried again.", len(rows))
        messages.success(request, text % {"count": len(rows)})

    @admin.action(description=_("Drop the given-up ones"), permissions=["change"])
    def drop(self, request: HttpRequest, queryset: "QuerySet[StripeEvent]") -> None:
        """Put them away for good."""
        done = 0
        for event in queryset:
            try:
                event_drop(event=event, by=cast(User, request.user))
            except Refused as refusal:
                messages.warning(request, f"{event.pk}: {refusal.message}")
            else:
                done += 1
                self.log_change(request, event, "drop")
        text = ngettext("%(count)s event is dropped.", "%(count)s events are dropped.", done)
        messages.success(request, text % {"count": done})
