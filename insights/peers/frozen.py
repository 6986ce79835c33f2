"""Groups of similar businesses, frozen for a quarter: chosen once, then only read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils import timezone

from insights.peers.viewing import Viewing
from lake.disclosure import Rules, clear_of
from lake.peers.facts import Facts
from lake.peers.lenses import Chosen, Lens, lenses
from lake.peers.own_choice import Description
from tenants.models import Partner, PeerChoice, PeerSet

Key = tuple[str, bool]
ORDER: Final = {lens: place for place, lens in enumerate(Lens)}


def groups_of(view: Viewing) -> list[PeerSet]:
    """Return the quarter's groups of a partner through the lenses it holds; those that it has not yet are kept now.

    Who takes no part gets no new group: what is frozen already stays until the quarter ends.
    """
    quarter = view.facts.calendar.quarter
    kept = {key: row for key, row in _newest(view.partner, quarter).items() if key[0] in view.held.lenses}
    if view.code not in view.absent:
        missing = [lens for lens in view.held.lenses if not any(key[0] == lens for key in kept)]
        wanted = description_of(view.partner, quarter) if Lens.CUSTOM in missing else None
        for chosen in lenses(view.facts, view.code, missing, absent=view.absent, rules=view.rules, description=wanted):
            own = wanted if chosen.lens is Lens.CUSTOM else None
            kept[chosen.lens, chosen.wide] = _freeze(view.partner, view.facts, chosen, quarter, own)
    return sorted(kept.values(), key=lambda row: (ORDER[Lens(row.lens)], row.wide))


def description_of(partner: Partner, quarter: date) -> Description | None:
    """Return whom a partner wants to be compared with in a quarter; None where it never said."""
    row = PeerChoice.objects.filter(partner=partner, quarter__lte=quarter).order_by("-quarter").first()
    return Description.stored(row.description) if row else None


def nearly_another(group: PeerSet, groups: Iterable[PeerSet], rules: Rules) -> bool:
    """Say whether a group of an own choice differs by a few businesses from another that the partner sees."""
    if group.lens != Lens.CUSTOM:
        return False
    beside = (frozenset(one.members) for one in groups if one.lens != group.lens)
    return not clear_of(frozenset(group.members), beside, rules)


def groups_newest(partner: Partner) -> dict[Key, PeerSet]:
    """Return the groups of the newest quarter that a partner has any of."""
    newest = PeerSet.objects.filter(partner=partner).order_by("-quarter").first()
    return _newest(partner, newest.quarter) if newest else {}


def _newest(partner: Partner, quarter: date) -> dict[Key, PeerSet]:
    rows = PeerSet.objects.filter(partner=partner, quarter=quarter).order_by("version")
    return {(row.lens, row.wide): row for row in rows}


def _freeze(partner: Partner, facts: Facts, chosen: Chosen, quarter: date, description: Description | None) -> PeerSet:
    before = PeerSet.objects.filter(partner=partner, lens=chosen.lens, wide=chosen.wide).order_by("-version").first()
    return PeerSet.objects.create(
        partner=partner,
        lens=chosen.lens,
        wide=chosen.wide,
        quarter=quarter,
        version=before.version + 1 if before else 1,
        level=chosen.level,
        members=[facts.holdings[company] for company in chosen.companies],
        companies=[facts.inns[company] for company in chosen.companies],
        description=description.body() if description else {},
        frozen_at=timezone.now(),
    )


def as_frozen(facts: Facts, row: PeerSet) -> tuple[Facts, tuple[int, ...]]:
    """Return the members' codes, and the facts with their holdings as they were: a merger acts at the next freeze."""
    codes = {inn: facts.code(inn) for inn in row.companies}
    holdings = list(facts.holdings)
    for inn, member in zip(row.companies, row.members, strict=True):
        code = codes[inn]
        if code is not None:
            holdings[code] = member
    return replace(facts, holdings=tuple(holdings)), tuple(code for code in codes.values() if code is not None)
