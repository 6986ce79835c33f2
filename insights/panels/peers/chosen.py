"""Who the own business is compared with: how many, how chosen, how wide, until when. Never who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from insights.answers_peers import Lens, PeerGroup, PeerUnit
from insights.panels.links import Address
from insights.panels.peers.how import version_of
from insights.panels.peers.others import counted
from insights.panels.peers.units import written
from tenants.sharing import quarter_after
from ui import dates, numbers

USUAL, WIDE = "", "wide"
TITLES: Final = {
    Lens.KIND: gettext_noop("By kind and place"),
    Lens.SIZE: gettext_noop("By size and ticket"),
    Lens.SHARED: gettext_noop("By shared customers"),
    Lens.CUSTOM: gettext_noop("Your own choice"),
}
HOW: Final = {
    Lens.KIND: gettext_noop("The same kind of business, as near to you as there are enough of them."),
    Lens.SIZE: gettext_noop("Of your trade where there are enough, else of any; the nearest to you are taken."),
    Lens.SHARED: gettext_noop(
        "Of your trade where there are enough, else of any; those that most of your customers visit too."
    ),
    Lens.CUSTOM: gettext_noop("All that your own description fits, except businesses of your holding."),
}


@dataclass(frozen=True)
class TraitRow:
    """One trait of the group beside the own value."""

    title: str
    you: str
    range: str


@dataclass(frozen=True)
class Chosen:
    """What templates/insights/peers/group.html shows."""

    count: str
    level: str
    how: str
    frozen: str
    traits: tuple[TraitRow, ...]
    wide: bool
    version: str
    change_url: str = ""


def titles() -> dict[Lens, str]:
    """Name the ways of choosing."""
    return {lens: _(words) for lens, words in TITLES.items()}


def lens_from(text: str) -> Lens:
    """Read the way of choosing from an address; an unknown one is the first."""
    return Lens(text) if text in tuple(Lens) else Lens.KIND


def address_of(lens: Lens, *, wide: bool = False) -> str:
    """Answer the page through one lens."""
    query = {"lens": "" if lens is Lens.KIND else lens.value, "group": WIDE if wide else USUAL}
    return str(Address(reverse("competitors"), query))


def tabs_of(chosen: Lens) -> list[tuple[str, str, bool]]:
    """Link the ways of choosing."""
    return [(words, address_of(lens), lens is chosen) for lens, words in titles().items()]


def group_of(groups: Sequence[PeerGroup], lens: Lens, *, wide: bool) -> PeerGroup | None:
    """Find the group of one lens."""
    return next((group for group in groups if group.lens is lens and group.wide is wide), None)


def chosen_of(group: PeerGroup) -> Chosen:
    """Say who is in the group, in numbers and ranges."""
    return Chosen(
        count=counted(group),
        level=group.level_text,
        how=_(HOW[group.lens]),
        frozen=_("The group stays the same until %(day)s, so that nobody can be found out by comparing two groups.")
        % {"day": dates.day_in_text(quarter_after(group.quarter) - timedelta(days=1))},
        traits=tuple(
            TraitRow(str(trait.title), written(trait.you, trait.unit), _between(trait.low, trait.high, trait.unit))
            for trait in group.traits
        ),
        wide=group.wide,
        version=version_of(group.version, group.quarter),
        change_url=reverse("competitors-group") if group.lens is Lens.CUSTOM else "",
    )


def _between(low: float | None, high: float | None, unit: PeerUnit) -> str:
    if low is None or high is None:
        return numbers.MISSING
    return _("%(low)s to %(high)s") % {"low": written(low, unit), "high": written(high, unit)}
