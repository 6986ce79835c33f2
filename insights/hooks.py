"""Questions that this room asks and rooms above it answer."""

from dataclasses import dataclass
from typing import Any

from insights.panels.notices import Notice
from tenants.hooks import Hook


@dataclass(frozen=True)
class Aside:
    """A part of a page that another room draws: its template, and what that shows as `aside`."""

    template: str
    facts: Any


without_figures: "Hook[..., Aside | None]" = Hook(None)
"""What stands below where there are no figures: `without_figures.ask(partner, owner=…)`."""

first_steps: "Hook[..., Notice | None]" = Hook(None)
"""What an owner has still to set up: `first_steps.ask(partner, owner=…)`."""

recomputed: "Hook[..., None]" = Hook(None)
"""A run was just done, its figures are in store: `recomputed.ask(partner=…, visits=…, people=…, first_day=…,
as_of=…, data_version=…, pseudonyms=…)` with all of the partner's visits, a row a customer of what the bank knows of
them, and what returns the customers' names by code, while the lake is open."""

holding_changed: "Hook[..., None]" = Hook(None)
"""What a partner holds was changed, and this room has seen to its own figures: `holding_changed.ask(partner)`."""
