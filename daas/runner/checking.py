"""The part of `make check` that needs the environment: settings, migrations, generated documents, types."""

import subprocess
import sys

from daas.env import ROOT, VAR, EnvironmentProblem
from daas.runner.making import manage
from daas.runner.servers import servers


def main() -> int:
    """Run each check on servers that are thrown away; say which one failed."""
    try:
        with servers(VAR / "check", {"LAKE_URI": str(VAR / "check" / "lake"), "DEBUG": "0"}, throwaway=True) as run:
            manage(run.environ, "check", "--fail-level", "WARNING")
            manage(run.environ, "makemigrations", "--check", "--dry-run")
            manage(run.environ, "metrics_docs", "--check")
            # Its Django plugin loads the settings, which need the environment.
            types = subprocess.run([sys.executable, "-m", "mypy", "."], cwd=ROOT, env=run.environ, check=False)
    except EnvironmentProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return types.returncode


if __name__ == "__main__":
    sys.exit(main())
