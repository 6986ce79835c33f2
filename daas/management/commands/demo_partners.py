"""Provision the demo's partners: the four with names of their own, or every company of the lake."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.services import partner_open
from daas.runner.making import DEMO_PASSWORD
from insights.lake_access import lake_options, lake_store
from lake.demo import KNOWN
from lake.directory import companies
from tenants.models import Partner, User
from tenants.provisioning import partner_provision

MANAGER = "manager@bank.example"


class Command(BaseCommand):
    """Make what is not there yet; a second run changes nothing."""

    help = "Provision the demo's partners."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --all."""
        parser.add_argument("--all", action="store_true", help="every company of the demo lake, not only the four")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Open what is missing; only in demo mode, for the password is printed for everyone."""
        if not settings.DEMO:
            raise CommandError("Demo partners are made in demo mode only.")
        manager = User.objects.filter(email=MANAGER).first() or User.objects.create_superuser(MANAGER, DEMO_PASSWORD)
        wanted = {known.inn: (subdomain, known.name, known.plan) for subdomain, known in KNOWN.items()}
        if options["all"]:
            others = [one for one in companies(lake_store(), lake_options()) if one.inn not in wanted]
            plans = ("start", "growth", "pro", "network")
            for number, company in enumerate(others):
                wanted[company.inn] = (f"shop-{number + 1}", company.name, plans[number % len(plans)])
        for inn, (subdomain, name, plan) in wanted.items():
            partner = Partner.objects.filter(subdomain=subdomain).first() or partner_open(
                name=name, inn=inn, subdomain=subdomain, owner_email=f"owner@{subdomain}.example",
                password=DEMO_PASSWORD, plan=plan, account_manager=manager,
            )  # fmt: skip
            if partner.status == Partner.Status.PROVISIONING:
                partner_provision(partner)
