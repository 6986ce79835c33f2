"""Towns of businesses of one kind each: a small bank, quickly made, whose every figure is known here."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from tests.attacks.worlds import Floats, Ints
from tests.lake.lakes import Merchant

FIRST, LAST = date(2025, 6, 2), date(2026, 10, 25)
"""A Monday and a Sunday: a year before the first windows, and the newest day of the lake."""
DAYS: Final = (LAST - FIRST).days + 1
QUARTER: Final = 91
KINDS: Final = ("5462", "5814", "5661", "5732", "5912", "5992")
"""Codes of kinds that belong to six different groups."""
ROLES: Final = ("one", "other", "giant", "second", "third", "sister")
"""Who may look, by the number of its holding; the last is another company of the first one's holding."""
GIANT: Final = 2


class Paid(NamedTuple):
    """A row each: who paid which shop, on which day from the first on, how much in kopecks, back or not, the hour."""

    shop: Ints
    customer: Ints
    day: Ints
    amount: Ints
    back: Ints
    hour: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """Businesses of one kind around one city, and who of them looks: role → INN."""

    slot: int
    peers: int
    shops: tuple[Merchant, ...]
    looks: dict[str, str]

    @property
    def holdings(self) -> frozenset[str]:
        """All holdings of the town."""
        return frozenset(shop.holding or shop.inn for shop in self.shops)


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """Towns, what was paid there, and whether each customer is a woman, and in which year it was born."""

    towns: tuple[Town, ...]
    shops: tuple[Merchant, ...]
    paid: Paid
    female: Ints
    born: Ints


def inn_of(slot: int, role: str) -> str:
    """Return the INN under which the bank knows a town's viewer."""
    return f"77{slot:02}{ROLES.index(role):06}"


