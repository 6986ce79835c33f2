#!/usr/bin/env python
"""Django's command line, with the environment that a running `make demo` or `make services` left."""

import os
import sys

from daas.env import EnvironmentProblem
from lake.kinds import KindsProblem


def main() -> int:
    """Run one management command; a mistake in the environment or the kinds of business is one line, no traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daas.settings")
    # A person at a terminal reads the command's own words; what merely happened is for the services' logs.
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings must be named first

    try:
        execute_from_command_line(sys.argv)
    except (EnvironmentProblem, KindsProblem) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
