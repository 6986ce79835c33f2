"""The part of `make check` that needs a database: settings, migrations, generated documents."""

import sys

from daas.env import VAR, EnvironmentProblem
from daas.runner.making import manage
from daas.runner.servers import servers


def main() -> int:
    """Run each check on servers that are thrown away; say which one failed."""
    try:
        with servers(VAR / "check", {"LAKE_URI": str(VAR / "check" / "lake"), "DEBUG": "0"}, throwaway=True) as run:
            manage(run.environ, "check", "--fail-level", "WARNING")
            manage(run.environ, "makemigrations", "--check", "--dry-run")
            manage(run.environ, "metrics_docs", "--check")
    except EnvironmentProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
