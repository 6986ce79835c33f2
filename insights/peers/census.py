"""What all companies are chosen by, kept from the newest pass: own groups are tried without reading the lake."""

from dataclasses import astuple, dataclass
from datetime import date

from django.db import transaction

from lake.peers.facts import Facts
from lake.peers.own_choice import Company, companies_of
from tenants.models import PeerCensus, Sharing


@dataclass(frozen=True, slots=True)
class Census:
    """All companies of the bank as the newest pass found them, and the quarter whose groups it froze."""

    quarter: date
    companies: tuple[Company, ...]

    def holding(self, inn: str) -> str:
        """Return what a company counts as; itself where it has no sales."""
        return next((one.holding for one in self.companies if one.inn == inn), inn)


def census_keep(facts: Facts) -> None:
    """Replace what is kept."""
    rows = [list(astuple(one)) for one in companies_of(facts)]
    with transaction.atomic():
        PeerCensus.objects.all().delete()
        PeerCensus.objects.create(quarter=facts.calendar.quarter, data_version=facts.data_version, companies=rows)


def census() -> Census | None:
    """Return what is kept; None before the first pass."""
    row = PeerCensus.objects.first()
    return Census(row.quarter, tuple(Company(*one) for one in row.companies)) if row else None


def opted_out() -> list[str]:
    """Return the INNs of the companies that take no part: as those say whose right to the INN is proven."""
    rows = Sharing.objects.filter(takes_part=False, partner__proven_at__isnull=False)
    return list(rows.values_list("partner__inn", flat=True))
