"""Recompute of partners against the same metrics by pandas, straight from the lake's Parquet, in one run.

`python -m bench.recompute_bench SIZE [SAMPLE]` for it alone.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.figures import Figure, at_least
from bench.recompute_pandas import EVERY, pandas_recompute

PARTNERS = 146
SAMPLE = 3
SEED = 7


def figures(size: int, sample: int = SAMPLE) -> Iterator[Figure]:
    """Yield recompute against pandas for a lake of `size` payments."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _product(Path(folder)):
        from insights.recompute import metric_recompute  # noqa: PLC0415  needs the settings made above

        partners, store = _bank(Path(folder), size)
        seconds: dict[str, float] = {}
        visits: dict[str, int] = {}
        begun = time.monotonic()
        for partner in partners:
            started = time.monotonic()
            report = metric_recompute(partner)
            seconds[partner.inn], visits[partner.inn] = time.monotonic() - started, report.visits
        whole = time.monotonic() - begun
        # From the smallest to the largest, evenly.
        ranked = sorted(visits, key=lambda inn: visits[inn])
        chosen = [ranked[round(place * (len(ranked) - 1) / max(1, sample - 1))] for place in range(sample)]
        ours = sum(seconds[inn] for inn in chosen)
        theirs = sum(pandas_recompute(store, inn) for inn in chosen)
        started = time.monotonic()
        for partner in partners:
            metric_recompute(partner)
        again = time.monotonic() - started
    yield at_least(
        f"pandas / recompute, {sample} partners, smallest to largest",
        theirs / ours,
        20,
        f"{theirs:.1f} s (medians of every {EVERY}th day, times {EVERY}) / {ours:.2f} s; "
        f"all {len(partners)} partners {whole:.1f} s, nothing new {again:.1f} s",
    )


@contextmanager
def _product(folder: Path) -> Iterator[None]:
    """Start an empty product of the bench's own."""
    from daas.runner.servers import servers  # noqa: PLC0415

    names = {
        "LAKE_URI": str(folder / "lake"),
        "BASE_DOMAIN": "localhost:8000",
        "DEBUG": "0",
        "DEMO": "0",
        "EMAIL_URL": "console:",
        "PORT": "8000",
    }
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    with servers(folder / "servers", names, throwaway=True) as supervisor:
        os.environ.update(supervisor.environ)
        import django  # noqa: PLC0415

        django.setup()
        import logging  # noqa: PLC0415

        logging.disable(logging.INFO)
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate_partners", verbosity=0)
        yield


def _bank(folder: Path, size: int) -> tuple[list[Any], Any]:
    """Write, import and fold a demo lake; open a workspace for each of its companies."""
    from django.conf import settings  # noqa: PLC0415

    from billing.services import partner_open  # noqa: PLC0415
    from lake.demo import demo_write  # noqa: PLC0415
    from lake.directory import companies  # noqa: PLC0415
    from lake.ingest import lake_import  # noqa: PLC0415
    from lake.marts import marts_refresh  # noqa: PLC0415
    from lake.store import Store  # noqa: PLC0415
    from tenants.provisioning import partner_provision  # noqa: PLC0415

    demo_write(folder / "raw", partners=PARTNERS, customers=max(2_000, size // 50), transactions=size, seed=SEED)
    store = Store.open(settings.LAKE_URI)
    lake_import(store, str(folder / "raw"))
    marts_refresh(store)
    partners = []
    for number, company in enumerate(companies(store)):
        partner = partner_open(
            name=company.name,
            inn=company.inn,
            subdomain=f"bench-{number}",
            owner_email=f"owner@bench-{number}.example",
            password="bench-Passw0rd",
            plan="network",
        )
        partners.append(partner_provision(partner))
    return partners, store


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    for figure in figures(words[0] if words else 1_000_000, *words[1:2]):
        print(figure)
