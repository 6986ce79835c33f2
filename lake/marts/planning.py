"""What a refresh has to do: which files of the marts stay, and which are to be made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import ibis
import pyarrow as pa

from lake.clock import zones_resolved
from lake.contract import BANK_ZONE
from lake.engine import Backend, read_files
from lake.marts.folds import MARTS, SCHEME, VISITS
from lake.store import DataFile, Store, Version

OUTLETS: Final = "outlets"
"""The merchants' files that the marts were made with, kept so that a reader sees both of one moment."""

PARTS: Final = 8
"""Files of one month before it is made whole again: a new day costs a day, and readers open few files."""


@dataclass(frozen=True, slots=True)
class Job:
    """Files to make in one go: of which files of one month's transactions, and of which marts."""

    month: str
    sources: tuple[str, ...]
    marts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: each mart's files that stay, the jobs, the merchants' zones and the unknown ones."""

    kept: dict[str, tuple[DataFile, ...]]
    jobs: tuple[Job, ...]
    zones: dict[str, str]
    unknown: tuple[str, ...]


def fresh(version: Version) -> bool:
    """Say whether the marts are of the newest data, and all there in their present form."""
    facts = version.facts
    if facts.get("data_version", 0) == 0:
        return True
    return bool(facts.get("marts_of", 0) == facts["data_version"] and facts.get("marts_scheme") == SCHEME)


def plan(store: Store, backend: Backend, base: Version) -> Plan:
    """Compare the marts of a version with its data."""
    named = _zones_named(store, backend, base.files("merchants"))
    zones = zones_resolved(named)
    moved: set[str] = set()
    if base.files(OUTLETS) != base.files("merchants"):
        before = zones_resolved(_zones_named(store, backend, base.files(OUTLETS)))
        moved = {merchant for merchant in {*zones, *before} if zones.get(merchant) != before.get(merchant)}
    again = _months_of(store, backend, base.files(VISITS), moved)
    kept: dict[str, tuple[DataFile, ...]] = {}
    todo: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for mart in MARTS:
        stays, missing = _compared(base, mart, again)
        kept[mart] = stays
        for month, sources in missing.items():
            todo[month, sources].append(mart)
    jobs = tuple(Job(month, sources, tuple(marts)) for (month, sources), marts in sorted(todo.items()))
    unknown = {zone for merchant, zone in named if zone and zone != BANK_ZONE and merchant not in zones}
    return Plan(kept, jobs, zones, tuple(sorted(unknown)))


def _compared(base: Version, mart: str, again: set[str]) -> tuple[tuple[DataFile, ...], dict[str, tuple[str, ...]]]:
    """Return one mart's files that stay, and month → files of transactions that are to be folded."""
    known = base.facts.get("marts_scheme", {VISITS: 1})
    files = base.files(mart) if known.get(mart) == SCHEME[mart] else ()
    kept: list[DataFile] = []
    todo = {}
    for month in sorted({file.month for file in base.files("transactions")}):
        sources = {file.path for file in base.files("transactions") if file.month == month}
        parts = [file for file in files if file.month == month]
        covered = {source for part in parts for source in part.facts["sources"]}
        missing = sources - covered
        if month in again or not covered <= sources or (missing and len(parts) >= PARTS):
            parts, missing = [], sources
        kept += parts
        if missing:
            todo[month] = tuple(sorted(missing))
    return tuple(kept), todo


def _zones_named(store: Store, backend: Backend, files: tuple[DataFile, ...]) -> list[tuple[str, str | None]]:
    """Return each merchant's zone as the bank wrote it."""
    merchants = read_files(backend, store, files)
    if merchants is None or "timezone" not in merchants.columns:
        return []
    named = merchants.filter(merchants.timezone.notnull()).select("merchant_id", "timezone").to_pyarrow()
    return list(zip(named["merchant_id"].to_pylist(), named["timezone"].to_pylist(), strict=True))


def _months_of(store: Store, backend: Backend, files: Iterable[DataFile], merchants: set[str]) -> set[str]:
    """Return the UTC months in which one of the merchants may have a payment."""
    visits = read_files(backend, store, list(files))
    if visits is None or not merchants:
        return set()
    listed = ibis.memtable(pa.table({"merchant_id": sorted(merchants)}))
    days = visits.semi_join(listed, "merchant_id").select("day").distinct().to_pyarrow()["day"].to_pylist()
    # A local day reaches into the UTC days before and after it.
    return {f"{day + timedelta(days=step):%Y-%m}" for day in days for step in (-1, 0, 1)}
