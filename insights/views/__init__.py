"""The partner's own pages: ask the read door, hand its answers to the panels, render."""

from insights.views.competitors import competitors_page
from insights.views.coverage import coverage
from insights.views.customers import customers, customers_loyalty
from insights.views.growth import growth, growth_csv
from insights.views.outlets import outlets
from insights.views.overview import overview
from insights.views.peer_group import peer_group
from insights.views.privacy import privacy, privacy_choice
from insights.views.progress import run_progress
from insights.views.retention import customers_retention
from insights.views.seasonality import customers_seasonality

__all__ = [
    "competitors_page",
    "coverage",
    "customers",
    "customers_loyalty",
    "customers_retention",
    "customers_seasonality",
    "growth",
    "growth_csv",
    "outlets",
    "overview",
    "peer_group",
    "privacy",
    "privacy_choice",
    "run_progress",
]
