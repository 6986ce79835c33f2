"""Loaded before Django: a PostgreSQL and a Redis of the tests' own, so that no test ever meets other data.

Named with `-p` in pyproject.toml. With `DATABASE_URL` and `REDIS_URL` set those servers are used
(pytest-django makes a database of its own there).
"""

import atexit
import fcntl
import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from daas.env import LEFT_BY_RUNNER, VAR
from daas.runner.servers import servers

FOLDER = Path(VAR / "test")


def _start() -> None:
    stack = ExitStack()
    atexit.register(stack.close)
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock = stack.enter_context((FOLDER / "lock").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pytest.exit("Another test run in this checkout is under way.", returncode=1)
    names = {
        "LAKE_URI": str(FOLDER / "lake"),
        "BASE_DOMAIN": "example.test",
        "DEBUG": "1",
        "EMAIL_URL": "console:",
        "PORT": "8000",
    }
    supervisor = stack.enter_context(servers(FOLDER, names, throwaway=True))
    os.environ.update(supervisor.environ)


# Workers of pytest-xdist inherit the first process's environment and its servers.
if "PYTEST_XDIST_WORKER" not in os.environ:
    # A demo that runs in this checkout must not lend its database to the tests.
    os.environ.setdefault("DEMO", "0")
    _start()
    assert os.environ["DATABASE_URL"] != "" or not LEFT_BY_RUNNER.exists()
