"""What an import tells the person who ran it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TableReport:
    """The fate of one table's rows: `accepted + quarantined + present == read`, always.

    Parameters
    ----------
    table : str
        Name of the table.
    read, accepted, quarantined, present : int
        Rows read from the files, taken in, refused, and found in the lake already.
    updated : int
        Those of the accepted that gave a known customer or merchant new content.
    reasons : dict of str to int
        Reason code → refused rows.
    """

    table: str
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    present: int = 0
    updated: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "read": self.read,
            "accepted": self.accepted,
            "quarantined": self.quarantined,
            "already_present": self.present,
            "updated": self.updated,
            "reasons": dict(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did.

    Parameters
    ----------
    tables : dict of str to TableReport
        Per table, in the order of the import.
    retried, released : int
        Quarantined payments tried again because their merchant appeared, and those that went in.
    version : int
        The lake's version after the import.
    changed : bool
        Whether the import made that version.
    """

    tables: dict[str, TableReport]
    retried: int = 0
    released: int = 0
    version: int = 0
    changed: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data, as `lake_import --json` prints it."""
        return {
            **{name: report.as_dict() for name, report in self.tables.items()},
            "retried": self.retried,
            "released": self.released,
            "version": self.version,
            "changed": self.changed,
        }


class Tally:
    """A running count that becomes a `TableReport`."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.read = self.accepted = self.present = self.updated = 0
        self.reasons: dict[str, int] = {}

    def refuse(self, reason: str, rows: int = 1) -> None:
        """Count refused rows."""
        self.reasons[reason] = self.reasons.get(reason, 0) + rows

    def report(self) -> TableReport:
        """Return the count so far."""
        quarantined = sum(self.reasons.values())
        reasons = dict(sorted(self.reasons.items()))
        return TableReport(self.table, self.read, self.accepted, quarantined, self.present, self.updated, reasons)
