"""Management commands of a run, and the words that greet the person who started it."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping

from daas.env import ROOT, EnvironmentProblem

DEMO_PARTNERS = ("discount", "coffee", "bakery", "flowers")


def manage(environ: Mapping[str, str], *arguments: str) -> None:
    """Run one management command to its end, in sight of the person at the terminal.

    Raises
    ------
    EnvironmentProblem
        When it fails; it has said why.
    """
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if subprocess.run(command, env={**environ, "LOG_LEVEL": "WARNING"}, cwd=ROOT, check=False).returncode:
        raise EnvironmentProblem(f"{arguments[0]} failed; what it said stands above.")


def prepare(environ: Mapping[str, str], *, demo: bool) -> None:
    """Bring everything up to date, and make the demo if this is one."""
    size = os.environ.get("DEMO_SIZE")
    wanted = ["--demo", *(["--size", size] if size else []), *(["--everyone"] if os.environ.get("ALL") else [])]
    manage(environ, "prepare", *(wanted if demo else []))


def say(text: str) -> None:
    """Tell the person at the terminal what is happening."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def welcome(environ: Mapping[str, str], started: float, *, demo: bool) -> None:
    """Print where to go and how to sign in."""
    base = environ["BASE_DOMAIN"]
    say(f"\nReady after {time.monotonic() - started:.0f} s.  http://{base}/\n")
    if demo:
        for subdomain in DEMO_PARTNERS:
            say(f"  http://{subdomain}.{base}/   owner@{subdomain}.example")
        say(f"  http://{base}/admin/   manager@bank.example")
        say("  password of each: demo-Passw0rd")
        say(f"  sent e-mails: http://{base}/mail/\n")
    say("Ctrl-C stops everything.")
