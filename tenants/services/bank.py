"""Who works for the bank, and which manager answers for which partner."""

import structlog
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.errors import Refused
from tenants.models import Partner, User
from tenants.roles import GROUPS, BankRole, bank_role, is_head, role_forget

log = structlog.get_logger(__name__)


def groups_make() -> list[str]:
    """Make the groups of the bank's people where they lack; return the names of those made."""
    return [name for name in GROUPS.values() if Group.objects.get_or_create(name=name)[1]]


def bank_role_set(*, user: User, role: BankRole | str, by: User | None = None) -> None:
    """Make a person an account manager, a head, or neither; partners of one who is neither lose their manager.

    Raises
    ------
    Refused
        When someone changes the own role, or a head changes a superuser.
    """
    chosen = BankRole(role)
    if by is not None and by.pk == user.pk:
        raise Refused(_("You can't change your own role. Another head can."), field="role")
    if user.is_superuser:
        raise Refused(_("This person is a superuser, who is a head in any case."), field="role")
    groups_make()
    with transaction.atomic():
        user.groups.remove(*Group.objects.filter(name__in=GROUPS.values()))
        if chosen != BankRole.NONE:
            user.groups.add(Group.objects.get(name=GROUPS[chosen]))
        else:
            Partner.objects.filter(account_manager=user).update(account_manager=None)
        user.is_staff = chosen != BankRole.NONE
        user.save(update_fields=["is_staff"])
    role_forget(user)
    log.info("bank role set", user=str(user.pk), role=chosen.value)


def manager_change(*, partner: Partner, manager: User | None, by: User) -> None:
    """Give a partner to another account manager, or to nobody.

    Raises
    ------
    Refused
        When the one who asks is no head, or the other no account manager.
    """
    if not is_head(by):
        raise Refused(_("Only a head gives a partner to another manager."))
    if manager is not None and bank_role(manager) == BankRole.NONE:
        raise Refused(_("Choose an account manager."), field="manager")
    Partner.objects.filter(pk=partner.pk).update(account_manager=manager)
    partner.account_manager = manager
    log.info("account manager changed", schema=partner.schema_name)
