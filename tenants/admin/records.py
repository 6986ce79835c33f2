"""What is kept of acts, entries and notes: to be looked up, never changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from tenants.admin.access import ModelAdmin, ReadOnly
from tenants.models import AuditEntry, EntryLink, Note


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ModelAdmin):
    """Who did what at which partner: what its owner reads under "Access log"."""

    partner_path = "partner"
    list_display = ("at", "partner", "actor", "by_bank", "action")
    list_filter = ("by_bank", "at")
    list_select_related = ("partner", "actor")
    search_fields = ("partner__name", "partner__subdomain", "action", "actor__email")
    fields = ("at", "partner", "actor", "by_bank", "action", "details")


@admin.register(EntryLink)
class EntryLinkAdmin(ReadOnly, ModelAdmin):
    """Who entered a partner's workspace by a one-use link, when and why."""

    partner_path = "partner"
    list_display = ("created_at", "partner", "user", "kind", "reason", "used_at")
    list_filter = ("kind",)
    list_select_related = ("partner", "user")
    search_fields = ("partner__name", "partner__subdomain", "user__email", "reason")
    fields = ("partner", "user", "kind", "reason", "created_at", "expires_at", "used_at")


@admin.register(Note)
class NoteAdmin(ReadOnly, ModelAdmin):
    """Notes on all partners in one place, to search them; written on the partner's screen."""

    partner_path = "partner"
    list_display = ("at", "partner", "author", "beginning")
    list_select_related = ("partner", "author")
    search_fields = ("partner__name", "partner__subdomain", "text")
    fields = ("partner", "author", "at", "text")

    @admin.display(description=_("note"))
    def beginning(self, note: Note) -> str:
        """Its first words."""
        return str(note)
