"""`manage.py lake_demo`: write a demo bank's delivery."""

from typing import Any

from django.core.management.base import CommandParser

from daas.management.one_line import OneLineCommand, iso_day, positive
from lake.demo import demo_write


class Command(OneLineCommand):
    """Write a seeded demo delivery in the contract's form."""

    help = "Write a demo delivery; the same seed gives the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the folder and the sizes."""
        parser.add_argument("path")
        parser.add_argument("--partners", type=positive, default=146)
        parser.add_argument("--customers", type=positive, required=True)
        parser.add_argument("--transactions", type=positive, required=True)
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--end", type=iso_day, metavar="DATE", help="the last day; yesterday unless given")
        parser.add_argument("--truth", metavar="FILE", help="write what was planted as JSON")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        bar = self.bar()
        names = ("partners", "customers", "transactions", "seed", "end", "truth")
        chosen = {name: options[name] for name in names}
        try:
            demo_write(options["path"], **chosen, on_progress=lambda done, total: bar("payments", done, total))
        finally:
            bar.close()
        self.say(f"Wrote {options['transactions']} payments of {options['partners']} companies to {options['path']}")
        self.answer({"path": options["path"], **chosen})
