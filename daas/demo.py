"""What a first `make demo` makes and a second one finds: a bank's lake, partners, figures.

Every step asks what is there before it does anything, so a start that was interrupted goes on.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command

from billing.services import partner_open
from daas.env import VAR, EnvironmentProblem
from insights.lake_access import lake_options, lake_store
from lake.demo import KNOWN
from lake.directory import companies
from onboarding.pictures import pictures_refresh
from tenants.models import Partner, User
from tenants.provisioning import partner_provision

SEED: Final = 7
PASSWORD: Final = "demo-Passw0rd"  # noqa: S105  printed for everyone who runs the demo
MANAGER: Final = "manager@bank.example"
PLANS_IN_TURN: Final = ("start", "growth", "pro", "network")

Say = Callable[[str], None]


def demo_make(*, size: int, everyone: bool, say: Say) -> None:
    """Make what is missing of the demo.

    Parameters
    ----------
    size : int
        Payments of the demo lake.
    everyone : bool
        Whether every company of the lake gets a workspace, not only the four with names of their own.
    say : callable
        Told what is being done.
    """
    if not settings.DEMO:
        raise EnvironmentProblem("The demo is made in demo mode only.")
    _lake(size, say)
    _partners(everyone=everyone, say=say)
    say("Computing the figures")
    call_command("recompute", inline=True)
    pictures_refresh()
    _invite(say)


def _invite(say: Say) -> None:
    """Name a company that nobody has opened yet: whoever signs up needs an INN of the bank."""
    taken = set(Partner.objects.values_list("inn", flat=True))
    free = next((one for one in companies(lake_store(), lake_options()) if one.inn not in taken), None)
    if free:
        say(f"To sign up yourself at /sign-up/, take the INN {free.inn}; its code comes to /mail/.")


def _lake(size: int, say: Say) -> None:
    """Write a bank's delivery and import it, unless that was done."""
    done = Path(settings.LAKE_URI) / "demo-size"
    if done.exists():
        if (made := done.read_text()) != str(size):
            raise EnvironmentProblem(f"The demo lake holds {made} payments; `make clean` before another DEMO_SIZE.")
        return
    raw = VAR / "demo-raw"
    say(f"Writing a bank's payments: {size:,}".replace(",", " "))
    call_command(
        "lake_demo", str(raw), partners=146, customers=max(2_000, size // 50), transactions=size, seed=SEED,
        truth=str(VAR / "demo-truth.json"),
    )  # fmt: skip
    say("Importing them")
    call_command("lake_import", str(raw))
    done.write_text(str(size))
    shutil.rmtree(raw)


def _partners(*, everyone: bool, say: Say) -> None:
    wanted = {known.inn: (subdomain, known.name, known.plan) for subdomain, known in KNOWN.items()}
    if everyone:
        others = (one for one in companies(lake_store(), lake_options()) if one.inn not in wanted)
        for number, company in enumerate(others):
            plan = PLANS_IN_TURN[number % len(PLANS_IN_TURN)]
            wanted[company.inn] = (f"shop-{number + 1}", company.name, plan)
    there = {partner.subdomain: partner for partner in Partner.objects.all()}
    missing = {inn: facts for inn, facts in wanted.items() if facts[0] not in there}
    if missing:
        say(f"Opening workspaces: {len(missing)}")
    manager = User.objects.filter(email=MANAGER).first() or User.objects.create_superuser(MANAGER, PASSWORD)
    for inn, (subdomain, name, plan) in missing.items():
        there[subdomain] = partner_open(
            name=name, inn=inn, subdomain=subdomain, owner_email=f"owner@{subdomain}.example", password=PASSWORD,
            plan=plan, account_manager=manager,
        )  # fmt: skip
    for subdomain, _name, _plan in wanted.values():
        if there[subdomain].status == Partner.Status.PROVISIONING:
            partner_provision(there[subdomain])
