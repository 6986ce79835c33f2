"""One file a command; each composes services of the rooms."""
