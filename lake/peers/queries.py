"""What is asked of the marts for all companies at once."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import numpy as np

from lake.contract import LakeError
from lake.engine import EngineOptions, engine, read
from lake.marts import OUTLETS, VISITS
from lake.peers.calendar import LONG, YEAR, Calendar, Span
from lake.peers.people import Ints, People, coded
from lake.peers.register import NOBODY, Register
from lake.store import Store


def people_over(store: Store, span: Span, options: EngineOptions = EngineOptions()) -> tuple[tuple[str, ...], People]:
    """Return the companies in order, and who bought where over any days: for proofs, never for a partner."""
    version = store.current()
    with engine(options) as backend:
        outlets, visits = read(backend, store, version, OUTLETS), read(backend, store, version, VISITS)
        if outlets is None or visits is None:
            raise LakeError("Nothing has been imported and prepared yet.")
        register = Register.of(outlets, ())
        part = pairs_of(visits, ibis.memtable(register.codes()), {"": span})
    size = int(part["customer"].max(initial=-1)) + 1
    return register.inns, People.of(part, register.company, size)


def pairs_of(visits: ir.Table, of_outlets: ir.Table, windows: Mapping[str, Span]) -> dict[str, Ints]:
    """Return one row per outlet, customer and window."""
    inside = [(visits.day.between(*span), at) for at, span in enumerate(windows.values())]
    known = visits.mutate(window=ibis.cases(*inside, else_=-1))
    known = known.filter(known.window >= 0).join(of_outlets, "merchant_id")
    rows = known.group_by("outlet", "customer_id", "window").aggregate(
        purchases=known.purchases.sum(), gross=known.gross.sum(), refunded=known.refunded.sum()
    )
    table = rows.to_pyarrow()
    numbers = {
        name: table[name].to_numpy().astype(np.int64) for name in ("outlet", "window", "purchases", "gross", "refunded")
    }
    return {**numbers, "customer": coded(table["customer_id"])}


def net_by(joined: ir.Table, *keys: str) -> dict[str, Ints]:
    """Return net revenue by some columns."""
    net = (joined.gross.sum() - joined.refunded.sum()).cast("int64")
    table = joined.group_by(*keys).aggregate(net=net).to_pyarrow()
    return {name: table[name].to_numpy().astype(np.int64) for name in ("net", *keys)}


def weekly_of(visits: ir.Table, of_outlets: ir.Table, register: Register, calendar: Calendar) -> Ints:
    """Return each company's net revenue of each of the 52 weeks up to the calendar's end."""
    return _by_step(visits, of_outlets, register, calendar.trailing(YEAR), days=7)


def daily_of(visits: ir.Table, of_outlets: ir.Table, register: Register, calendar: Calendar) -> Ints:
    """Return each company's net revenue of each of the 182 days up to the calendar's end."""
    return _by_step(visits, of_outlets, register, calendar.trailing(LONG), days=1)


def _by_step(visits: ir.Table, of_outlets: ir.Table, register: Register, span: Span, *, days: int) -> Ints:
    first, last = span
    within = visits.filter(visits.day.between(first, last)).join(of_outlets, "merchant_id")
    passed = (within.day - ibis.date(first)).cast("int64")
    sums = net_by(within.mutate(at=(passed // days).cast("int64")), "outlet", "at")
    company = register.company[sums["outlet"]]
    steps = np.zeros((len(register.inns), ((last - first).days + 1) // days), np.int64)
    own = company != NOBODY
    np.add.at(steps, (company[own], sums["at"][own]), sums["net"][own])
    return steps