def bank_make(seed: int, sizes: tuple[int, ...], *, crowd: int = 9) -> Bank:
    """Make a bank with a town for each of these numbers of peers, about so many shops to a district."""
    chance = np.random.default_rng(seed)
    towns, parts, people = list[Town](), list[Paid](), 0
    for slot, peers in enumerate(sizes):
        pool = int(300 + 60 * (peers + 1) ** 0.8) // 12 * 12
        town, paid = _town(chance, slot, peers, pool, crowd)
        first = sum(len(one.shops) for one in towns)
        parts.append(paid._replace(shop=paid.shop + first, customer=paid.customer + people))
        towns.append(town)
        people += pool
    paid = Paid(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    shops = tuple(shop for town in towns for shop in town.shops)
    return Bank(tuple(towns), shops, paid, *_who(people))


def _who(people: int) -> tuple[Ints, Ints]:
    at = np.arange(people)
    return at % 2, 1950 + at // 2 % 6 * 10


def _town(chance: np.random.Generator, slot: int, peers: int, pool: int, crowd: int) -> tuple[Town, Paid]:
    holdings = peers + 1
    several = np.asarray(chance.choice([1, 1, 1, 2, 3], holdings))
    several[0] = 2
    owner = np.repeat(np.arange(holdings), several)
    # The three largest stand at the places of their roles.
    size = chance.normal(0, chance.uniform(0.4, 1.0), holdings)
    giants = np.argsort(-size)[:3]
    size = np.concatenate([np.delete(size, giants)[:GIANT], size[giants], np.delete(size, giants)[GIANT:]])
    size[GIANT] += chance.choice([0.0, 0.0, 1.5])
    # Who has too few customers is told nothing of shared ones.
    size[:GIANT] = np.maximum(size[:GIANT], size.mean() + 0.5)
    visits = np.maximum(8, (80 if peers >= 40 else 240) * np.exp(size - size.mean())[owner] / several[owner] ** 0.5)
    trade = _Trade(
        growth=chance.normal(0.05, chance.uniform(0.05, 0.2), holdings)[owner],
        ticket=chance.normal(np.log(chance.uniform(300, 3000)), chance.uniform(0.2, 0.6), holdings)[owner],
        often=np.exp(chance.normal(0.7, chance.uniform(0.1, 0.4), holdings))[owner],
        taste=chance.normal(0, 1.0, (holdings, 4))[owner],
        mood=np.cumsum(chance.normal(0, 0.15, DAYS)) * 0.5,
        people=np.vstack([chance.normal(0, 1, (2, pool)), _who(pool)[0] - 0.5, (_who(pool)[1] - 1975) / 17]),
    )
    sold = [_sold(chance, trade, shop, visits[shop]) for shop in range(len(owner))]
    paid = Paid(
        np.repeat(np.arange(len(owner)), [len(one[0]) for one in sold]),
        *(np.concatenate([one[part] for one in sold]) for part in range(5)),
    )
    town = Town(slot, peers, _shops(chance, slot, owner, crowd), {role: inn_of(slot, role) for role in ROLES})
    return town, paid


@dataclass(frozen=True, slots=True, eq=False)
class _Trade:
    growth: Floats
    ticket: Floats
    often: Floats
    taste: Floats
    mood: Floats
    people: Floats


def _sold(chance: np.random.Generator, trade: _Trade, shop: int, visits: float) -> tuple[Ints, ...]:
    """Return customer, day, amount, whether it went back, and the hour, of all payments of one shop."""
    at = np.arange(DAYS)
    busy = np.exp(trade.growth[shop] * (at - DAYS) / 364 + chance.normal(0.5, 0.4) * (trade.mood - trade.mood.mean()))
    count = chance.poisson(visits * DAYS / QUARTER)
    day = chance.choice(DAYS, count, p=busy / busy.sum())
    pool = trade.people.shape[1]
    regulars = int(np.clip(visits / trade.often[shop], 5, pool))
    liking = 0.6 * trade.taste[shop] @ trade.people + chance.gumbel(0, 0.7, pool)
    customer = np.zeros(count, np.int64)
    for quarter in range(DAYS // QUARTER + 1):
        now = day // QUARTER == quarter
        circle = np.argsort(-(liking + chance.gumbel(0, 0.5, pool)))[:regulars]
        customer[now] = chance.choice(circle, int(now.sum()))
    amount = np.round(np.exp(trade.ticket[shop] + chance.normal(0, 0.4, count)) * 100).astype(np.int64)
    back = (chance.random(count) < 0.03).astype(np.int64)
    # From six on, so that the day is the same one in UTC.
    hour = np.clip(np.round(chance.normal(chance.normal(14, 2), 3, count)), 6, 23).astype(np.int64)
    return customer, day, amount, back, hour


def _shops(chance: np.random.Generator, slot: int, owner: Ints, crowd: int) -> tuple[Merchant, ...]:
    """Name shops: their companies, holdings and places; who looks has the INN of its role."""
    count = int(owner.max()) + 1
    roles = {place: inn_of(slot, role) for place, role in enumerate(ROLES[:-1])}
    several, found = np.bincount(owner), []
    spread = count > 8
    homes: dict[int, tuple[int, int]] = {}
    for at, holding in enumerate(owner.tolist()):
        number = int((owner[:at] == holding).sum())
        inn = (
            roles.get(holding, f"78{slot:02}{holding:03}000") if number == 0 else f"79{slot:02}{holding:03}{number:03}"
        )
        if holding == 0 and number == 1:
            inn = inn_of(slot, "sister")
        home = int(chance.choice(3, p=[0.7, 0.2, 0.1])), int(chance.integers(max(1, count // crowd)))
        # Companies of one holding are neighbours, so that all groups count the same of it; but the sister looks apart.
        city, district = (homes.setdefault(holding, home) if holding else home) if spread else (0, 0)
        found.append(
            Merchant(
                f"s{slot:02}-{at:03}",
                inn,
                mcc=KINDS[slot % len(KINDS)],
                city=f"Город {slot}-{city}",
                district=f"Район {district}",
                region=f"Край {slot}" if city < 2 else f"Область {slot}",
                holding=f"Х{slot}-{holding}" if several[holding] > 1 else None,
            )
        )
    return tuple(found)
