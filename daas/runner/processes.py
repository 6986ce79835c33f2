"""Child processes: started together, restarted when one dies, stopped together in reverse order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Child:
    """One process and how to start it again."""

    name: str
    command: Sequence[str]
    log: Path
    restarts: int = 0
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None)


class Supervisor:
    """Keeps the children of one run."""

    def __init__(self, environ: Mapping[str, str], logs: Path) -> None:
        self.environ = dict(environ)
        self.logs = logs
        self.children: list[Child] = []
        self.stopping = False
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *command: str) -> None:
        """Start a process whose output goes to `var/log/NAME.log`."""
        child = Child(name, command, self.logs / f"{name}.log")
        self.children.append(child)
        self._launch(child)

    def watch(self, wanted: Callable[[], bool]) -> None:
        """Wait while `wanted()`; start again what died, up to ten times each."""
        while wanted():
            for child in self.children:
                if child.process is not None and child.process.poll() is not None:
                    self._revive(child)
            time.sleep(0.3)

    def stop(self) -> None:
        """Stop every child, the last started first, and wait for each."""
        self.stopping = True
        for child in reversed(self.children):
            process = child.process
            if process is None or process.poll() is not None:
                continue
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _launch(self, child: Child) -> None:
        child.started = time.monotonic()
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(
                child.command,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  the runner has no threads
            )

    def _revive(self, child: Child) -> None:
        if child.restarts >= 10:
            raise RuntimeError(f"{child.name} keeps dying; its output is in {child.log}.")
        child.restarts += 1
        sys.stderr.write(f"{child.name} ended unexpectedly and is started again (see {child.log}).\n")
        time.sleep(min(child.restarts, 5))
        self._launch(child)


def _die_with_parent() -> None:
    """On Linux: when the runner itself is killed, its children end too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
