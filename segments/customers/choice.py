"""Which customers of the list are asked for, and in what order; what can't be understood names its parameter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from insights.breakdowns.rfm import SCORES
from insights.breakdowns.rfm_groups import GROUPS
from insights.errors import BadParameter
from segments.value.outlook import HORIZONS

FIFTHS: Final = ("recency", "frequency", "money")
GROUP: Final = "group"
SORT: Final = "sort"
HORIZON: Final = "horizon"
NAMES: Final = (*FIFTHS, GROUP, SORT, HORIZON)
SORTS: Final = {
    "first_purchase": "first_day",
    "last_purchase": "last_day",
    "purchase_days": "days",
    "purchases": "purchases",
    "revenue": "net",
    "expected_days": "visits",
    "value": "value",
    "alive": "alive",
}
"""What a list can be ordered by → the field; `visits` and `value` have one for each horizon."""
EXPECTED: Final = frozenset({"expected_days", "value", "alive"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of customers; empty or None is all. `sort` is empty for the order that suits the plan best."""

    recency: int | None = None
    frequency: int | None = None
    money: int | None = None
    group: str = ""
    sort: str = ""
    horizon: int = HORIZONS[-1]

    @property
    def fifths(self) -> dict[str, int]:
        """The scores that are asked for."""
        return {name: score for name in FIFTHS if (score := getattr(self, name)) is not None}

    @property
    def by_groups(self) -> bool:
        """Whether it asks for scores or a named group."""
        return bool(self.fifths or self.group)


def choice_from(given: Mapping[str, str]) -> Choice:
    """Read a choice; empty values are none.

    Raises
    ------
    BadParameter
        For a value that is not one of those to choose from.
    """
    known = {name: given[name] for name in NAMES if given.get(name)}
    fifths = {name: int(_one_of(name, known[name], map(str, SCORES))) for name in FIFTHS if name in known}
    group = _one_of(GROUP, known[GROUP], (one.key for one in GROUPS)) if GROUP in known else ""
    sort = known.get(SORT, "")
    if sort:
        _one_of(SORT, sort, (sign + key for key in SORTS for sign in ("", "-")))
    horizon = int(_one_of(HORIZON, known.get(HORIZON, str(HORIZONS[-1])), map(str, HORIZONS)))
    return Choice(**fifths, group=group, sort=sort, horizon=horizon)


def _one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    names = tuple(allowed)
    if value not in names:
        text = _("%(name)s is one of: %(known)s.")
        raise BadParameter(name, text % {"name": name, "known": ", ".join(names)})
    return value
