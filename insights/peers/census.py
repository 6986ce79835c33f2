"""What all companies are chosen by, kept from the newest pass: own groups are described without reading the lake."""

from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Self

from django.db import transaction

from insights.disclosure import disclosure_rules
from lake.disclosure import Holding, enough_for_growth
from lake.peers.facts import Facts
from lake.peers.own_choice import Company, companies_of
from tenants.models import PeerCensus, Sharing


@dataclass(frozen=True, slots=True)
class Places:
    """Where enough companies are at home to be named; smaller towns are in their region."""

    cities: tuple[str, ...]
    regions: tuple[str, ...]

    @classmethod
    def of(cls, companies: Collection[Company]) -> Self:
        """Find them among all companies of the bank."""
        return cls(_named(companies, "city"), _named(companies, "region"))


@dataclass(frozen=True, slots=True)
class Own:
    """What a partner's company counts as, and where it is at home."""

    holding: Holding
    kind: str = ""
    city: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Census:
    """What a page needs of the newest pass: the quarter whose groups it froze, places, and the partners' companies."""

    quarter: date
    places: Places
    partners: Mapping[str, Own]

    def own(self, inn: str) -> Own:
        """Return what a partner's company is; nothing but itself where it has no sales."""
        return self.partners.get(inn) or Own(inn)


def census_keep(facts: Facts, partners: Collection[str]) -> None:
    """Replace what is kept; `partners` are INNs."""
    companies = companies_of(facts)
    places, known = Places.of(companies), {one.inn: one for one in companies}
    own = {inn: known[inn] for inn in partners if inn in known}
    with transaction.atomic():
        PeerCensus.objects.all().delete()
        PeerCensus.objects.create(
            quarter=facts.calendar.quarter,
            data_version=facts.data_version,
            companies=[list(astuple(one)) for one in companies],
            places=[list(places.cities), list(places.regions)],
            partners={inn: [one.holding, one.kind, one.city, one.region] for inn, one in own.items()},
        )


def census() -> Census | None:
    """Return what a page needs; None before the first pass."""
    row = PeerCensus.objects.defer("companies").first()
    if row is None:
        return None
    cities, regions = row.places
    return Census(
        row.quarter, Places(tuple(cities), tuple(regions)), {inn: Own(*one) for inn, one in row.partners.items()}
    )


def census_companies() -> tuple[Company, ...]:
    """Return all companies of the bank: for a try, never for a page."""
    row = PeerCensus.objects.first()
    return tuple(Company(*one) for one in row.companies) if row else ()


def opted_out() -> list[str]:
    """Return the INNs of the companies that take no part: as those say whose right to the INN is proven."""
    rows = Sharing.objects.filter(takes_part=False, partner__proven_at__isnull=False)
    return list(rows.values_list("partner__inn", flat=True))


def _named(companies: Collection[Company], level: str) -> tuple[str, ...]:
    homes: dict[str, set[Holding]] = {}
    for one in companies:
        homes.setdefault(getattr(one, level), set()).add(one.holding)
    rules = disclosure_rules()
    enough = (name for name, who in homes.items() if enough_for_growth(len(who), rules, viewer_inside=True))
    return tuple(sorted(name for name in enough if name))
