"""This room's read door: gated, clipped to the plan, frozen dataclasses out."""

from segments.selectors.value import ltv

__all__ = ["ltv"]
