"""Subscriptions in the admin: what is agreed, on trial and paid; changed on the partner's screen."""

from django.contrib import admin

from billing.models import Subscription
from tenants.admin.access import ModelAdmin, ReadOnly


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly, ModelAdmin):
    """All that is kept of what a partner is subscribed to, to look up by the provider's ids."""

    partner_path = "partner"
    list_display = ("partner", "plan", "trial_until", "paid_plan", "paid_status", "period_end", "synced_at")
    list_filter = ("paid_status", "interval")
    list_select_related = ("partner",)
    search_fields = ("partner__name", "partner__subdomain", "customer_id", "subscription_id")
