"""Rows of the public schema about what a partner holds and pays."""

from billing.models.invoice import Invoice
from billing.models.notice import Notice
from billing.models.override import Override
from billing.models.plan_change import PlanChange
from billing.models.stripe_event import StripeEvent
from billing.models.subscription import Subscription
from billing.models.usage import UsageCounter

__all__ = ["Invoice", "Notice", "Override", "PlanChange", "StripeEvent", "Subscription", "UsageCounter"]
