"""Partners come, are suspended and resumed."""

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from tenants import hooks
from tenants.addresses import partner_host
from tenants.errors import Refused
from tenants.hosts import hosts_forget
from tenants.models import Domain, Membership, Partner, Role, User
from tenants.models.user import email_normal
from tenants.names import schema_name_of
from tenants.services.invitations import member_invite

log = structlog.get_logger(__name__)


def partner_create(
    *,
    name: str,
    inn: str,
    subdomain: str,
    owner_email: str,
    password: str | None = None,
    owner_name: str = "",
    owner: User | None = None,
    timezone: str = "Europe/Moscow",
    account_manager: User | None = None,
    created_by: User | None = None,
    proven: bool = True,
) -> Partner:
    """Enter a partner, its host and its owner; the schema is made afterwards by `partner_provision`.

    With a password the owner can sign in at once; without one a letter invites them. A person known already
    keeps the own password and is invited; an `owner` who asked for the workspace is a member at once. The bank
    enters companies that it knows; one that entered itself is not `proven` and sees no figure of its outlets
    before it is.

    Raises
    ------
    Refused
        For a name, INN, subdomain or address that can't be used; it names the field.
    """
    partner = Partner(
        name=name.strip(),
        inn=inn.strip(),
        subdomain=subdomain.strip().lower(),
        timezone=timezone,
        account_manager=account_manager,
        proven_at=now() if proven else None,
    )
    partner.schema_name = schema_name_of(partner.subdomain)
    email = email_normal(owner_email)
    _check(partner, email)
    try:
        with transaction.atomic():
            partner.save(force_insert=True)
            Domain.objects.create(domain=partner_host(partner.subdomain), tenant=partner, is_primary=True)
            known = owner or User.objects.filter(email=email).first()
            if owner:
                Membership.objects.create(partner=partner, user=owner, role=Role.OWNER)
            elif password and known is None:
                made = User.objects.create_user(email, password, full_name=owner_name.strip())
                Membership.objects.create(partner=partner, user=made, role=Role.OWNER)
            else:
                member_invite(partner=partner, email=email, role=Role.OWNER, invited_by=created_by)
            transaction.on_commit(hosts_forget)
    except IntegrityError as error:
        raise Refused(_("This subdomain is taken. Choose another one."), field="subdomain") from error
    log.info("partner created", schema=partner.schema_name)
    return partner


def partner_suspend(*, partner: Partner) -> None:
    """Close the partner's host: nobody gets in and no task runs, nothing is lost."""
    _status_change(
        partner, Partner.Status.ACTIVE, Partner.Status.SUSPENDED, _("Only an active partner can be suspended.")
    )
    hooks.suspended.ask(partner)


def partner_resume(*, partner: Partner) -> None:
    """Open a suspended partner's host again."""
    _status_change(
        partner, Partner.Status.SUSPENDED, Partner.Status.ACTIVE, _("Only a suspended partner can be resumed.")
    )


def _status_change(partner: Partner, before: str, after: str, refusal: str) -> None:
    # The condition is part of the update: two managers at once can't undo each other unseen.
    if not Partner.objects.filter(pk=partner.pk, status=before).update(status=after):
        raise Refused(refusal)
    partner.status = after
    log.info("partner status changed", schema=partner.schema_name, status=after)
    hosts_forget()
    transaction.on_commit(hosts_forget)


def _check(partner: Partner, email: str) -> None:
    try:
        partner.clean_fields(exclude=["account_manager", "schema_name"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field=field) from error
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Give the owner's e-mail address, like name@company.ru."), field="owner_email") from error
    if Partner.objects.filter(subdomain=partner.subdomain).exists():
        raise Refused(_("This subdomain is taken. Choose another one."), field="subdomain")
