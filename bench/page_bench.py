"""Pages with figures against an empty signed-in page, and their number of queries, on a demo lake that really runs."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench.demo_running import PASSWORD, demo_running
from bench.figures import Figure, at_most
from daas.env import ROOT

ROUNDS = 150
PAGES = {"/": "overview", "/customers/": "customers"}


def figures(size: int) -> Iterator[Figure]:
    """Make a demo, sign in as two owners, and read both pages in turn."""
    with demo_running(size) as environ:
        measured = subprocess.run(
            [sys.executable, "-m", "bench.page_bench"],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.split()
    empty = float(measured[0])
    for at, (path, name) in enumerate(PAGES.items()):
        taken, large, small = float(measured[1 + at * 3]), int(measured[2 + at * 3]), int(measured[3 + at * 3])
        detail = f"{taken * 1000:.1f} ms / {empty * 1000:.1f} ms"
        yield at_most(f"{name} ({path}) p95 / an empty signed-in page p95", taken / empty, 3.0, detail)
        yield Figure(f"queries of {path}, largest partner", large, f"= {small} (smallest)", large == small)


def _inside() -> None:
    """Measure in a process that has the demo's environment; print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daas.settings")
    import django  # noqa: PLC0415  after the environment is there

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    settings.ROOT_URLCONF = "bench.page_addresses"
    clients = {name: _signed_in(Client, name) for name in ("discount", "bakery")}
    large, small = clients["discount"], clients["bakery"]
    seen: dict[str, list[float]] = {"/empty/": [], **{path: [] for path in PAGES}}
    for number in range(ROUNDS + 10):
        for path, times in seen.items():
            started = time.perf_counter()
            answer = large.get(path)
            taken = time.perf_counter() - started
            assert answer.status_code == 200, answer.status_code
            if number >= 10:
                times.append(taken)
    p95 = {path: statistics.quantiles(times, n=20)[-1] for path, times in seen.items()}
    pages = ((p95[path], _queries(large, path), _queries(small, path)) for path in PAGES)
    print(p95["/empty/"], *(number for page in pages for number in page))


def _signed_in(client_class: Any, subdomain: str) -> Any:
    client = client_class(SERVER_NAME=f"{subdomain}.localhost")
    signed = client.post(
        "/sign-in/",
        {"username": f"owner@{subdomain}.example", "email": f"owner@{subdomain}.example", "password": PASSWORD},
    )
    assert signed.status_code == 302, signed.content.decode()[:2000]
    return client


def _queries(client: Any, path: str) -> int:
    from django.db import connection  # noqa: PLC0415

    asked = []
    client.get(path)  # the first visitor after a run draws the page, the next ones find it

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert client.get(path).status_code == 200
    return len(asked)


if __name__ == "__main__":
    _inside()
