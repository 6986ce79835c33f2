"""`manage.py groups_make`: the groups of the bank's people."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants.services.bank import groups_make


class Command(BaseCommand):
    """Done again, it changes nothing."""

    help = "Make the groups of account managers and heads where they lack."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what lacks and say so."""
        made = groups_make()
        self.stdout.write(f"Made: {', '.join(made)}." if made else "Nothing lacks.")
