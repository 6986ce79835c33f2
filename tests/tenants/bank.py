"""Rows of two partners for every page of the admin: one is the manager's own, the other another manager's."""

from typing import Any

from django.utils import timezone

from billing.models import Invoice, Notice, PlanChange
from billing.services import override_grant
from onboarding.models import SignUp
from tenants.models import Claim, Note
from tenants.services.audit import audit
from tenants.services.entry import support_link


def rows_make(partner: Any, manager: Any) -> dict[str, Any]:
    """Leave one row of each kind that the admin shows; return them by model."""
    now = timezone.now()
    support_link(manager, partner, "a look")
    audit(partner=partner, actor=manager, action="support_left", by_bank=True)
    return {
        "tenants.partner": partner,
        "tenants.claim": Claim.objects.create(partner=partner, message=f"{partner.name}: это мы"),
        "tenants.note": Note.objects.create(partner=partner, author=manager, text=f"{partner.name} звонили"),
        "tenants.auditentry": partner.audit_entries.first(),
        "tenants.entrylink": partner.entry_links.first(),
        "billing.subscription": partner.subscription,
        "billing.override": override_grant(partner=partner, name="api", reason="pilot", granted_by=manager),
        "billing.invoice": Invoice.objects.create(
            partner=partner, provider_id=f"in_{partner.subdomain}", status="paid", total=499_000, created_at=now
        ),
        "billing.planchange": PlanChange.objects.create(partner=partner, plan_after="pro", cause="test"),
        "billing.notice": Notice.objects.create(partner=partner, kind="trial_ended", key="1"),
        "onboarding.signup": SignUp.objects.create(
            partner=partner, user=partner.memberships.first().user, company=partner.name, inn=partner.inn,
            consent_at=now,
        ),
    }  # fmt: skip
