"""Questions that this room asks and rooms above it answer."""

from tenants.hooks import Hook

holding_changed: "Hook[..., None]" = Hook(None)
"""What a partner holds was changed, and committed: `holding_changed.ask(partner)`."""

outlets_in_use: "Hook[..., int]" = Hook(0)
"""How many outlets a partner has: `outlets_in_use.ask(partner)`."""
