"""A person asks for a workspace; once the address is proven, it is opened."""

from typing import Final

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.plans import PLANS
from billing.services import partner_open
from onboarding import tasks
from onboarding.models import SignUp
from onboarding.subdomains import subdomain_free, subdomain_of, subdomain_problem
from tenants.errors import Refused
from tenants.models import Membership, Partner, Role, User
from tenants.names import inn_checksum_validate
from tenants.services.accounts import email_confirmed

log = structlog.get_logger(__name__)

UNPROVEN_MOST: Final = 3
"""Workspaces of one person whose company is not proven yet: more are somebody's search, not somebody's shops."""


def company_check(*, inn: str, company: str, subdomain: str) -> None:
    """Pass when a workspace could be opened with these facts.

    Whether the bank knows the INN is not asked: it would tell a stranger who is a client.

    Raises
    ------
    Refused
        For the first fact that can't be used; it names the field.
    """
    if not company:
        raise Refused(_("Write the name of your company or shop."), field="company")
    try:
        inn_checksum_validate(inn)
    except ValidationError as error:
        raise Refused(error.messages[0], field="inn") from error
    if subdomain and (problem := subdomain_problem(subdomain)):
        raise Refused(problem, field="subdomain")


def sign_up_begin(*, user: User, company: str, inn: str, subdomain: str = "", plan: str = "") -> SignUp:
    """Enter a person's wish; a second one for the same company is the same wish, with the newest words.

    Raises
    ------
    Refused
        As `company_check`.
    """
    company = " ".join(company.split())
    company_check(inn=inn, company=company, subdomain=subdomain)
    facts = {
        "company": company[:200],
        "subdomain": subdomain,
        "plan_wanted": plan if plan in PLANS else "",
        "consent_at": timezone.now(),
    }
    with transaction.atomic():
        row, made = SignUp.objects.select_for_update().get_or_create(user=user, inn=inn, defaults=facts)
        if not made and row.partner_id is None:
            for name, value in facts.items():
                setattr(row, name, value)
            row.state, row.stage, row.attempts, row.error = SignUp.State.UNCONFIRMED, SignUp.Stage.QUEUED, 0, ""
            row.save()
    return row


def sign_up_open(*, sign_up: SignUp) -> SignUp:
    """Enter the partner of a wish whose person is proven, and send the rest to a worker; again, it changes nothing.

    Raises
    ------
    Refused
        While the address is not confirmed, or with three unproven workspaces already.
    """
    with transaction.atomic():
        row = SignUp.objects.select_for_update(of=("self",)).select_related("user").get(pk=sign_up.pk)
        if row.partner_id is not None:
            return row
        if not email_confirmed(row.user):
            raise Refused(_("Confirm your e-mail address first: follow the link in our letter."))
        _few_unproven(row.user)
        row.partner = _partner(row)
        row.state, row.stage, row.opened_at = SignUp.State.PREPARING, SignUp.Stage.QUEUED, timezone.now()
        row.touched_at, row.error = row.opened_at, ""
        row.save()
        transaction.on_commit(lambda: tasks.workspace_prepare.delay(str(row.pk)))
    log.info("sign-up opened", schema=row.partner.schema_name)
    return row


def sign_up_retry(*, sign_up: SignUp) -> None:
    """Send a workspace whose preparation failed to a worker once more."""
    changed = SignUp.objects.filter(pk=sign_up.pk, state=SignUp.State.FAILED).update(
        state=SignUp.State.PREPARING, stage=SignUp.Stage.QUEUED, attempts=0, error="", touched_at=timezone.now()
    )
    if changed:
        tasks.workspace_prepare.delay(str(sign_up.pk))


def _partner(row: SignUp) -> Partner:
    wanted = row.subdomain or subdomain_of(row.company)
    # Taken since the form was sent: the nearest free one; the page says which it became.
    return partner_open(
        name=row.company,
        inn=row.inn,
        subdomain=subdomain_free(wanted),
        owner_email=row.user.email,
        owner=row.user,
        proven=False,
    )


def _few_unproven(user: User) -> None:
    # Two forms at once would both count the same: the person's row makes them wait for each other.
    User.objects.select_for_update().get(pk=user.pk)
    waiting = Membership.objects.filter(user=user, role=Role.OWNER, partner__proven_at=None)
    if waiting.count() >= UNPROVEN_MOST:
        raise Refused(
            _("Three of your workspaces wait for the proof that the company is yours. Prove one of them first.")
        )
