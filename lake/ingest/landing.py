"""The one step in which an import becomes visible."""

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from duckdb import DuckDBPyConnection

from lake.contract import LakeError
from lake.ingest.payments import Payments
from lake.ingest.quarantine import Quarantine
from lake.store import DataFile, Store, Version

OWN: Final = ("merchants", "customers", "transactions", "quarantine")
"""Tables whose files an import writes."""


class Landing:
    """Gathers an import's new files and publishes them as the lake's next version.

    Parameters
    ----------
    store : Store
        The lake.
    con : DuckDBPyConnection
        The import's engine.
    base : Version
        What the import started from.
    """

    def __init__(self, store: Store, con: DuckDBPyConnection, base: Version) -> None:
        self.store = store
        self.con = con
        self.base = base
        self.changed: dict[str, tuple[DataFile, ...]] = {}

    @property
    def version_before(self) -> int:
        """Number of the version that the import started from."""
        return self.base.number

    def replace(self, table: str, write: Callable[[str], int]) -> None:
        """Let `write` make the whole table anew at an address."""
        path = self.store.new_path(table)
        self.changed[table] = (DataFile(path, write(self.store.address(path))),)

    def land(self, payments: Payments, quarantine: Quarantine, on_progress: Callable[[int, int], None]) -> Version:
        """Publish everything in one step; return the version, the old one when nothing changed.

        Raises
        ------
        LakeError
            When another import landed meanwhile, which only a lake that is not on this machine allows.
        """
        if payments.added:
            for _ in payments.compact():
                on_progress(0, 1)
            self.changed["transactions"] = tuple(sorted(payments.files, key=lambda file: (file.month, file.path)))
        self._quarantine(quarantine)
        if not self.changed:
            return self.base
        known = {file.path for table in OWN for file in self.base.files(table)}
        for files in self.changed.values():
            self._settle(file for file in files if file.path not in known)
        version = self.store.commit(self._applied)
        on_progress(1, 1)
        return version

    def _quarantine(self, quarantine: Quarantine) -> None:
        path = self.store.new_path("quarantine")
        rows, whole = quarantine.write(self.store.address(path))
        kept = () if whole else self.base.files("quarantine")
        if rows or whole:
            self.changed["quarantine"] = (*kept, DataFile(path, rows)) if rows else kept

    def _applied(self, newest: Version) -> Version:
        if any(newest.files(table) != self.base.files(table) for table in OWN):
            raise LakeError("Another import landed in this lake meanwhile; nothing was taken in, run it again.")
        version = replace(newest, tables={**newest.tables, **self.changed})
        facts: dict[str, object] = {"rows": {table: version.rows(table) for table in OWN}}
        lasts = [file.facts["last"] for file in version.files("transactions")]
        if lasts:
            facts["watermark"] = f"{max(lasts)}+00:00"
        if any(table != "quarantine" for table in self.changed):
            facts["data_version"] = newest.number + 1
        return version.with_facts(**facts)

    def _settle(self, files: Iterable[DataFile]) -> None:
        """Make sure that the files outlive a power cut before a version names them."""
        if not self.store.local:
            return
        for file in files:
            handle = os.open(self.store.address(file.path), os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
