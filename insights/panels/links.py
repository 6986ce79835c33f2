"""Addresses that keep what the visitor has chosen and change one thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Address:
    """A page and the choices in its query; an empty choice is left out."""

    path: str
    query: Mapping[str, str]

    def __str__(self) -> str:
        kept = {name: text for name, text in self.query.items() if text}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def to(self, path: str | None = None, **changes: str) -> str:
        """Answer the address with other choices, on this page or another."""
        return str(Address(self.path if path is None else path, {**self.query, **changes}))
