"""`api_key_create`: make a key of a partner and print it, this once."""

import json
from typing import Any

from django.core.management.base import CommandParser

from api.models import Scope
from api.services import KeyRefused, key_create
from daas.management.one_line import OneLineCommand
from tenants.scope import for_partner


class Command(OneLineCommand):
    """Make a key."""

    help = "Make an API key of a partner and print it. It is shown this one time."
    told = (*OneLineCommand.told, KeyRefused)

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what a key needs."""
        parser.add_argument("--partner", required=True, metavar="SUBDOMAIN")
        parser.add_argument("--name", required=True, help="what will use it")
        parser.add_argument("--scope", default=Scope.READ, choices=Scope.values)
        parser.add_argument("--json", action="store_true", help='print {"key": …}')

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and print it."""
        with for_partner(options["partner"]):
            key = key_create(name=options["name"], scope=options["scope"])
        self.stdout.write(json.dumps({"key": key.text}) if options["json"] else key.text)
