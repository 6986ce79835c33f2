"""Kinds of business: merchant category codes that a shopkeeper would put together, and groups of them."""

import bisect
import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lake.kinds import BusinessKind
from lake.kinds_file import kinds_file

NAMES: Final = Path(__file__).with_name("mcc_names.csv")
PRIVATE: Final = (
    (3000, 3350, {"ru": "Авиакомпания", "en": "Airline"}),
    (3351, 3500, {"ru": "Прокат автомобилей", "en": "Car rental"}),
    (3501, 3999, {"ru": "Гостиница", "en": "Hotel"}),
)
"""Codes that belong to one brand each; the brand is not the kind."""

KINDS: Final = kinds_file().kinds
"""Key → kind, in the order in which people choose."""

GROUPS: Final = kinds_file().groups
"""Key → the group's name by language, in the order in which people choose."""

KIND_OF_CODE: Final = MappingProxyType({code: kind for kind in KINDS.values() for code in kind.codes})
"""Merchant category code → the kind that names it; `kind_of` knows one for every code."""

_REST: Final = sorted((low, kind.key) for kind in KINDS.values() for low, _high in kind.rest)


def kind_of(code: str) -> BusinessKind:
    """Return the kind of a merchant category code: the one that names it, else the general one of its range."""
    named = KIND_OF_CODE.get(code)
    if named:
        return named
    if not (len(code) == 4 and code.isascii() and code.isdigit()):
        return kinds_file().unknown
    place = bisect.bisect_right(_REST, int(code), key=lambda one: one[0]) - 1
    return KINDS[_REST[place][1]]


def code_name(code: str, lang: str) -> str:
    """Return what a merchant category code means; the kind's title where the code has no name of its own."""
    if len(code) == 4 and code.isascii() and code.isdigit():
        own = _names().get(code)
        brand = next((names for low, high, names in PRIVATE if low <= int(code) <= high), None)
        if names := own or brand:
            return names["en" if lang == "en" else "ru"]
    return kind_of(code).title(lang)


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter=";"))
    return MappingProxyType({row["code"]: {"en": row["en"], "ru": row["ru"]} for row in rows})
