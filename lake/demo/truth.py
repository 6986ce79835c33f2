"""What was planted in a demo lake, as a JSON file that a test can hold results against."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from lake.demo import bonds as tie
from lake.demo import days as calendar
from lake.demo import payments as till
from lake.demo import plan, profiles
from lake.demo.arrays import Ints
from lake.demo.bonds import Bonds
from lake.demo.kinds import KINDS
from lake.demo.known import KNOWN
from lake.demo.partners import Outlet, Partner
from lake.demo.payments import Block
from lake.demo.places import CITIES
from lake.demo.scene import Scene

LISTED = 200_000
"""The most rows of one list; a larger world tells how many there are and lists every n-th."""


@dataclass(frozen=True, slots=True)
class Lives:
    """Customers' ties: `own`, those of its rows that lead to a rival (`moved`), and where they lead."""

    own: Bonds
    moved: Ints
    successors: Bonds


_OUTCOMES = ("stays", "left_kind", "left_to_rival", "left_bank")


class Tally:
    """Counts payments as they are written."""

    def __init__(self, outlets: int) -> None:
        self.payments = np.zeros(outlets, dtype=np.int64)
        self.outliers: list[tuple[int, int, int]] = []
        self.outlier_count = 0

    def add(self, block: Block) -> None:
        """Count one block."""
        self.payments += np.bincount(block.outlet, minlength=len(self.payments))
        rows = np.flatnonzero(block.outlier)
        self.outlier_count += len(rows)
        for row in rows[: max(0, 1000 - len(self.outliers))]:
            self.outliers.append((int(block.number[row]), int(block.outlet[row]), int(block.amount[row])))


def truth_write(path: Path, scene: Scene, lives: Lives, ids: pa.Array, tally: Tally) -> None:
    """Write the truth of a world."""
    seed, partners, outlets, people, days = scene.seed, scene.partners, scene.outlets, scene.people, scene.days
    own, moved, successors = lives.own, lives.moved, lives.successors
    partner_of = scene.owner
    left = np.flatnonzero(np.isin(own.outcome, (tie.LEFT_KIND, tie.LEFT_TO_RIVAL)) & (own.end < days.count - 1))
    gone = np.flatnonzero(people.leaves < days.count)
    inn = [partner.inn for partner in partners]

    def dates(numbers: Ints) -> list[str]:
        return [days.day(int(number)).isoformat() for number in numbers]

    def listed(rows: Ints) -> tuple[Ints, dict[str, Any]]:
        stride = -(-len(rows) // LISTED) or 1
        return rows[::stride], {"count": len(rows), "every": stride}

    churn, churn_head = listed(left)
    shift, shift_head = listed(np.arange(len(moved)))
    bank, bank_head = listed(gone)
    data: dict[str, Any] = {
        "seed": seed,
        "transactions": scene.transactions,
        "customers": len(people),
        "first_day": days.day(0).isoformat(),
        "last_day": days.day(days.count - 1).isoformat(),
        "partners": [_partner(index, partners, outlets, own, tally) for index in range(len(partners))],
        "trees": [_tree(own)],
        "effects": _effects(partners),
        "churn": churn_head
        | {
            "customer": ids.take(pa.array(own.customer[churn])).to_pylist(),
            "partner": [inn[partner_of[outlet]] for outlet in own.outlet[churn]],
            "last_day": dates(own.end[churn]),
            "outcome": [_OUTCOMES[code] for code in own.outcome[churn]],
            "visits_in_91_days": [round(float(rate) * 91, 2) for rate in own.rate[churn]],
            "faded_before": own.fading[churn].tolist(),
        },
        "left_bank": bank_head
        | {
            "customer": ids.take(pa.array(bank)).to_pylist(),
            "last_day": dates(people.leaves[bank] - 1),
        },
        "defections": shift_head
        | {
            "customer": ids.take(pa.array(own.customer[moved[shift]])).to_pylist(),
            "from": [inn[partner_of[outlet]] for outlet in own.outlet[moved[shift]]],
            "to": [inn[partner_of[outlet]] for outlet in successors.outlet[shift]],
            "last_day": dates(own.end[moved[shift]]),
            "first_day": dates(successors.start[shift]),
            "visits_in_91_days": [round(float(rate) * 91, 2) for rate in successors.rate[shift]],
        },
        "anomalies": [event | {"partner": inn[event["partner"]]} for event in days.anomalies],
        "outliers": {
            "count": tally.outlier_count,
            "factor": till.OUTLIER_FACTOR,
            "listed": [
                {"transaction": str(number), "merchant": outlets[outlet].merchant_id, "kopecks": amount}
                for number, outlet, amount in tally.outliers
            ],
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _partner(index: int, partners: list[Partner], outlets: list[Outlet], own: Bonds, tally: Tally) -> dict[str, Any]:
    partner = partners[index]
    mine = [number for number, outlet in enumerate(outlets) if outlet.partner == index]
    return {
        "name": partner.name,
        "inn": partner.inn,
        "subdomain": partner.subdomain or None,
        "plan": KNOWN[partner.subdomain].plan if partner.subdomain else None,
        "kind": KINDS[partner.kind].key,
        "mcc": KINDS[partner.kind].mcc,
        "city": CITIES[partner.city].name,
        "holding": partner.holding,
        "merchants": [outlets[number].merchant_id for number in mine],
        "share": partner.share,
        "payments": int(tally.payments[mine].sum()),
        "customers": int(np.isin(own.outlet, mine).sum()),
        "trend_a_year": partner.trend,
        "price_level": partner.price,
    }


def _tree(own: Bonds) -> dict[str, Any]:
    counts = np.bincount(own.leaf[own.leaf >= 0], minlength=len(profiles.LEAVES))
    return {
        "partner": KNOWN["discount"].inn,
        "target": "revenue per customer",
        "age": "full years on the last day",
        "leaves": [
            {"rule": list(rule), "roubles_a_month": value * profiles.UNIT, "customers": int(count)}
            for (rule, value), count in zip(profiles.LEAVES, counts, strict=True)
        ],
    }


def _effects(partners: list[Partner]) -> dict[str, Any]:
    return {
        "inflation_a_year": calendar.INFLATION,
        "daily_noise": calendar.NOISE,
        "paydays": list(calendar.PAYDAYS),
        "payday": {kind.key: kind.payday for kind in KINDS},
        "weekday": {kind.key: kind.weekday for kind in KINDS},
        "month": {kind.key: kind.seasons for kind in KINDS},
        "holidays": {f"{month:02}-{day:02}": factor for (month, day), factor in calendar.HOLIDAYS.items()},
        "trend_a_year": {partner.inn: partner.trend for partner in partners},
        "refund_rate": {kind.key: kind.refunds for kind in KINDS},
        "loyal": {"growth": plan.LOYAL_GROWTH, "days": plan.LOYAL_DAYS},
        "fading": {"factor": plan.FADING, "days": plan.FADING_DAYS},
        "churn_a_year": {
            "base": tie.CHURN_A_YEAR,
            "chain": tie.CHAIN_CHURN_A_YEAR,
            "younger_than_25": 1.5,
            "is_corporate": 0.75,
            "leave_for_a_rival": tie.TO_RIVAL,
        },
        "zero_payments": till.ZERO_SHARE,
    }
