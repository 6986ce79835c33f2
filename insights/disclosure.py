"""The judge as this bank has set it up."""

from django.conf import settings

from insights.lake_access import lake_options, lake_store
from lake.contract import LakeError
from lake.directory import holding_of
from lake.disclosure import Rules, enough_for_growth
from tenants.models import Partner

EVERYTHING = "peers"
"""In the bank's list of what is switched off: all figures about others, whatever they are called."""


def disclosure_rules() -> Rules:
    """Return the thresholds in force: for the judge, never for a page."""
    rules: Rules = settings.DISCLOSURE_RULES
    return rules


def switched_off(*names: str) -> bool:
    """Say whether the bank has switched off one of these, features or figures by key, or all about others at once."""
    return not settings.DISCLOSURE_OFF.isdisjoint({EVERYTHING, *names})


def contributor_of(partner: Partner) -> str:
    """Return what a partner's company counts as among others: its holding, or its INN."""
    try:
        return holding_of(lake_store(), partner.inn, lake_options(threads=1))
    except LakeError:
        return partner.inn


def businesses_told(count: int) -> int | None:
    """Return how many businesses a group has; None for a few: that number would name a threshold."""
    return count if enough_for_growth(count, disclosure_rules(), viewer_inside=False) else None
