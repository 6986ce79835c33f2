"""What pages and commands read about partners and people."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from tenants import hooks
from tenants.agents import agent_words
from tenants.models import Claim, Invitation, Membership, Partner, Role, Session, User

Status = Partner.Status
_OWNERS_FIRST = Case(When(role=Role.OWNER, then=0), default=1)


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
    seated: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that can still be accepted."""

    key: UUID
    email: str
    role_title: str
    expires: datetime


def team(partner: Partner) -> tuple[TeamMember, ...]:
    """Return the people of a partner, the longest-serving first; whom the plan has no seat for is not seated."""
    rows = list(with_places(Membership.objects.select_related("user").filter(partner=partner)))
    for row in rows:
        row.partner = partner  # one instance, so that the plan is read once
    return tuple(
        TeamMember(
            key=row.pk,
            user_key=row.user_id,
            name=row.user.full_name,
            email=row.user.email,
            role=row.role,
            role_title=row.get_role_display(),
            since=row.created_at,
            seen=row.seen_at,
            seated=has_seat(row),
        )
        for row in rows
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


def with_places(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Add to members their `place` at their partner, from 0: owners first, then the longest-serving.

    A plan's seats are taken in this order.
    """
    before = (
        Membership.objects.annotate(rank=_OWNERS_FIRST)
        .filter(partner_id=OuterRef("partner_id"))
        .filter(
            Q(rank__lt=OuterRef("rank"))
            | Q(rank=OuterRef("rank"), created_at__lt=OuterRef("created_at"))
            | Q(rank=OuterRef("rank"), created_at=OuterRef("created_at"), id__lt=OuterRef("id"))
        )
    )
    counted = before.order_by().values("partner_id").annotate(count=Count("id")).values("count")
    return members.annotate(rank=_OWNERS_FIRST).annotate(place=Coalesce(Subquery(counted), 0))


def has_seat(member: Membership) -> bool:
    """Say whether the plan has a seat for a member; one always has, so that nobody is locked out for good."""
    # An account manager who looks takes nobody's place: no table holds their membership.
    if member._state.adding:
        return True
    seats = hooks.seats.ask(member.partner)
    if seats is None:
        return True
    placed = member if hasattr(member, "place") else with_places(Membership.objects.filter(pk=member.pk)).get()
    return bool(getattr(placed, "place", 0) < max(seats, 1))


def partners_active() -> tuple[Partner, ...]:
    """Return every partner in service, by subdomain."""
    return tuple(Partner.objects.filter(status=Partner.Status.ACTIVE).order_by("subdomain"))


@dataclass(frozen=True, slots=True)
class Workspace:
    """A partner that a person works for."""

    key: UUID
    name: str
    host: str
    role_title: str
    state_title: str
    open: bool
    here: bool


def workspaces_of(user: User, *, here: Partner | None = None) -> tuple[Workspace, ...]:
    """Return the partners of a person by name; one that is closed says so."""
    rows = Membership.objects.select_related("partner").filter(user=user).exclude(partner__status=Status.ERASING)
    return tuple(
        Workspace(
            key=row.partner_id,
            name=row.partner.name,
            host=f"{row.partner.subdomain}.{settings.BASE_DOMAIN}",
            role_title=row.get_role_display(),
            state_title=row.partner.get_status_display(),
            open=row.partner.active,
            here=here is not None and row.partner_id == here.pk,
        )
        for row in rows.order_by("partner__name", "partner__subdomain")
    )


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A visit of a person to one host, that lasts."""

    key: str
    host: str
    agent: str
    address: str
    since: datetime
    here: bool
    support: bool


def sessions_of(user: User, *, current: str | None) -> tuple[OwnSession, ...]:
    """Return the sessions of a person on all hosts, this one first, then the newest."""
    rows = list(Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-started_at"))
    hosts = dict(
        Partner.objects.filter(schema_name__in={row.schema_name for row in rows}).values_list("schema_name", "name")
    )
    found = [_session(row, hosts.get(row.schema_name, ""), row.session_key == current) for row in rows]
    return tuple(sorted(found, key=lambda one: not one.here))


def session_name(session_key: str) -> str:
    """Return what a session is called on a page: its key itself would open it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:24]


def _session(row: Session, host: str, here: bool) -> OwnSession:
    data = row.get_decoded()
    visit = data.get("visit", {})
    return OwnSession(
        key=session_name(row.session_key),
        host=host,
        agent=agent_words(visit.get("agent", "")),
        address=visit.get("address", ""),
        since=row.started_at,
        here=here,
        support="support" in data,
    )


def claim_of(partner: Partner) -> Claim | None:
    """Return a partner's claim to its INN; None for one that the bank entered, and before the bank was asked."""
    return Claim.objects.filter(partner=partner).first()
