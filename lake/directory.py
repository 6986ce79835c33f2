"""Which companies the bank knows: for those who open workspaces, never for a partner."""

from dataclasses import dataclass

import ibis

from lake.engine import EngineOptions, engine, read
from lake.store import Store


@dataclass(frozen=True, slots=True)
class Company:
    """One legal entity and how many outlets it has."""

    inn: str
    name: str
    outlets: int


def companies(store: Store, options: EngineOptions = EngineOptions(threads=1)) -> tuple[Company, ...]:
    """Return every company of the lake in the order of its `inn`; none for an empty lake."""
    version = store.current()
    with engine(options) as backend:
        merchants = read(backend, store, version, "merchants")
        if merchants is None:
            return ()
        found = (
            merchants.group_by("inn")
            .agg(name=merchants.name.min(), outlets=merchants.count())
            .order_by("inn")
            .to_pyarrow()
            .to_pylist()
        )
    return tuple(Company(row["inn"], row["name"], int(row["outlets"])) for row in found)


def contact_of(store: Store, inn: str, options: EngineOptions = EngineOptions(threads=1)) -> str:
    """Return the e-mail address that the bank holds for a company, the one most of its outlets name; empty for none."""
    version = store.current()
    with engine(options) as backend:
        merchants = read(backend, store, version, "merchants")
        if merchants is None or "contact_email" not in merchants.columns:
            return ""
        named = merchants.filter(merchants.inn == inn, merchants.contact_email.like("_%@_%._%"))
        counted = named.group_by(address=named.contact_email.strip().lower()).aggregate(outlets=named.count())
        found = counted.order_by(ibis.desc("outlets"), "address").limit(1).to_pyarrow().to_pylist()
    return str(found[0]["address"]) if found else ""


def holding_of(store: Store, inn: str, options: EngineOptions = EngineOptions(threads=1)) -> str:
    """Return what a company counts as among others: the first holding that an outlet of it names, or its `inn`."""
    version = store.current()
    with engine(options) as backend:
        merchants = read(backend, store, version, "merchants")
        if merchants is None:
            return inn
        named = merchants.filter(merchants.inn == inn, merchants.holding != "").order_by("merchant_id").limit(1)
        found = named.select("holding").to_pyarrow().to_pylist()
    return str(found[0]["holding"]) if found else inn
