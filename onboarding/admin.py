"""Sign-ups in the account managers' admin: to see where someone got stuck, never to change it."""

from django.contrib import admin

from onboarding.models import SignUp
from tenants.admin.access import ModelAdmin, ReadOnly


@admin.register(SignUp)
class SignUpAdmin(ReadOnly, ModelAdmin):
    """Who signed up and how far it went; heads see those that have no partner yet too."""

    partner_path = "partner"
    list_display = ("created_at", "company", "inn", "user", "state", "stage", "partner", "error")
    list_filter = ("state", "created_at")
    list_select_related = ("partner", "user")
    search_fields = ("company", "inn", "user__email", "subdomain")
    fields = (
        "company", "inn", "subdomain", "user", "state", "stage", "attempts", "error", "partner", "plan_wanted",
        "consent_at", "created_at", "opened_at", "touched_at", "finished_at",
    )  # fmt: skip
