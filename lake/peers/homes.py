"""Where a company is at home: its kind of business and its place, by where its money is made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lake.disclosure import Segment, ladder
from lake.mcc import kind_of

DAYS: Final = 364


@dataclass(frozen=True, slots=True)
class Home:
    """What a company is compared as; empty texts where the bank does not know."""

    kind: str
    group: str
    district: str = ""
    city: str = ""
    region: str = ""

    def ladder(self) -> tuple[Segment, ...]:
        """Return the segments it belongs to, the finest first."""
        places = {"district": self.district, "city": self.city, "region": self.region}
        return ladder(kind=self.kind, group=self.group, **places)


@dataclass(frozen=True, slots=True)
class Sold:
    """Net revenue of one outlet over the last 364 days, in kopecks."""

    mcc: str
    district: str
    city: str
    region: str
    net: int


def home_of(outlets: Iterable[Sold]) -> Home:
    """Return the home of a company with these outlets; equal sums are decided by name.

    Of its kinds the one with most revenue; the city with most, whatever the kind; within it the district with most.
    """
    rows = list(outlets)
    kind = kind_of(_most((row.mcc, row.net) for row in rows))
    city = _most((row.city, row.net) for row in rows if row.city)
    there = [row for row in rows if row.city == city] if city else []
    return Home(
        kind=kind.key,
        group=kind.group,
        district=_most((row.district, row.net) for row in there if row.district),
        city=city,
        region=_most((row.region, row.net) for row in there or rows if row.region),
    )


def _most(named: Iterable[tuple[str, int]]) -> str:
    sums: dict[str, int] = defaultdict(int)
    for name, net in named:
        sums[name] += net
    return min(sums, key=lambda name: (-sums[name], name), default="")
