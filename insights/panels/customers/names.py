"""Names of groups of customers, as people say them."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

UNKNOWN: Final = "unknown"
FEMALE, MALE = "F", "M"
NAMES: Final = {
    "gender": {FEMALE: gettext_noop("Women"), MALE: gettext_noop("Men"), UNKNOWN: gettext_noop("Gender not known")},
    "age": {
        "<18": gettext_noop("Under 18"),
        "65+": gettext_noop("65 and over"),
        UNKNOWN: gettext_noop("Age not known"),
    },
    "marital_status": {
        "married": gettext_noop("married"),
        "single": gettext_noop("not married"),
        UNKNOWN: gettext_noop("marital status not known"),
    },
    "status": {
        "new": gettext_noop("New customers"),
        "returning": gettext_noop("Returning customers"),
        "regular": gettext_noop("Regular customers"),
        "other": gettext_noop("Other customers"),
    },
}


def name_of(column: str, value: str) -> str:
    """Name one value of a column; bands of age are written with a dash between their ends."""
    words = NAMES.get(column, {}).get(value)
    return _(words) if words else value.replace("-", "–")


def group_name(columns: Sequence[str], group: Sequence[str]) -> str:
    """Name a group by all its values: ``Women, 25–34, married``."""
    named = [name_of(column, value) for column, value in zip(columns, group, strict=True)]
    return ", ".join([named[0], *(words[:1].lower() + words[1:] for words in named[1:])])
