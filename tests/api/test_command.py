"""`api_key_create` prints a working key once, and says in one line what is wrong."""

import json
from typing import Any

import pytest

from daas.management.commands.api_key_create import Command
from tests.api.conftest import Ask


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = 0
    try:
        Command().run_from_argv(["manage.py", "api_key_create", *arguments])
    except SystemExit as end:
        status = int(end.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture(autouse=True)
def connection_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command ends its process's connections; here they are the test's own."""
    from django.db import connections

    monkeypatch.setattr(connections, "close_all", lambda: None)


def test_it_prints_a_key_that_works(alpha: Any, beta: Any, pros: Any, ask: Ask, capsys: Any) -> None:
    status, out, _ = run(capsys, "--partner", "alpha", "--name", "script", "--json")
    key = json.loads(out)["key"]
    assert status == 0
    assert ask(alpha, "metrics/", key).status_code == 200
    assert ask(beta, "metrics/", key).status_code == 401
    status, out, _ = run(capsys, "--partner", "alpha", "--name", "writer", "--scope", "write")
    assert status == 0
    assert ask(alpha, "metrics/", out.strip(), method="POST").status_code == 405


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--partner", "nobody", "--name", "x"], "nobody"),
        (["--partner", "public", "--name", "x"], "public"),
        (["--partner", "", "--name", "x"], "partner"),
        (["--partner", "alpha", "--name", " "], "1"),
        (["--partner", "alpha", "--name", "x", "--scope", "admin"], "admin"),
        (["--partner", "alpha"], "--name"),
        (["--name", "x"], "--partner"),
        (["--partner", "alpha", "--name", "x", "--colour", "red"], "--colour"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], named: str, cast: Any, capsys: Any) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (1, "")
    lines = [line for line in err.splitlines() if not line.startswith("{")]
    assert len(lines) == 1
    assert named in lines[0]
