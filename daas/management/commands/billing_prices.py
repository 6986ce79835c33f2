"""`manage.py billing_prices`: make the plans' prices at the provider, or compare them."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from billing.gateway import gateway
from daas.management.one_line import OneLineCommand


class Command(OneLineCommand):
    """Make products, prices and the VAT rate from the plans where they lack or differ."""

    help = "Make the plans' products, prices and VAT rate at the payment provider; with --check only compare."

    def add_arguments(self, parser: CommandParser) -> None:
        """Make, or only look."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when anything differs")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made, or what differs."""
        there = gateway()
        lines = there.prices_check() if options["check"] else there.prices_make()
        for line in lines:
            self.say(line)
        if not lines:
            self.say("The provider's prices are those of the plans.")
        self.answer({"differences" if options["check"] else "made": lines})
        if options["check"] and lines:
            raise CommandError(f"{len(lines)} differences; run 'manage.py billing_prices' to make what lacks.")
