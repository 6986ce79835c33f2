"""How far ahead a page of values looks: three, six or twelve months."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from insights.panels.controls import Option, Select

NAME: Final = "months"
HORIZONS: Final = {
    "3": (91, gettext_noop("3 months")),
    "6": (182, gettext_noop("6 months")),
    "12": (365, gettext_noop("12 months")),
}
DEFAULT: Final = "12"


@dataclass(frozen=True)
class Horizon:
    """A choice: its key in the address, its days, its place among the answer's, its words."""

    key: str
    days: int
    place: int
    words: str


def horizon_of(key: str) -> Horizon:
    """Return the chosen horizon; the longest for a choice that is none."""
    known = key if key in HORIZONS else DEFAULT
    days, words = HORIZONS[known]
    return Horizon(known, days, list(HORIZONS).index(known), _(words))


def select_of(horizon: Horizon) -> Select:
    """Lay the horizons out as one select."""
    options = [Option(key, _(words)) for key, (_days, words) in HORIZONS.items()]
    return Select(NAME, _("Look ahead"), horizon.key, options)
