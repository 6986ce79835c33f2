"""Whose businesses are compared, from fine to coarse."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Segment:
    """Whose businesses: of one kind or one group of kinds, in one place or anywhere.

    Parameters
    ----------
    scope : str
        `kind` or `group`.
    key : str
        Which.
    level : str
        `district`, `city`, `region`, or empty for anywhere.
    place : str
        Which, empty for anywhere; a district is written with its city, `Москва/Митино`.
    """

    scope: str
    key: str
    level: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}|{self.level}:{self.place}"


SCOPES_AND_LEVELS: Final = (
    ("kind", "district"),
    ("kind", "city"),
    ("kind", "region"),
    ("kind", ""),
    ("group", "region"),
    ("group", ""),
)
"""From fine to coarse; what can't be told of one is told of the next, and its level is shown."""


def ladder(*, kind: str, group: str, district: str = "", city: str = "", region: str = "") -> tuple[Segment, ...]:
    """Return the segments to try for a business, the finest first; levels without a name are left out."""
    places = {"district": f"{city}/{district}" if city and district else "", "city": city, "region": region, "": ""}
    keys = {"kind": kind, "group": group}
    return tuple(
        Segment(scope, keys[scope], level, places[level])
        for scope, level in SCOPES_AND_LEVELS
        if keys[scope] and (places[level] or not level)
    )
