"""Who the others are: in the words of their kind where all of a group are of one, else as similar businesses."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from insights.answers_peers import PeerGroup
from insights.disclosure import businesses_told
from lake.kinds import BusinessKind
from lake.mcc import KINDS
from ui import numbers


def counted(group: PeerGroup) -> str:
    """Count them: “17 coffee shops”; no number for a few."""
    count, kind = businesses_told(group.businesses), _kind(group)
    if count is None:
        return _("Only a few other businesses")
    if kind:
        return _with_number(count, kind.named(count, _language()))
    return ngettext("%(count)s other business", "%(count)s other businesses", count) % {"count": numbers.num(count)}


def among(group: PeerGroup, count: int) -> str:
    """Count them in the genitive: in the middle of “17 coffee shops”."""
    if kind := _kind(group):
        return _with_number(count, kind.among(count, _language()))
    return ngettext("%(count)s similar business", "%(count)s similar businesses", count) % {"count": numbers.num(count)}


def compared_with(group: PeerGroup) -> str:
    """Say whom the partner is compared with: “17 other coffee shops of your city”; no number for a few."""
    count, kind = businesses_told(group.businesses), _kind(group)
    if count is None:
        return _("Compared with similar businesses")
    if kind is None:
        words = ngettext("Compared with %(count)s other business", "Compared with %(count)s other businesses", count)
        return words % {"count": numbers.num(count)}
    facts = {
        "count": numbers.num(count),
        "named": kind.named(count, _language()),
        "others": kind.others(_language()),
    }
    return _by_place(group.level.partition("|")[2], count) % facts


def _by_place(place: str, count: int) -> str:
    if place == "district":
        return ngettext(
            "Compared with %(count)s other %(named)s of your district",
            "Compared with %(count)s other %(named)s of your district",
            count,
        )
    if place == "city":
        return ngettext(
            "Compared with %(count)s other %(named)s of your city",
            "Compared with %(count)s other %(named)s of your city",
            count,
        )
    if place == "region":
        return ngettext(
            "Compared with %(count)s other %(named)s of your region",
            "Compared with %(count)s other %(named)s of your region",
            count,
        )
    return ngettext(
        "Compared with %(count)s other %(named)s, wherever they are",
        "Compared with %(count)s other %(named)s, wherever they are",
        count,
    )


def _with_number(count: int, words: str) -> str:
    return f"{numbers.num(count)}\N{NO-BREAK SPACE}{words}"


def _kind(group: PeerGroup) -> BusinessKind | None:
    return KINDS.get(group.kind)


def _language() -> str:
    return (get_language() or "ru")[:2]
