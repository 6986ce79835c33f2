"""Payments, drawn month by month in blocks of bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from lake.demo.arrays import Bools, Floats, Ints, stream
from lake.demo.bonds import Bonds
from lake.demo.clock import Clock, clock_make
from lake.demo.kinds import KINDS
from lake.demo.partners import Outlet
from lake.demo.places import CITIES
from lake.demo.plan import Plan, cumulative, strength, window
from lake.demo.scene import Scene

BLOCK = 500_000
ZERO_SHARE = 0.0005
OUTLIER_SHARE = 0.0002
OUTLIER_FACTOR = 25.0
OTHER_OUTLET = 0.12
REFUND_DAYS = 10


@dataclass(frozen=True, slots=True)
class Block:
    """Payments in columns, in order of time.

    `number` names a payment; `second` is UTC, from 1970-01-01; `amount` is in kopecks.
    """

    number: Ints
    second: Ints
    outlet: Ints
    customer: Ints
    amount: Ints
    refund: Bools
    online: Bools
    outlier: Bools


class Till:
    """Draws the payments of a world."""

    def __init__(self, bonds: Bonds, scene: Scene, plan: Plan) -> None:
        self.bonds, self.days, self.plan, self.seed = bonds, scene.days, plan, scene.seed
        days, outlets = scene.days, scene.outlets
        self.months = days.months()
        self.before = cumulative(days)
        kinds = [KINDS[kind] for kind in scene.kinds]
        self.spread = np.array([kind.spread for kind in kinds])
        self.level = np.log([kind.ticket * 100 for kind in kinds])
        self.step = np.array([kind.step for kind in kinds])
        self.below = np.array([kind.below for kind in kinds])
        self.returned = np.array([kind.refunds for kind in kinds])
        self.delivery = np.array(
            [1.0 if outlet.online else kind.delivery for outlet, kind in zip(outlets, kinds, strict=True)]
        )
        self.offset = np.array([_offset(CITIES[outlet.city].timezone, days.day(days.count - 1)) for outlet in outlets])
        self.other = _other_outlets(outlets)
        self.clock: Clock = clock_make(kinds, [outlet.always_open or outlet.online for outlet in outlets])
        self.weekend = np.array([days.day(index).weekday() >= 5 for index in range(days.count)])
        self.epoch = (days.first - date(1970, 1, 1)).days * 86_400

    def month(self, index: int) -> Iterator[Block]:
        """Yield the payments of one month; together they are exactly as many as planned."""
        first, last = self.months[index]
        purchases, refunds = int(self.plan.purchases[index]), int(self.plan.refunds[index])
        if not purchases:
            return
        weights = strength(self.bonds, self.before, first, last) * self.plan.scale[self.bonds.outlet]
        counts = stream(self.seed, 6, index).multinomial(purchases, weights / weights.sum())
        reached = np.cumsum(counts)
        cuts = np.searchsorted(reached, np.arange(BLOCK, purchases + BLOCK, BLOCK), side="left") + 1
        start, done, number = 0, 0, (10 + index) * 10**10
        for block, stop in enumerate(np.unique(np.minimum(cuts, len(counts)))):
            total = int(reached[stop - 1])
            back = total * refunds // purchases - done * refunds // purchases
            if total > done:
                rows = np.repeat(np.arange(start, stop), counts[start:stop])
                made = self._block(rows, back, number, index, stream(self.seed, 7, index, block))
                number += len(made.number)
                yield made
            start, done = int(stop), total

    def _block(self, rows: Ints, back: int, number: int, month: int, rng: np.random.Generator) -> Block:
        first, last = self.months[month]
        ties = self.bonds.take(rows)
        low, high = window(ties, first, last)
        day = self._days(ties.outlet, low, high, month, rng)
        switch = (rng.random(len(rows)) < OTHER_OUTLET) & (self.other[ties.outlet] >= 0)
        switch &= self.days.demand[self.other[ties.outlet], day] > 0
        outlet = np.where(switch, self.other[ties.outlet], ties.outlet)
        second = self.clock.draw(outlet, self.weekend[day], rng)
        amount, outlier = self._amounts(outlet, day, ties.ticket, rng)
        online = rng.random(len(rows)) < self.delivery[outlet]
        source = self._returned(outlet, amount, back, rng)
        later = self._later(outlet[source], day[source], second[source], high[source], rng)
        part = np.where(rng.random(back) < 0.8, 1.0, rng.uniform(0.2, 0.9, back))
        day = np.concatenate([day, later[0]])
        second = np.concatenate([second, later[1]])
        outlet = np.concatenate([outlet, outlet[source]])
        moment = self.epoch + day * 86_400 + second - self.offset[outlet]
        order = np.argsort(moment, kind="stable")
        return Block(
            number=number + np.arange(len(order)),
            second=moment[order],
            outlet=outlet[order],
            customer=np.concatenate([ties.customer, ties.customer[source]])[order],
            amount=np.concatenate([amount, np.maximum(np.round(amount[source] * part), 1).astype(np.int64)])[order],
            refund=(np.arange(len(order)) >= len(rows))[order],
            online=np.concatenate([online, online[source]])[order],
            outlier=np.concatenate([outlier, np.zeros(back, dtype=bool)])[order],
        )

    def _days(self, outlet: Ints, low: Ints, high: Ints, index: int, rng: np.random.Generator) -> Ints:
        """Draw a day in low..high for each payment, by its outlet's demand.

        The cumulated demand of all outlets is laid end to end, each on its own floor, so that one
        search in one sorted array serves them all.
        """
        first, last = self.months[index]
        month = self.before[:, first : last + 2] - self.before[:, first : first + 1]
        width = month.shape[1]
        floor = float(month.max()) + 1
        ladder = (month + np.arange(len(month))[:, None] * floor).ravel()
        base = outlet * width
        bottom, top = ladder[base + low - first], ladder[base + high + 1 - first]
        found = np.searchsorted(ladder, bottom + rng.random(len(outlet)) * (top - bottom), side="right") - 1
        result: Ints = np.clip(found - base + first, low, high)
        return result

    def _amounts(self, outlet: Ints, day: Ints, ticket: Floats, rng: np.random.Generator) -> tuple[Ints, Bools]:
        chance = rng.random(len(outlet))
        zero, outlier = chance < ZERO_SHARE, chance > 1 - OUTLIER_SHARE
        normal = rng.standard_normal(len(outlet), dtype=np.float32)
        value = np.exp(self.level[outlet] + self.days.price[outlet, day] + self.spread[outlet] * normal) * ticket
        value[outlier] *= OUTLIER_FACTOR
        step = self.step[outlet]
        amount = np.ceil(value / step).astype(np.int64) * step - self.below[outlet]
        amount[zero] = 0
        return amount, outlier

    def _returned(self, outlet: Ints, amount: Ints, back: int, rng: np.random.Generator) -> Ints:
        """Pick the purchases that are returned, without repetition, by their kind's rate."""
        if not back:
            return np.zeros(0, dtype=np.int64)
        keys = rng.standard_exponential(len(outlet)) / self.returned[outlet]
        keys[amount == 0] = np.inf
        return np.sort(np.argpartition(keys, back - 1)[:back])

    def _later(self, outlet: Ints, day: Ints, second: Ints, limit: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Return day and second of refunds: on a later open day of the tie's month, else soon after the purchase."""
        wanted = day + rng.integers(0, REFUND_DAYS + 1, len(day))
        fits = (wanted > day) & (wanted <= limit)
        fits &= self.days.demand[outlet, np.minimum(wanted, self.days.count - 1)] > 0
        when = np.where(fits, wanted, day)
        soon = np.minimum(second + rng.integers(120, 1800, len(day)), 86_399)
        return when, np.where(fits, self.clock.draw(outlet, self.weekend[when], rng), soon)


def _offset(zone: str, day: date) -> int:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    offset = ZoneInfo(zone).utcoffset(moment.replace(tzinfo=None)) or timedelta()
    return int(offset.total_seconds())


def _other_outlets(outlets: list[Outlet]) -> Ints:
    """Return for each outlet the next one of its partner that its customers can reach; −1 for none."""
    result = np.full(len(outlets), -1, dtype=np.int64)
    for index, outlet in enumerate(outlets):
        near = [
            number
            for number, other in enumerate(outlets)
            if other.partner == outlet.partner and number != index and other.city == outlet.city
        ]
        after = [number for number in near if number > index] + near
        if after:
            result[index] = after[0]
    return result
