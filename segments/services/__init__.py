"""What this room does: fit a partner's models, have a missing one fitted."""
