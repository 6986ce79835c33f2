"""`manage.py prepare`: all that must be there before the product serves, in one process."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandParser

from daas.demo import demo_make
from daas.management.one_line import OneLineCommand, positive
from daas.messages import compile_all

STAMP = "made-from"


class Command(OneLineCommand):
    """Translations, tables, static files; with --demo also the demo's lake and partners."""

    help = "Bring the database, the translations and the static files up to this version."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the demo, and how large."""
        parser.add_argument("--demo", action="store_true", help="make the demo's lake, partners and figures")
        parser.add_argument("--size", type=positive, default=600_000, help="payments of the demo lake")
        parser.add_argument("--everyone", action="store_true", help="a workspace for every company of the demo lake")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is not done."""
        self.say("Preparing")
        compile_all()
        call_command("migrate_partners", stdout=self.stdout if options["verbosity"] > 1 else _Silence())
        self._static_files()
        if settings.STRIPE_SECRET_KEY.startswith("sk_test_local"):
            # Prices at a real Stripe are made by a person who means it.
            call_command("billing_prices", stdout=_Silence())
        if options["demo"]:
            demo_make(size=options["size"], everyone=options["everyone"], say=self._say_now)

    def _say_now(self, text: str) -> None:
        self.say(text)
        self.stdout.flush()

    def _static_files(self) -> None:
        """Collect and compress when a file changed: compressing takes seconds, comparing takes none."""
        # Through the finders: rooms and packages bring files of their own.
        found = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
        facts = [(path, *(Path(path).stat()[i] for i in (6, 8))) for path in sorted(found)]
        state = hashlib.sha256(repr(facts).encode()).hexdigest()
        stamp = Path(settings.STATIC_ROOT) / STAMP
        if stamp.exists() and stamp.read_text() == state:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state)


class _Silence:
    def write(self, _text: str) -> None:
        """Say nothing: a fresh database would name every table."""

    def flush(self) -> None:
        """Nothing waits."""
