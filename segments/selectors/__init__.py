"""This room's read door: gated, clipped to the plan, frozen dataclasses out."""

from segments.selectors.customers import customers_page, customers_slice
from segments.selectors.value import ltv

__all__ = ["customers_page", "customers_slice", "ltv"]
