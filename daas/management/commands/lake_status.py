"""`manage.py lake_status`: what the lake holds, and how fresh it is."""

from typing import Any

from django.core.management.base import CommandParser

from daas.management.one_line import OneLineCommand
from insights.lake_access import lake_store
from lake.status import lake_status


class Command(OneLineCommand):
    """Say what the lake holds, and how fresh it is."""

    help = "Rows, partitions, days covered, watermark, quarantine, staleness."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let a program ask."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say it."""
        status = lake_status(lake_store())
        for table, rows in status.rows.items():
            self.say(f"{table}: {rows} rows")
        if status.first_day:
            self.say(f"Days: {status.first_day} to {status.last_day}, {len(status.partitions)} monthly partitions")
            self.say(f"Newest payment: {status.watermark} UTC, {status.stale_days} days ago")
        for reason, rows in status.quarantine.items():
            self.say(f"Quarantined, {reason}: {rows}")
        if status.note:
            self.say(status.note)
        self.answer(status.as_dict())
