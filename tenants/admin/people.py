"""People in the admin. A password is never shown, set or reset here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from tenants.admin.access import ModelAdmin, ReadOnly, TabularInline
from tenants.models import ErasureCertificate, Invitation, Membership, User


@admin.register(User)
class UserAdmin(ModelAdmin):
    """Heads appoint account managers; nobody sees or sets a password."""

    list_display = ("email", "full_name", "is_staff", "is_superuser", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "full_name")
    fields = ("email", "full_name", "language", "is_active", "is_staff", "is_superuser", "last_login", "created_at")
    readonly_fields = ("last_login", "created_at")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Without a password: a new account manager sets one by the letter of the sign-in page."""
        if not change:
            obj.set_password(None)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse: whoever leaves is made inactive."""
        return False


class MembershipInline(ReadOnly, TabularInline):
    """Who works for a partner; its owner changes that."""

    model = Membership
    template = "admin/read_only_rows.html"
    partner_path = "partner"
    extra = 0
    fields = ("user", "role", "created_at")
    readonly_fields = fields


class InvitationInline(ReadOnly, TabularInline):
    """Who was invited; never the link's secret."""

    model = Invitation
    template = "admin/read_only_rows.html"
    partner_path = "partner"
    extra = 0
    fields = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at")
    readonly_fields = fields


@admin.register(ErasureCertificate)
class ErasureCertificateAdmin(ModelAdmin):
    """What was erased, for heads to look up."""

    list_display = ("partner_name", "subdomain", "requested_by", "started_at", "finished_at")
    search_fields = ("partner_name", "subdomain")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ErasureCertificate | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ErasureCertificate | None = None) -> bool:
        """Refuse."""
        return False
