"""The partners of the demo bank and their outlets."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from lake.contract import LakeError
from lake.demo.arrays import shares, stream
from lake.demo.inn import inn_complete
from lake.demo.kinds import KIND, KINDS
from lake.demo.known import KNOWN
from lake.demo.names import trade_names
from lake.demo.places import CITIES

_CITY = {city.name: index for index, city in enumerate(CITIES)}


@dataclass(frozen=True, slots=True)
class Outlet:
    """A shop or a site; `opens` and `closes` are days of the world, `closes` after its end when it stays."""

    merchant_id: str
    partner: int
    city: int
    district: str | None
    online: bool
    opens: int
    closes: int
    opened_on: date
    always_open: bool
    sunday_closed: bool
    size: float


@dataclass(frozen=True, slots=True)
class Partner:
    """A company; `share` is its part of all payments, `trend` its growth a year."""

    name: str
    inn: str
    subdomain: str
    kind: int
    city: int
    holding: str | None
    share: float
    price: float
    trend: float


def partners_make(count: int, seed: int, first: date, days: int) -> tuple[list[Partner], list[Outlet]]:
    """Make the companies, the four known ones first, and their outlets.

    Raises
    ------
    LakeError
        For fewer than the four that always exist.
    """
    if count < len(KNOWN):
        raise LakeError(f"A demo lake has at least {len(KNOWN)} partners; ask for --partners {len(KNOWN)} or more.")
    rng = stream(seed, 1)
    places = _places(count - len(KNOWN))
    names = trade_names(len(places), rng)
    weights = np.array([KINDS[kind].rate ** 0.5 for kind, _ in places]) * rng.lognormal(0, 0.7, len(places))
    left = 1 - sum(known.share for known in KNOWN.values())
    partners = [
        Partner(
            known.name, known.inn, subdomain, KIND[known.kind], _CITY[known.outlets[0][0]], None, known.share, 1.0, 0.06
        )
        for subdomain, known in KNOWN.items()
    ]
    taken = {partner.inn for partner in partners}
    for (kind, city), name, weight in zip(places, names, weights, strict=True):
        partners.append(
            Partner(
                f"{KINDS[kind].label} «{name}»",
                _inn(city, rng.random() < KINDS[kind].proprietors, taken, rng),
                "",
                kind,
                city,
                None,
                float(left * weight / weights.sum()),
                float(rng.lognormal(0, 0.2)),
                float(np.clip(rng.normal(0.05, 0.13), -0.35, 0.45)),
            )
        )
    partners = _with_holdings(partners, rng)
    outlets: list[Outlet] = []
    for index, partner in enumerate(partners):
        outlets += _outlets(index, partner, len(outlets), (first, days), rng)
    return partners, outlets


def _places(count: int) -> list[tuple[int, int]]:
    """Return (kind, city) of `count` partners, in the proportions of `KINDS`."""
    table = np.array([kind.partners for kind in KINDS], dtype=np.float64)
    parts = shares(count, table.ravel()).reshape(table.shape)
    return [(int(kind), int(city)) for kind, city in np.argwhere(parts > 0) for _ in range(parts[kind, city])]


def _inn(city: int, proprietor: bool, taken: set[str], rng: np.random.Generator) -> str:
    while True:
        digits = int(rng.integers(10**7, 10**8)) if proprietor else int(rng.integers(10**6, 10**7))
        inn = inn_complete(f"{CITIES[city].code}{digits}")
        if inn not in taken:
            taken.add(inn)
            return inn


def _with_holdings(partners: list[Partner], rng: np.random.Generator) -> list[Partner]:
    """Put about one company in ten of the unnamed ones into holdings of two or three."""
    members = [int(index) for index in rng.permutation(np.arange(len(KNOWN), len(partners)))]
    for number, size in enumerate((2, 3) * max(1, len(partners) // 60)):
        group, members = members[:size], members[size:]
        if len(group) < 2:
            break
        for index in group:
            partners[index] = replace(partners[index], holding=f"Группа «Холдинг {number + 1}»")
    return partners


def _outlets(
    index: int, partner: Partner, before: int, span: tuple[date, int], rng: np.random.Generator
) -> list[Outlet]:
    first, days = span
    kind = KINDS[partner.kind]
    if partner.subdomain:
        spots = [(_CITY[city], district) for city, district in KNOWN[partner.subdomain].outlets]
    else:
        number = int(rng.choice([1, 2, 3, 5], p=[0.62, 0.22, 0.1, 0.06]))
        spots = [(partner.city, str(rng.choice(CITIES[partner.city].districts))) for _ in range(number)]
        if kind.delivery and rng.random() < 0.3:
            spots.append((partner.city, ""))
    made: list[Outlet] = []
    for city, district in spots:
        opens, closes = 0, days
        if made and not partner.subdomain:  # the first outlet stays, so that no partner is without sales
            opens = int(rng.integers(60, days - 60)) if rng.random() < 0.15 else 0
            closes = int(rng.integers(opens + 30, days)) if not opens and rng.random() < 0.08 else days
        age = int(rng.integers(100, 4000))
        made.append(
            Outlet(
                merchant_id=str(41_000_000 + 37 * (before + len(made))),
                partner=index,
                city=city,
                district=district or None,
                online=not district,
                opens=opens,
                closes=closes,
                opened_on=first + timedelta(days=opens if opens else -age),
                always_open=bool(rng.random() < kind.always_open) and not partner.subdomain,
                sunday_closed=bool(rng.random() < kind.sunday_closed) and not partner.subdomain and bool(district),
                size=float(rng.lognormal(0, 0.35)) * (0.5 if not district else 1.0),
            )
        )
    return made
