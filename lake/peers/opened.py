"""The whole bank, opened for one pass over all its companies."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import ibis.expr.types as ir

from lake.contract import LakeError
from lake.engine import EngineOptions, engine, read
from lake.marts import HOURS, OUTLETS, VISITS
from lake.peers.register import Register
from lake.store import Store, Version


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """One version of the lake while its engine is open.

    Parameters
    ----------
    version : Version
        Which one.
    register : Register
        The companies and their outlets.
    visits, hours : Table
        The marts.
    people : Table or None
        What the bank knows of its customers.
    """

    version: Version
    register: Register
    visits: ir.Table
    hours: ir.Table
    people: ir.Table | None


@contextmanager
def opened(store: Store, *, without: Collection[str], options: EngineOptions) -> Iterator[Opened]:
    """Open the newest version; `without` are outlets whose companies say that they are not their own.

    Raises
    ------
    LakeError
        When its marts were never made.
    """
    version = store.current()
    with engine(options) as backend:
        outlets, visits, hours, people = (
            read(backend, store, version, table) for table in (OUTLETS, VISITS, HOURS, "customers")
        )
        if outlets is None or visits is None or hours is None:
            raise LakeError("Imported payments have not been prepared yet; run 'manage.py recompute'.")
        yield Opened(version, Register.of(outlets, without), visits, hours, people)
