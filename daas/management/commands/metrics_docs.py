"""`manage.py metrics_docs`: write docs/metrics.md from the catalogue."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from daas.env import ROOT
from daas.management.one_line import OneLineCommand
from insights.docs import metrics_page


class Command(OneLineCommand):
    """Write the metrics' documentation, or make sure that it is up to date."""

    help = "Write docs/metrics.md from the catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        """Choose between writing and checking."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it or compare it."""
        path = Path(ROOT) / "docs" / "metrics.md"
        page = metrics_page()
        if not options["check"]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(page)
            self.say(f"Wrote {path.relative_to(ROOT)}")
        elif not path.exists() or path.read_text() != page:
            raise CommandError("docs/metrics.md is out of date; run 'manage.py metrics_docs'.")
