"""`manage.py lake_import`: take a delivery of the bank into the lake."""

from typing import Any

from django.core.management.base import CommandParser

from daas.management.one_line import OneLineCommand
from insights.lake_access import lake_options, lake_store
from lake.contract import TABLES
from lake.ingest import lake_import


class Command(OneLineCommand):
    """Prove every row of a file or folder; good ones go in, bad ones into quarantine."""

    help = "Import a file, or a folder with the three tables; bad rows go to quarantine, good ones in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what to import."""
        parser.add_argument("path")
        parser.add_argument("--table", choices=sorted(TABLES), help="told by the name and the header unless given")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and say what became of the rows."""
        bar = self.bar()
        try:
            report = lake_import(
                lake_store(), options["path"], table=options["table"], options=lake_options(), on_progress=bar
            )
        finally:
            bar.close()
        for name, table in report.tables.items():
            self.say(
                f"{name}: read {table.read}, accepted {table.accepted}, quarantined {table.quarantined}, "
                f"already present {table.present}"
            )
        if report.retried:
            self.say(f"From quarantine: tried again {report.retried}, accepted {report.released}")
        self.answer(report.as_dict())
