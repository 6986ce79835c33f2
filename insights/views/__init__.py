"""The partner's own pages: ask the read door, hand its answers to the panels, render."""

from insights.views.growth import growth, growth_csv
from insights.views.outlets import outlets
from insights.views.overview import overview
from insights.views.progress import run_progress

__all__ = ["growth", "growth_csv", "outlets", "overview", "run_progress"]
