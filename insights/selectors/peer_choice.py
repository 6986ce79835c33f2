"""The group of comparison that a partner describes itself: what is in force, what waits, what can be chosen."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.timezone import localdate

from billing.entitlements import Locked
from insights.peers.census import Census, Places, census, opted_out
from insights.peers.frozen import description_of
from insights.selectors.peers_held import lens_lock
from insights.selectors.standing import proven_require
from lake.peers.lenses import Lens
from lake.peers.own_choice import Description
from tenants.models import Partner, PeerChoice, PeerSet, PeerTry
from tenants.sharing import quarter_after

TRIES_A_DAY: Final = 5
TRIES_A_QUARTER: Final = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """A partner's own group.

    Parameters
    ----------
    now : Description or None
        In force, or about to be with the next computation.
    pending : Description or None
        In force from `next_quarter`.
    frozen : bool
        Whether this quarter's group is frozen, so that a change waits.
    next_quarter : date
        First day of the next quarter.
    places : Places
        What can be named.
    tries_left : int
        How many groups can still be tried today.
    takes_part : bool
        Whether the partner takes part in comparisons; else there is no group.
    """

    now: Description | None
    pending: Description | None
    frozen: bool
    next_quarter: date
    places: Places
    tries_left: int
    takes_part: bool


def peer_choice(partner: Partner) -> Choice | Locked | None:
    """Return a partner's own group and what can be chosen; None before the first comparison was made.

    Raises
    ------
    NotProvenYet
        Before the partner's right to the INN is proven.
    """
    if lock := lens_lock(partner, Lens.CUSTOM):
        return lock
    proven_require(partner)
    found = census()
    if found is None:
        return None
    quarter = found.quarter
    now, pending = chosen_of(partner, quarter)
    return Choice(
        now=now,
        pending=pending,
        frozen=frozen_choice(partner, quarter) is not None,
        next_quarter=quarter_after(quarter),
        places=places_of(partner, found, now, pending),
        tries_left=tries_left(partner, found),
        takes_part=partner.inn not in opted_out(),
    )


def chosen_of(partner: Partner, quarter: date) -> tuple[Description | None, Description | None]:
    """Return whom a partner wants to be compared with in a quarter, and what it chose instead from the next on."""
    frozen = frozen_choice(partner, quarter)
    pending = PeerChoice.objects.filter(partner=partner, quarter__gt=quarter).order_by("quarter").first()
    return (
        Description.stored(frozen.description) if frozen else description_of(partner, quarter),
        Description.stored(pending.description) if pending else None,
    )


def frozen_choice(partner: Partner, quarter: date) -> PeerSet | None:
    """Return the own group of a quarter, once it is frozen."""
    rows = PeerSet.objects.filter(partner=partner, lens=Lens.CUSTOM, quarter=quarter)
    return rows.order_by("-version").first()


def tries_of(partner: Partner, found: Census) -> list[PeerTry]:
    """Return what the viewers of a holding tried in this quarter, and the partner itself under whatever holding."""
    of = Q(holding=found.own(partner.inn).holding) | Q(partner=partner)
    return list(PeerTry.objects.filter(of, quarter=found.quarter))


def tries_left(partner: Partner, found: Census) -> int:
    """Return how many groups the viewers of a holding can still try today."""
    days = [row.day for row in tries_of(partner, found)]
    return max(min(TRIES_A_DAY - days.count(localdate()), TRIES_A_QUARTER - len(days)), 0)


def places_of(partner: Partner, found: Census, *named: Description | None) -> Places:
    """Return the places that may be named: the own, those chosen before, and those of enough companies."""
    own, given = found.own(partner.inn), [one for one in named if one]
    cities = {own.city, *found.places.cities}.union(*(one.cities for one in given)) - {""}
    regions = {own.region, *found.places.regions}.union(*(one.regions for one in given)) - {""}
    return Places(tuple(sorted(cities)), tuple(sorted(regions)))


def first_description(partner: Partner, choice: Choice) -> Description:
    """Return what a form begins with: what was chosen, else the own kind in the own city."""
    if described := choice.pending or choice.now:
        return described
    own = found.own(partner.inn) if (found := census()) else None
    if own is None or not own.kind:
        return Description()
    return Description(kinds=(own.kind,), cities=(own.city,) if own.city in choice.places.cities else ())
