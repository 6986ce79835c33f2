"""`python -m daas.runner demo | up | down | status | services`."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from daas.env import VAR, EnvironmentProblem
from daas.runner.making import prepare, say, welcome
from daas.runner.payments import local_stripe_start
from daas.runner.processes import Supervisor
from daas.runner.servers import left_for_manage, servers

RUN: Final = VAR / "run"
PID: Final = RUN / "pid"
READY: Final = RUN / "ready"


class Stopped(BaseException):
    """Someone asked the run to end."""


def run(*, web: bool) -> None:
    """Start everything, stay, and stop everything."""
    started = time.monotonic()
    demo = web and not _given("LAKE_URI")
    port = os.environ.get("PORT") or "8000"
    extra = {"PORT": port, "BASE_DOMAIN": os.environ.get("BASE_DOMAIN") or f"localhost:{port}"}
    if not _given("LAKE_URI"):
        extra["LAKE_URI"] = str(VAR / "lake")
    if demo:
        extra["DEMO"] = "1"
    if not _given("EMAIL_URL"):
        (VAR / "mail").mkdir(parents=True, exist_ok=True)
        extra["EMAIL_URL"] = f"file://{VAR / 'mail'}"
    with ExitStack() as stack:
        stack.enter_context(_only_run())
        if web:
            _port_is_free(int(port))
        supervisor = stack.enter_context(servers(VAR, extra))
        if web and not _given("STRIPE_SECRET_KEY"):
            local_stripe_start(supervisor, VAR / "stripe", int(port))
        environ = supervisor.environ
        stack.enter_context(left_for_manage(environ))
        prepare(environ, demo=demo)
        if web:
            _start_product(supervisor, port)
        READY.write_text(environ["BASE_DOMAIN"])
        stack.callback(READY.unlink, missing_ok=True)
        if web:
            welcome(environ, started, demo=demo)
        else:
            say("PostgreSQL and Redis run, the tables are there; manage.py talks to them. Ctrl-C stops both.")
        supervisor.watch(lambda: True)


def _start_product(supervisor: Supervisor, port: str) -> None:
    python = sys.executable
    celery = (python, "-m", "celery", "-A", "celery_app")
    supervisor.start("worker", *celery, "worker", "-Q", "small,big", "-c", "2", "-O", "fair", "--loglevel", "WARNING",
                     "--without-gossip", "--without-mingle")  # fmt: skip
    supervisor.start("beat", *celery, "beat", "--loglevel", "WARNING", "-s", str(RUN / "beat-schedule"))
    supervisor.start("web", python, "-m", "gunicorn", "daas.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
                     "--threads", "4", "--worker-tmp-dir", str(RUN), "--no-control-socket")  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise EnvironmentProblem(f"The web did not start; its output is in {supervisor.logs / 'web.log'}.")


@contextmanager
def _only_run() -> Iterator[None]:
    """Hold the checkout: a second demo beside a running one gets one clear line."""
    RUN.mkdir(parents=True, exist_ok=True)
    with (RUN / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise EnvironmentProblem("It already runs in this checkout; `make down` stops it.") from error
        PID.write_text(str(os.getpid()))
        try:
            yield
        finally:
            PID.unlink(missing_ok=True)


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise EnvironmentProblem(f"PORT {port} is in use by another program; choose one with PORT=8001.") from error


def _given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def up(command: str = "demo") -> None:
    """Start in the background and return when it serves."""
    if _running():
        say("It already runs.")
        return
    RUN.mkdir(parents=True, exist_ok=True)
    log = VAR / "log" / f"{command}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "daas.runner", command],
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    shown = 0
    while process.poll() is None and not READY.exists():
        time.sleep(0.3)
        shown = _show(log, shown)
    time.sleep(0.5)
    _show(log, shown)
    if process.poll() is not None:
        raise EnvironmentProblem(f"It did not start; the whole output is in {log}.")


def _show(log: Path, shown: int) -> int:
    text = log.read_text(errors="replace")
    sys.stdout.write(text[shown:].replace("Ctrl-C stops everything.", "`make down` stops everything."))
    sys.stdout.flush()
    return len(text)


def down() -> None:
    """Stop what runs in the background, and wait for it."""
    pid = _running()
    if not pid:
        say("Nothing runs.")
        return
    os.kill(pid, signal.SIGTERM)
    for _ in range(600):
        if not _running():
            say("Stopped.")
            return
        time.sleep(0.1)
    raise EnvironmentProblem(f"Process {pid} does not end; its output is in {VAR / 'log'}.")


def status() -> int:
    """Say what runs; 3 when nothing does, as service managers do."""
    pid = _running()
    if not pid:
        say("Nothing runs.")
        return 3
    say(f"Runs (process {pid})" + (f", http://{READY.read_text()}/" if READY.exists() else ", still starting"))
    return 0


def _running() -> int:
    """Return the process that holds this checkout's lock; 0 when none does."""
    if not (RUN / "lock").exists():
        return 0
    with (RUN / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return int(PID.read_text()) if PID.exists() else 0
    return 0


def _stop(_number: int, _frame: object) -> None:
    # Once is enough: a second Ctrl-C must not interrupt the shutdown.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Stopped


def main(arguments: Mapping[int, str]) -> int:
    """Do what the first argument says."""
    command = arguments.get(1, "demo")
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    try:
        if command == "status":
            return status()
        {"demo": lambda: run(web=True), "services": lambda: run(web=False), "up": up, "down": down}[command]()
    except Stopped:
        say("\nStopped.")
    except (EnvironmentProblem, RuntimeError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(dict(enumerate(sys.argv))))
