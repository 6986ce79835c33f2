"""The typed environment: what is missing or wrong stops the start with one line that names it."""

import subprocess
import sys
from pathlib import Path

import pytest

from daas.email import email_settings
from daas.env import ROOT, EnvironmentProblem, environment

GOOD = {
    "DATABASE_URL": "postgresql://daas@db/daas",
    "REDIS_URL": "redis://cache:6379/0",
    "LAKE_URI": "s3://bank/lake",
    "SECRET_KEY": "s" * 40,
}


def test_a_whole_environment_is_typed() -> None:
    env = environment({**GOOD, "PORT": "9000", "DEBUG": "yes"})
    assert (env.port, env.debug, env.demo, env.base_domain, env.base_host) == (
        9000,
        True,
        False,
        "localhost:9000",
        "localhost",
    )


def test_a_bank_may_be_stricter_or_silent() -> None:
    env = environment(
        {**GOOD, "DISCLOSURE_RULES": "growth_holdings=7, largest_share=0.3", "DISCLOSURE_OFF": "peers, a"}
    )
    assert (env.disclosure_rules.growth_holdings, env.disclosure_rules.largest_share) == (7, 0.3)
    assert env.disclosure_off == {"peers", "a"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "http://x"),
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DEBUG", "maybe"),
        ("LAKE_ENGINE", "pandas"),
        ("SECRET_KEY", "short"),
        ("DISCLOSURE_RULES", "growth_holdings=3"),
        ("DISCLOSURE_RULES", "nonsense=3"),
        ("BASE_DOMAIN", "https://bank.ru/"),
    ],
)
def test_a_wrong_value_names_itself(name: str, value: str) -> None:
    with pytest.raises(EnvironmentProblem, match=name):
        environment({**GOOD, name: value})


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "LAKE_URI", "SECRET_KEY"])
def test_a_missing_name_says_what_to_do(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("daas.env.LEFT_BY_RUNNER", tmp_path / "none.json")
    with pytest.raises(EnvironmentProblem, match=rf"^{name} is not set.*make demo"):
        environment({key: value for key, value in GOOD.items() if key != name})


def test_a_name_can_be_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("k" * 50 + "\n")
    names = {key: value for key, value in GOOD.items() if key != "SECRET_KEY"}
    assert environment({**names, "SECRET_KEY_FILE": str(secret)}).secret_key == "k" * 50
    with pytest.raises(EnvironmentProblem, match="SECRET_KEY_FILE"):
        environment({**names, "SECRET_KEY_FILE": str(tmp_path / "absent")})


def test_what_the_demo_left_gives_way_to_what_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    left = tmp_path / "environment.json"
    left.write_text('{"LAKE_URI": "/left", "PORT": "8123"}')
    monkeypatch.setattr("daas.env.LEFT_BY_RUNNER", left)
    names = {key: value for key, value in GOOD.items() if key != "LAKE_URI"}
    assert environment(names).lake_uri == "/left"
    assert environment(GOOD).lake_uri == "s3://bank/lake"
    assert environment(GOOD).port == 8123


@pytest.mark.parametrize(
    ("url", "backend"),
    [("console:", "console"), ("file:///letters", "filebased"), ("smtp://u:p%40@mail:587", "smtp")],
)
def test_email_by_address(url: str, backend: str) -> None:
    assert backend in email_settings(url)[0]


def test_email_of_another_kind_is_refused() -> None:
    with pytest.raises(EnvironmentProblem, match="EMAIL_URL"):
        email_settings("pigeon://roof")


def test_manage_says_one_line_and_fails() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check"],
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "nonsense", "SECRET_KEY": "s" * 40},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "DATABASE_URL" in done.stderr
