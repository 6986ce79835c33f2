"""Commands for scripts: status 0, or 1 with one clear line on stderr. Never a traceback for bad input."""

import sys
from typing import Any, ClassVar, NoReturn

from django.core.management.base import BaseCommand, CommandError, handle_default_options
from django.db import OperationalError, connections

from tenants.errors import PartnerUnknown, Refused


class OneLineCommand(BaseCommand):
    """A command whose mistakes are sentences."""

    told: ClassVar[tuple[type[Exception], ...]] = (PartnerUnknown, Refused)
    """Errors whose own text is the line that a person sees."""
    requires_system_checks: Any = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as from a shell. Wrong arguments are one line too, not a page of usage."""
        try:
            given = self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
            handle_default_options(given)
            options = vars(given)
            self.execute(*options.pop("args", ()), **options)
        except CommandError as error:
            _end(str(error))
        except self.told as error:
            _end(str(error))
        except OperationalError as error:
            _end(f"The database can't be used: {error}")
        finally:
            connections.close_all()


def _end(text: str) -> NoReturn:
    sys.stderr.write(" ".join(text.split()) + "\n")
    sys.exit(1)
