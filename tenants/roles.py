"""People of the bank: account managers answer for their partners, heads for all of them."""

from typing import Any, Final, cast

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from tenants.models import Partner, User

_KEPT: Final = "_bank_role"


class BankRole(TextChoices):
    """What a person of the bank may do; the group of the same name carries it."""

    NONE = "", _("Not of the bank")
    MANAGER = "manager", _("Account manager: own partners only")
    HEAD = "head", _("Head: all partners, dead letters, all reports")


GROUPS: Final = {BankRole.MANAGER: "Account managers", BankRole.HEAD: "Heads"}
"""Role → name of its group. Superusers are heads without one."""


def bank_role(user: Any) -> BankRole:
    """Return what a person may do for the bank; read once per request, as each has its own User instance."""
    if not isinstance(user, User) or not user.is_active or not user.is_staff:
        return BankRole.NONE
    kept: BankRole | None = user.__dict__.get(_KEPT)
    if kept is None:
        kept = user.__dict__[_KEPT] = _read(user)
    return kept


def is_head(user: Any) -> bool:
    """Say whether a person sees every partner."""
    return bank_role(user) == BankRole.HEAD


def managed_partners(user: Any) -> "QuerySet[Partner]":
    """Return the partners that an account manager answers for; all of them for a head."""
    role = bank_role(user)
    if role == BankRole.NONE:
        return cast("QuerySet[Partner]", Partner.objects.none())
    mine = {} if role == BankRole.HEAD else {"account_manager": user}
    return cast("QuerySet[Partner]", Partner.objects.filter(**mine))


def bank_people(role: BankRole | None = None) -> "QuerySet[User]":
    """Return the active people of the bank, or those of one role."""
    named = Q(groups__name__in=GROUPS.values() if role is None else [GROUPS[role]])
    if role != BankRole.MANAGER:
        named |= Q(is_superuser=True)
    # By keys: a person in two groups is one person.
    found = User.objects.filter(pk__in=User.objects.filter(named, is_staff=True, is_active=True).values("pk"))
    return found.order_by("email")


def role_forget(user: User) -> None:
    """Read anew the next time this instance is asked about."""
    user.__dict__.pop(_KEPT, None)


def _read(user: User) -> BankRole:
    if user.is_superuser:
        return BankRole.HEAD
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in (BankRole.HEAD, BankRole.MANAGER) if GROUPS[role] in names), BankRole.NONE)
