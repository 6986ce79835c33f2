"""What a first start makes and a second one finds: tables, a lake, partners, figures.

Every step asks what is there before it does anything, so a start that was interrupted goes on.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from daas.env import ROOT, VAR, EnvironmentProblem
from daas.messages import compile_all

SEED: Final = "7"
DEFAULT_SIZE: Final = 600_000
DEMO_PASSWORD: Final = "demo-Passw0rd"  # noqa: S105  printed for everyone who runs the demo


def manage(environ: Mapping[str, str], *arguments: str, quiet: bool = False) -> str:
    """Run one management command to its end.

    Raises
    ------
    EnvironmentProblem
        With the command's own line when it fails.
    """
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=dict(environ),
        cwd=ROOT,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.PIPE if quiet else None,
        text=True,
        check=False,
        start_new_session=quiet,
    )
    if done.returncode:
        told = (done.stderr or "").strip().splitlines()
        raise EnvironmentProblem(f"{arguments[0]} failed. {told[-1] if told else ''}".strip())
    return done.stdout or ""


def say(text: str) -> None:
    """Tell the person at the terminal what is happening."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def prepare(environ: Mapping[str, str]) -> None:
    """Bring the database and the translations up to date; make the files that the web serves."""
    compile_all()
    say("Preparing the database")
    manage(environ, "migrate_partners", quiet=True)
    manage(environ, "collectstatic", "--no-input", quiet=True)


def make_lake(environ: Mapping[str, str]) -> None:
    """Write the demo lake and import it, unless that was done."""
    lake = Path(environ["LAKE_URI"])
    size = int(os.environ.get("DEMO_SIZE") or DEFAULT_SIZE)
    done = lake / "demo-size"
    if done.exists() and done.read_text() == str(size):
        return
    if done.exists():
        raise EnvironmentProblem(
            f"The demo lake holds {done.read_text()} payments. Run `make clean` before another DEMO_SIZE."
        )
    raw = VAR / "demo-raw"
    say(f"Writing a bank's payments: {size:,}".replace(",", " "))
    customers = str(max(2000, size // 50))
    manage(environ, "lake_demo", str(raw), "--partners", "146", "--customers", customers, "--transactions", str(size),
           "--seed", SEED, "--truth", str(VAR / "demo-truth.json"))  # fmt: skip
    say("Importing them")
    manage(environ, "lake_import", str(raw))
    done.write_text(str(size))
    for path in sorted(raw.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    raw.rmdir()


def make_partners(environ: Mapping[str, str]) -> None:
    """Provision the demo partners that are not there yet and compute what is not computed."""
    say("Opening the demo partners")
    manage(environ, "demo_partners", *(["--all"] if os.environ.get("ALL") else []))
    say("Computing their figures")
    manage(environ, "recompute", "--all", "--inline")


def welcome(environ: Mapping[str, str], started: float, *, demo: bool) -> None:
    """Print where to go and how to sign in."""
    base = environ["BASE_DOMAIN"]
    say(f"\nReady after {time.monotonic() - started:.0f} s.  http://{base}/\n")
    if demo:
        for subdomain in ("discount", "coffee", "bakery", "flowers"):
            say(f"  http://{subdomain}.{base}/   owner@{subdomain}.example")
        say(f"  http://{base}/admin/   manager@bank.example")
        say(f"  password of each: {DEMO_PASSWORD}")
        say(f"  sent e-mails: http://{base}/mail/\n")
    say("Ctrl-C stops everything.")
