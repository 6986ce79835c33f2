"""`manage.py billing_sync`: compare what is paid with the provider, and write down what it says."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from billing.gateway import gateway
from billing.gateway.interface import GatewayProblem
from billing.models import Subscription
from billing.sync import partner_sync
from daas.management.one_line import OneLineCommand
from tenants.errors import PartnerUnknown
from tenants.models import Partner


class Command(OneLineCommand):
    """Reconcile one partner, or all that ever came to paying."""

    help = "Reconcile with the payment provider: every partner that pays or has paid, or one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Choose whom."""
        parser.add_argument("--partner", metavar="SUBDOMAIN")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try each, say a line each, fail in the end if any failed."""
        outcomes: dict[str, str] = {}
        failed = 0
        partners = _partners(options["partner"])
        if partners:
            gateway()  # one line, not one a partner, where no provider is set up
        for partner in partners:
            try:
                known = partner_sync(partner=partner)
                outcomes[partner.subdomain] = _said(partner) if known else "has never come to paying"
            except GatewayProblem as problem:
                failed += 1
                outcomes[partner.subdomain] = f"failed: {problem}"
            self.say(f"{partner.subdomain}: {outcomes[partner.subdomain]}")
        if not outcomes:
            self.say("No partner has come to paying yet.")
        self.answer({"partners": outcomes, "failed": failed})
        if failed:
            raise CommandError(f"{failed} of {len(outcomes)} partners could not be compared; run it again later.")


def _partners(subdomain: str | None) -> list[Partner]:
    if subdomain is None:
        return list(Partner.objects.exclude(subscription__customer_id=None).order_by("subdomain"))
    partner = Partner.objects.filter(subdomain=subdomain).first()
    if partner is None:
        raise PartnerUnknown(f"There is no partner {subdomain}.")
    return [partner]


def _said(partner: Partner) -> str:
    row = Subscription.objects.get(partner=partner)
    if not row.paid_plan:
        return "nothing paid"
    until = f" until {row.period_end:%Y-%m-%d}" if row.period_end else ""
    return f"{row.paid_plan} by the {row.interval}, {row.paid_status}{until}"
