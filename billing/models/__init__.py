"""Rows of the public schema about what a partner holds."""

from billing.models.override import Override
from billing.models.subscription import Subscription

__all__ = ["Override", "Subscription"]
