"""`manage.py partner_create`: open a workspace for a company of the lake."""

from typing import Any

from django.core.management.base import CommandParser

from daas.management.one_line import OneLineCommand
from daas.opening import workspace_open


class Command(OneLineCommand):
    """Provision a partner whose outlets are the merchants of its INN."""

    help = "Provision a partner whose outlets are the merchants of its INN; without --plan on a trial of Pro."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the partner and its owner."""
        parser.add_argument("--name", required=True)
        parser.add_argument("--inn", required=True)
        parser.add_argument("--subdomain", required=True)
        parser.add_argument("--owner-email", required=True)
        parser.add_argument("--plan", help="start, growth, pro or network")
        parser.add_argument("--password", help="without it the owner is invited by a letter")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it and say where it is."""
        names = ("name", "inn", "subdomain", "owner_email", "plan", "password")
        opened = workspace_open(**{name: options[name] for name in names})
        partner = opened.partner
        self.say(f"{partner.name} is ready at {partner.subdomain}, with {opened.outlets} outlets.")
        self.answer({"subdomain": partner.subdomain, "schema": partner.schema_name, "outlets": opened.outlets})
