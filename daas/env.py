"""The environment, typed. A wrong or missing name stops the start with one line that names it."""

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lake.disclosure import Rules, stricter

ROOT: Final = Path(__file__).resolve().parent.parent
VAR: Final = Path(os.environ.get("VAR_DIR") or ROOT / "var")
"""Where all state lives; VAR_DIR lets a test have one of its own."""
LEFT_BY_RUNNER: Final = VAR / "run" / "environment.json"

Network = IPv4Network | IPv6Network
ENGINES: Final = ("duckdb", "spark")


class EnvironmentProblem(Exception):  # noqa: N818  it is a sentence for a person
    """One line: which name is wrong and what it should be."""


@dataclass(frozen=True, slots=True)
class Environment:
    """All that the product takes from outside."""

    database_url: str
    redis_url: str
    lake_uri: str
    lake_engine: str
    spark_master: str
    base_domain: str
    port: int
    secret_key: str
    pseudonym_secret: str
    debug: bool
    demo: bool
    email_url: str
    stripe_secret_key: str
    stripe_webhook_secret: str
    stripe_api_base: str
    trusted_proxies: tuple[Network, ...]
    disclosure_rules: Rules
    disclosure_off: frozenset[str]

    @property
    def base_host(self) -> str:
        """The public host without its port; partners live one label below it."""
        return self.base_domain.rsplit(":", 1)[0] if ":" in self.base_domain else self.base_domain

    @property
    def pseudonym_key(self) -> bytes:
        """What customers' pseudonyms are salted with: a key of its own, so that nothing else gives it away."""
        secret = self.pseudonym_secret or self.secret_key
        return hmac.digest(secret.encode(), b"pseudonyms of customers", "sha256")

    @property
    def secure(self) -> bool:
        """Whether visitors come over https: everywhere but on this machine and in debugging."""
        return not (self.debug or self.base_host == "localhost" or self.base_host.endswith(".localhost"))


class _Reader:
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def text(self, name: str, default: str | None = None) -> str:
        if value := self.names.get(name):
            return value
        if path := self.names.get(f"{name}_FILE"):
            try:
                return Path(path).read_text().strip()
            except OSError as error:
                raise EnvironmentProblem(f"{name}_FILE: {path} can't be read ({error.strerror}).") from error
        if default is None:
            raise EnvironmentProblem(
                f"{name} is not set. Set it, or start `make demo` or `make services` first: they bring their own."
            )
        return default

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name)
        if urlsplit(value).scheme not in schemes:
            raise EnvironmentProblem(f"{name} must start with {' or '.join(f'{s}://' for s in schemes)}.")
        return value

    def flag(self, name: str) -> bool:
        value = self.text(name, "0").lower()
        if value not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
            raise EnvironmentProblem(f"{name} must be 1 or 0, not {value!r}.")
        return value in {"1", "true", "yes", "on"}

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit() or not 0 < int(value) < 65536:
            raise EnvironmentProblem(f"{name} must be a number between 1 and 65535, not {value!r}.")
        return int(value)

    def networks(self, name: str) -> tuple[Network, ...]:
        try:
            return tuple(ip_network(part.strip()) for part in self.text(name, "").split(",") if part.strip())
        except ValueError as error:
            raise EnvironmentProblem(
                f"{name} must be addresses or networks with commas between them, like 10.0.0.5,192.168.0.0/16."
            ) from error

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.text(name, "").split(",") if part.strip())

    def disclosure_rules(self, name: str) -> Rules:
        pairs = [word.partition("=") for word in self.words(name)]
        try:
            return stricter({key.strip(): value.strip() for key, _, value in pairs})
        except ValueError as error:
            raise EnvironmentProblem(f"{name}: {error}") from error

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, allowed[0])
        if value not in allowed:
            raise EnvironmentProblem(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
        return value


def names_in_force(own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the names set by the caller over those a running demo left for `manage.py`."""
    left: dict[str, str] = {}
    if LEFT_BY_RUNNER.exists():
        left = json.loads(LEFT_BY_RUNNER.read_text())
    own = os.environ if own is None else own
    # A name given as NAME_FILE by the caller wins over a NAME left by the demo.
    given = {name.removesuffix("_FILE") for name, value in own.items() if value}
    return {**{name: value for name, value in left.items() if name not in given}, **own}


def environment(own: Mapping[str, str] | None = None) -> Environment:
    """Read and check the whole environment.

    Raises
    ------
    EnvironmentProblem
        For the first name that is missing or wrong.
    """
    read = _Reader(names_in_force(own))
    port = read.number("PORT", 8000)
    base_domain = read.text("BASE_DOMAIN", f"localhost:{port}").lower()
    if "/" in base_domain or " " in base_domain:
        raise EnvironmentProblem(f"BASE_DOMAIN must be a host, with a port if need be, not {base_domain!r}.")
    secret_key = read.text("SECRET_KEY")
    if len(secret_key) < 32:
        raise EnvironmentProblem("SECRET_KEY must have at least 32 characters.")
    pseudonym_secret = read.text("PSEUDONYM_SECRET", "")
    if pseudonym_secret and len(pseudonym_secret) < 32:
        raise EnvironmentProblem("PSEUDONYM_SECRET must have at least 32 characters, or be left out.")
    return Environment(
        database_url=read.url("DATABASE_URL", ("postgres", "postgresql")),
        redis_url=read.url("REDIS_URL", ("redis", "rediss", "unix")),
        lake_uri=read.text("LAKE_URI"),
        lake_engine=read.one_of("LAKE_ENGINE", ENGINES),
        spark_master=read.text("SPARK_MASTER", ""),
        base_domain=base_domain,
        port=port,
        secret_key=secret_key,
        pseudonym_secret=pseudonym_secret,
        debug=read.flag("DEBUG"),
        demo=read.flag("DEMO"),
        email_url=read.text("EMAIL_URL", "console:"),
        stripe_secret_key=read.text("STRIPE_SECRET_KEY", ""),
        stripe_webhook_secret=read.text("STRIPE_WEBHOOK_SECRET", ""),
        stripe_api_base=read.text("STRIPE_API_BASE", ""),
        trusted_proxies=read.networks("TRUSTED_PROXIES"),
        disclosure_rules=read.disclosure_rules("DISCLOSURE_RULES"),
        disclosure_off=frozenset(read.words("DISCLOSURE_OFF")),
    )
