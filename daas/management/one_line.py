"""Commands for scripts: status 0, or 1 with one clear line on stderr. Never a traceback for bad input."""

import argparse
import json
import sys
from datetime import date
from typing import Any, ClassVar, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, handle_default_options
from django.db import OperationalError, connections
from redis.exceptions import RedisError

from billing.features import UnknownName
from billing.gateway.interface import GatewayProblem
from daas.env import EnvironmentProblem
from daas.management.progress import Bar
from insights.errors import BadParameter, NotComputedYet
from lake.contract import LakeError
from tenants.errors import PartnerUnknown, ProvisioningFailed, Refused


class OneLineCommand(BaseCommand):
    """A command whose mistakes are sentences; with `--json` it answers a program."""

    told: ClassVar[tuple[type[Exception], ...]] = (
        BadParameter,
        EnvironmentProblem,
        GatewayProblem,
        LakeError,
        NotComputedYet,
        PartnerUnknown,
        ProvisioningFailed,
        Refused,
        UnknownName,
    )
    """Errors whose own text is the line that a person sees."""
    requires_system_checks: Any = ()
    as_json = False

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
        except ValidationError as error:
            _end(" ".join(error.messages))
        except OperationalError as error:
            _end(f"The database can't be used: {error}")
        except RedisError as error:
            _end(f"Redis can't be used: {error}")
        except OSError as error:
            _end(f"{error.filename or 'A file'} can't be used: {error.strerror or error}")
        finally:
            connections.close_all()

    def execute(self, *args: Any, **options: Any) -> Any:
        """Remember who asked before running `handle`."""
        self.as_json = bool(options.get("json"))
        return super().execute(*args, **options)

    def bar(self) -> Bar:
        """Return a progress bar, which only a terminal shows."""
        return Bar(sys.stderr)

    def say(self, text: str) -> None:
        """Tell a person; silent with `--json`."""
        if not self.as_json:
            self.stdout.write(text)

    def answer(self, data: Any) -> None:
        """Give a program what it asked for with `--json`."""
        if self.as_json:
            self.stdout.write(json.dumps(data, ensure_ascii=False, default=str))


def iso_day(text: str) -> date:
    """Read a day for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it like 2026-03-31.") from None


def positive(text: str) -> int:
    """Read a number of things for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0.")
    return int(text)


def _end(text: str) -> NoReturn:
    sys.stderr.write(" ".join(text.split()) + "\n")
    sys.exit(1)
