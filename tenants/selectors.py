"""What pages and commands read about partners and people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, QuerySet, When
from django.utils import timezone

from tenants import hooks
from tenants.models import Invitation, Membership, Partner, Role


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A row of the team."""

    key: UUID
    user_key: UUID
    name: str
    email: str
    role: str
    role_title: str
    since: datetime
    seen: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that can still be accepted."""

    key: UUID
    email: str
    role_title: str
    expires: datetime


def team(partner: Partner) -> tuple[TeamMember, ...]:
    """Return the people of a partner, the longest-serving first."""
    return tuple(
        TeamMember(
            key=row.pk,
            user_key=row.user_id,
            name=row.user.full_name,
            email=row.user.email,
            role=row.role,
            role_title=row.get_role_display(),
            since=row.created_at,
            seen=row.user.last_login,
        )
        for row in Membership.objects.select_related("user").filter(partner=partner)
    )


def owners(partner: Partner) -> tuple[str, ...]:
    """Return the names of a partner's owners, the longest-serving first."""
    rows = Membership.objects.select_related("user").filter(partner=partner, role=Role.OWNER)
    return tuple(str(row.user) for row in rows)


def invitations_waiting(partner: Partner) -> tuple[Waiting, ...]:
    """Return the open invitations of a partner."""
    rows = Invitation.objects.filter(partner=partner, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return tuple(Waiting(row.pk, row.email, row.get_role_display(), row.expires_at) for row in rows)


def seats_taken(partner: Partner, *, leaving_out: str = "") -> int:
    """Return how many seats are taken: people of the team, and open invitations to join it."""
    waiting = Invitation.objects.filter(
        partner=partner, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    )
    people = Membership.objects.filter(partner=partner).count()
    return people + waiting.exclude(email=leaving_out).count()


def seat_order(partner: Partner) -> QuerySet[Membership]:
    """Return the members in the order in which a plan's seats are theirs: owners first, then the longest-serving."""
    owners_first = Case(When(role=Role.OWNER, then=0), default=1)
    return Membership.objects.filter(partner=partner).order_by(owners_first, "created_at", "id")


def has_seat(member: Membership) -> bool:
    """Say whether the plan has a seat for a member; the first always has one, so that nobody is locked out for good."""
    seats = hooks.seats.ask(member.partner)
    # An account manager who looks takes nobody's place: no table holds their membership.
    if seats is None or member._state.adding:
        return True
    return member.pk in seat_order(member.partner).values_list("pk", flat=True)[: max(seats, 1)]


def partners_active() -> tuple[Partner, ...]:
    """Return every partner in service, by subdomain."""
    return tuple(Partner.objects.filter(status=Partner.Status.ACTIVE).order_by("subdomain"))
