"""Words about groups of similar businesses, and about why a figure is not told: never a threshold."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from insights.answers_peers import Lens
from lake.disclosure import Reason
from lake.mcc import GROUPS, KINDS
from lake.peers.own_choice import Band, Description

ANONYMOUS: Final = gettext_lazy("There are not enough participants to keep each of them anonymous.")
COMPUTING: Final = "computing"
"""Not a reason of the judge: the plan holds the figure and a worker has still to bring it."""
NOT_CHOSEN: Final = "not_chosen"
"""Not a reason of the judge: the partner has still to describe its own group."""

WHY: Final[dict[str, str | Promise]] = {
    Reason.TOO_FEW: ANONYMOUS,
    Reason.DOMINATED: gettext_lazy("One business is so large here that its figures could be worked out."),
    Reason.OVERLAP: gettext_lazy("Beside what you saw before, this figure would tell too much about a few businesses."),
    Reason.TOO_FEW_CUSTOMERS: gettext_lazy("There are not enough customers behind it to keep them anonymous."),
    Reason.NO_PEERS: gettext_lazy("The bank has no similar business to compare you with yet."),
    Reason.TOO_YOUNG: gettext_lazy("Your history is too short yet: thirteen whole weeks are needed."),
    Reason.PICKED: gettext_lazy(
        "Of a group of your own no share of sales is told: beside other groups it could give one business away."
    ),
    Reason.NOTHING_THEN: gettext_lazy("You sold nothing in the weeks that the line begins with: it needs a beginning."),
    Reason.OWN_TOO_SMALL: gettext_lazy(
        "You have too few customers for it yet. It appears by itself when there are more."
    ),
    Reason.OPTED_OUT: gettext_lazy(
        "You take no part in comparisons. You can change it in the settings, under Privacy."
    ),
    Reason.SWITCHED_OFF: gettext_lazy("The bank has switched this figure off."),
    NOT_CHOSEN: gettext_lazy("You have not described a group of your own yet."),
    COMPUTING: gettext_lazy("It is being computed. It takes a few minutes; come back shortly."),
}
"""Reason → a sentence for people."""


YOUNG: Final = {
    26: gettext_lazy("Your history is too short yet: half a year of whole weeks is needed."),
    52: gettext_lazy("Your history is too short yet: a year of whole weeks is needed."),
}
"""Weeks that a figure needs → a sentence for people, where it needs more than most."""


def why(reason: str, weeks: int = 13) -> str:
    """Return why a figure that needs so many weeks is not told."""
    if reason == Reason.TOO_YOUNG and weeks in YOUNG:
        return str(YOUNG[weeks])
    return str(WHY.get(reason, ANONYMOUS))


def level_of(lens: Lens, level: str) -> str:
    """Return the level for machines: `kind|city`, `group|`; the lens where it is no segment, or an own choice."""
    if lens is not Lens.KIND:
        return f"{lens}|{'group' if level else ''}"
    scope, place = level.split("|", 1)
    return f"{scope.split(':', 1)[0]}|{place.split(':', 1)[0]}"


def level_text(lens: Lens, level: str) -> str:
    """Return who the similar businesses are, in words."""
    if lens is Lens.SIZE:
        return _("Nearest to you in revenue, ticket, frequency and outlets")
    if lens is Lens.SHARED:
        return _("Those with most customers in common with you")
    if lens is Lens.CUSTOM:
        return _("Your own choice")
    named, _bar, where = level.partition("|")
    scope, _colon, key = named.partition(":")
    what = _title(scope, key)
    place = where.partition(":")[2].replace("/", ", ")
    return f"{what}, {place}" if place else what


def kind_in(lens: Lens, level: str) -> str:
    """Return the kind of business of all in a group; empty where they may differ."""
    scope, _colon, key = level.partition("|")[0].partition(":")
    return key if lens is Lens.KIND and scope == "kind" else ""


def description_text(wanted: Description) -> str:
    """Return in words whom a partner wants to be compared with: kinds; places; how near."""
    what = [_title("group", key) for key in wanted.groups] + [_title("kind", key) for key in wanted.kinds]
    where = [*wanted.regions, *wanted.cities] or [_("the whole country")]
    parts = [" · ".join(what), ", ".join(where)]  # a name has commas of its own
    if wanted.size is Band.NEAR:
        parts.append(_("revenue from half to twice yours"))
    if wanted.ticket is Band.NEAR:
        parts.append(_("average ticket near yours"))
    return "; ".join(parts)


def _title(scope: str, key: str) -> str:
    lang = (get_language() or "ru")[:2]
    if scope == "group":
        return GROUPS[key].get(lang, GROUPS[key]["ru"]) if key in GROUPS else key
    return KINDS[key].title(lang) if key in KINDS else key
