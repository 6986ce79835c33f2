"""A new workspace with 300 partners present, from the worker's start to a host that serves, against a bare clone.

`python -m bench.provision_bench [PARTNERS]` for it alone.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figures import Figure, at_most
from bench.recompute_bench import _product

PARTNERS = 300
ROUNDS = 9
DIGITS = 10**8
"""First of the INNs that are made up, without their check digit."""


def figures(size: int, partners: int = PARTNERS) -> Iterator[Figure]:
    """Yield the time of a sign-up's whole opening against that of a schema's clone, in turn, in one run."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _product(Path(folder)):
        from tenants.cloning import schema_clone  # noqa: PLC0415  needs the settings made above
        from tenants.migrating import TEMPLATE, template_ensure  # noqa: PLC0415

        template_ensure()
        _bank(Path(folder), min(size, 100_000))
        for number in range(partners):
            _neighbour(number, _person("owner@neighbours.example"))
        clone: list[float] = []
        whole: list[float] = []
        for number in range(ROUNDS + 1):
            started = time.perf_counter()
            schema_clone(TEMPLATE, f"p_bare_{number}")
            cloned = time.perf_counter() - started
            wish = _entered(number)
            started = time.perf_counter()
            _open(wish)
            opened = time.perf_counter() - started
            if number:  # the first of each warms the process
                clone.append(cloned)
                whole.append(opened)
    bare, usable = statistics.median(clone), statistics.median(whole)
    detail = f"{usable * 1000:.0f} ms / {bare * 1000:.0f} ms, {partners} partners present"
    yield at_most("workspace usable / bare schema clone", usable / bare, 2.0, detail)


def _bank(folder: Path, size: int) -> None:
    from django.conf import settings  # noqa: PLC0415

    from lake.demo import demo_write  # noqa: PLC0415
    from lake.ingest import lake_import  # noqa: PLC0415
    from lake.marts import marts_refresh  # noqa: PLC0415
    from lake.store import Store  # noqa: PLC0415

    demo_write(folder / "raw", partners=146, customers=2_000, transactions=size, seed=7)
    store = Store.open(settings.LAKE_URI)
    lake_import(store, str(folder / "raw"))
    marts_refresh(store)


def _neighbour(number: int, owner: Any) -> None:
    from billing.services import partner_open  # noqa: PLC0415
    from lake.demo.inn import inn_complete  # noqa: PLC0415
    from tenants.provisioning import partner_provision  # noqa: PLC0415

    partner = partner_open(
        name=f"Neighbour {number}",
        inn=inn_complete(str(DIGITS + number)),
        subdomain=f"neighbour-{number}",
        owner_email=owner.email,
        owner=owner,
    )
    partner_provision(partner)


def _entered(number: int) -> Any:
    """Do what the form and the page after the letter do: the partner is entered, its schema is the worker's."""
    from lake.demo.inn import inn_complete  # noqa: PLC0415
    from onboarding.services.sign_up import sign_up_begin, sign_up_open  # noqa: PLC0415

    person = _person(f"new-{number}@bench.example")
    wish = sign_up_begin(user=person, company=f"New shop {number}", inn=inn_complete(str(2 * DIGITS + number)))
    return sign_up_open(sign_up=wish)


def _open(wish: Any) -> Any:
    """Do what the worker does, until the host serves."""
    from django.test import Client  # noqa: PLC0415

    from onboarding.models import SignUp  # noqa: PLC0415
    from onboarding.services.workspace import workspace_prepare  # noqa: PLC0415

    row = wish
    assert workspace_prepare(sign_up=row.pk) == SignUp.State.READY
    row.refresh_from_db()
    assert row.partner is not None
    answer = Client(SERVER_NAME=f"{row.partner.subdomain}.localhost").get("/api/v1/account/")
    assert answer.status_code == 401, "the host asks for a key: it serves"
    return row


def _person(email: str) -> Any:
    from tenants.models import User  # noqa: PLC0415

    return User.objects.get_or_create(email=email, defaults={"password": "!"})[0]


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    for figure in figures(100_000, *words[:1]):
        print(figure)
