"""The bank's data: proven on the way in, read only through a partner's own handle."""
