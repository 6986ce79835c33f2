"""What the lake holds, and how fresh it is."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lake.contract import BANK_ZONE, TABLES
from lake.engine import engine, read
from lake.store import Store, Version


@dataclass(frozen=True, slots=True)
class LakeStatus:
    """The state of a lake at one moment.

    Parameters
    ----------
    version, data_version : int
        Number of the newest version, and of the newest in which data changed; 0 for an empty lake.
    rows : dict of str to int
        Table → rows.
    partitions : dict of str to int
        Month (`YYYY-MM`, UTC) → payments.
    first_day, last_day : date or None
        First and last day with a payment, in the bank's zone.
    watermark : str or None
        Time of the newest payment, ISO, UTC.
    quarantine : dict of str to int
        Reason code → rows.
    stale_hours : float or None
        Hours from the newest payment to now.
    note : str
        What to do, when there is something; empty otherwise.
    """

    version: int = 0
    data_version: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    partitions: dict[str, int] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    watermark: str | None = None
    quarantine: dict[str, int] = field(default_factory=dict)
    stale_hours: float | None = None
    note: str = ""

    @property
    def stale_days(self) -> int | None:
        """Whole days from the newest payment to now."""
        return None if self.stale_hours is None else int(self.stale_hours // 24)

    def as_dict(self) -> dict[str, Any]:
        """Return the status as plain data, as `lake_status --json` prints it."""
        days = {name: day.isoformat() if day else None for name, day in self._days().items()}
        return {**asdict(self), **days, "stale_days": self.stale_days}

    def _days(self) -> dict[str, date | None]:
        return {"first_day": self.first_day, "last_day": self.last_day}


def lake_status(store: Store, *, now: datetime | None = None) -> LakeStatus:
    """Return what the lake holds; works on one that is empty or does not exist yet.

    Parameters
    ----------
    store : Store
        The lake.
    now : datetime, optional
        With a zone; the real time by default.

    Returns
    -------
    LakeStatus
    """
    version = store.current()
    rows = {table: version.rows(table) for table in (*TABLES, "quarantine")}
    if not version.number:
        return LakeStatus(rows=rows, note=_note(store))
    partitions: dict[str, int] = {}
    for file in version.files("transactions"):
        partitions[file.month] = partitions.get(file.month, 0) + file.rows
    watermark = version.facts.get("watermark")
    newest = datetime.fromisoformat(watermark) if watermark else None
    firsts = [datetime.fromisoformat(file.facts["first"]) for file in version.files("transactions")]
    hours = ((now or datetime.now(UTC)) - newest).total_seconds() / 3600 if newest else None
    return LakeStatus(
        version=version.number,
        data_version=version.facts.get("data_version", 0),
        rows=rows,
        partitions=dict(sorted(partitions.items())),
        first_day=_local_day(min(firsts)) if firsts else None,
        last_day=_local_day(newest) if newest else None,
        watermark=watermark,
        quarantine=_reasons(store, version),
        stale_hours=hours,
    )


def _local_day(moment: datetime) -> date:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(BANK_ZONE)).date()


def _reasons(store: Store, version: Version) -> dict[str, int]:
    if not version.files("quarantine"):
        return {}
    with engine() as backend:
        rows = read(backend, store, version, "quarantine")
        if rows is None:
            return {}
        counts = rows.group_by("reason").agg(n=rows.count()).order_by("reason").to_pyarrow().to_pylist()
    return {row["reason"]: row["n"] for row in counts}


def _note(store: Store) -> str:
    """Say what to do about a lake without a version: it may be a delivery that nobody has imported."""
    if store.fs.isdir(store.root):
        names = (path.rstrip("/").rsplit("/", 1)[-1] for path in store.fs.ls(store.root, detail=False))
        if any(name.split(".", 1)[0] in TABLES for name in names):
            return f"{store.uri} holds tables that are not imported yet: run lake_import {store.uri}"
    return "The lake is empty: run lake_import PATH."
