"""`manage.py lake_sample`: write a public data set as a delivery."""

from typing import Any

from django.core.management.base import CommandParser

from daas.management.one_line import OneLineCommand
from lake.samples import complete_journey

SAMPLES = ("complete_journey",)


class Command(OneLineCommand):
    """Write a public data set in the contract's form."""

    help = "Write a public data set in the contract's form."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the data set and the folder."""
        parser.add_argument("sample", choices=SAMPLES)
        parser.add_argument("path")
        parser.add_argument("--by", choices=("chain", "store"), default="chain", help="one company, or one per store")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say how many rows each table has."""
        rows = complete_journey.write(options["path"], by=options["by"])
        for table, count in rows.items():
            self.say(f"{table}: {count} rows")
        self.answer(rows)
