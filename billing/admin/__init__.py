"""Plans and payments in the account managers' admin."""

from billing.admin import overrides, payments, subscriptions
from billing.admin.partners import PartnerAdmin, PlanFilter

__all__ = ["PartnerAdmin", "PlanFilter", "overrides", "payments", "subscriptions"]
