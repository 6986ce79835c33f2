"""The team of a partner, and a person's own settings."""

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.errors import Refused
from tenants.models import Membership, Partner, Role, User
from tenants.services.audit import audit


def member_remove(*, partner: Partner, member: Membership, by: User) -> None:
    """Take a person off the team; their sessions on this host end with it.

    Raises
    ------
    Refused
        For oneself, the last owner, and a member of another partner.
    """
    with transaction.atomic():
        row = _locked(partner, member)
        if row.user_id == by.pk:
            raise Refused(_("You can't remove yourself. Another owner can."))
        _owner_stays(partner, row)
        row.delete()
        audit(partner=partner, actor=by, action="member_removed", email=row.user.email)


def member_role_change(*, partner: Partner, member: Membership, role: str, by: User) -> None:
    """Give a member another role.

    Raises
    ------
    Refused
        For an unknown role, one's own, the last owner's, and a member of another partner.
    """
    if role not in Role.values:
        raise Refused(_("Choose one of the roles."), field="role")
    with transaction.atomic():
        row = _locked(partner, member)
        if row.user_id == by.pk:
            raise Refused(_("You can't change your own role. Another owner can."), field="role")
        if role != Role.OWNER:
            _owner_stays(partner, row)
        row.role = role
        row.save(update_fields=["role"])
        audit(partner=partner, actor=by, action="member_role_changed", email=row.user.email, role=role)


def profile_change(*, user: User, full_name: str, language: str, theme: str) -> None:
    """Change a person's name and the language and look of their pages."""
    if language not in User.Language.values or theme not in User.Theme.values:
        raise Refused(_("Choose one of the values offered."))
    user.full_name, user.language, user.theme = full_name.strip(), language, theme
    user.save(update_fields=["full_name", "language", "theme"])


def _locked(partner: Partner, member: Membership) -> Membership:
    # All memberships of the partner: two owners must not remove each other at the same moment.
    rows = {row.pk: row for row in Membership.objects.select_for_update().filter(partner=partner)}
    if member.pk not in rows:
        raise Refused(_("This person is not in your team."))
    return rows[member.pk]


def _owner_stays(partner: Partner, row: Membership) -> None:
    others = Membership.objects.filter(partner=partner, role=Role.OWNER).exclude(pk=row.pk)
    if row.role == Role.OWNER and not others.exists():
        raise Refused(_("This is the last owner. Make someone else an owner first."))
