"""The whole product as a stranger runs it: real processes, reached only by commands and HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from daas.env import ROOT

OUTSIDE = ("DATABASE_URL", "REDIS_URL", "LAKE_URI", "BASE_DOMAIN", "PORT", "SECRET_KEY", "DEBUG", "DEMO", "EMAIL_URL",
           "VAR_DIR", "PYTEST_XDIST_WORKER", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET",
           "STRIPE_API_BASE")  # fmt: skip


@dataclass
class House:
    """A running product and the folder of its state."""

    var: Path
    port: int
    process: subprocess.Popen[str] | None = None

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a stranger: nothing of the test's own."""
        clean = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        return {**clean, "VAR_DIR": str(self.var)}

    def start(self, command: str = "demo", **names: str) -> None:
        """Start it and wait until it says that it is ready."""
        environ = {**self.environ, "PORT": str(self.port), **names}
        log = (self.var / "stranger.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "daas.runner", command], cwd=ROOT, env=environ, stdout=log, stderr=log, text=True
        )
        ready = self.var / "run" / "ready"
        deadline = time.monotonic() + 240
        while not ready.exists():
            told = (self.var / "stranger.log").read_text()
            assert self.process.poll() is None, told
            assert time.monotonic() < deadline, told
            time.sleep(0.1)

    def stop(self) -> int:
        """Press Ctrl-C and wait for the end; return the exit status."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(60)
        self.process = None
        return status

    def manage(self, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        """Run one management command with no further environment, as the contract promises."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environ, capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done

    def json(self, *arguments: str) -> Any:
        """Run one management command with `--json` and read its answer."""
        return json.loads(self.manage(*arguments, "--json").stdout)

    def get(self, subdomain: str, path: str, key: str = "") -> tuple[int, Any]:
        """Ask a partner's host; return status and JSON, or text."""
        host = f"{subdomain}.localhost:{self.port}" if subdomain else f"localhost:{self.port}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": host, **({"Authorization": f"Bearer {key}"} if key else {})}
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, json.loads(body) if "json" in (response.getheader("Content-Type") or "") else body

    def children(self, name: str) -> list[int]:
        """Return the processes of this house whose command line names `name`."""
        assert self.process is not None
        listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
        family = {self.process.pid}
        for _ in range(4):
            family |= {int(pid) for pid, parent, _ in rows if int(parent) in family}
        return [int(pid) for pid, _, line in rows if int(pid) in family and name in line]


@contextmanager
def house(var: Path) -> Iterator[House]:
    """Give a house that is stopped in the end, whatever happened."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = House(var, port)
    try:
        yield own
    finally:
        own.stop()
