"""Kinds of business in words: what a person chooses from."""

from django.utils.translation import get_language

from lake.mcc import GROUPS, KINDS


def kind_title(key: str) -> str:
    """Return a kind in the reader's language; nothing for one that is no longer in the list."""
    return KINDS[key].title(_language()) if key in KINDS else ""


def group_title(key: str) -> str:
    """Return a group of kinds in the reader's language."""
    return GROUPS[key][_language()]


def kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the kinds under their groups, for a list to choose from."""
    found: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
    for kind in KINDS.values():
        found[kind.group].append((kind.key, kind_title(kind.key)))
    return [(group_title(group), kinds) for group, kinds in found.items() if kinds]


def _language() -> str:
    return "en" if (get_language() or "ru").startswith("en") else "ru"
