"""The demo, really running, for the parts of the bench that ask it as visitors do."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from daas.env import ROOT

LARGEST = 600_000
"""Payments beyond this make the lake larger, not the page: it reads what a worker computed."""
PORT = "8979"
PASSWORD = "demo-Passw0rd"


@contextmanager
def demo_running(size: int) -> Iterator[dict[str, str]]:
    """Make a demo of so many payments and run it; give the environment that it was started with."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {name: value for name, value in os.environ.items() if name not in {"LAKE_URI", "DATABASE_URL"}}
        environ |= {"VAR_DIR": folder, "DEMO_SIZE": str(min(size, LARGEST)), "PORT": PORT}
        log = Path(folder, "bench.log")
        with log.open("w") as out:
            run = subprocess.Popen(
                [sys.executable, "-m", "daas.runner", "demo"], cwd=ROOT, env=environ, stdout=out, stderr=out
            )
        try:
            while not Path(folder, "run", "ready").exists():
                if run.poll() is not None:
                    raise RuntimeError(log.read_text())
                time.sleep(0.2)
            yield environ
        finally:
            run.terminate()
            run.wait()
