"""The group of comparison that a partner describes itself: tried, chosen, taken back."""

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.entitlements import require
from billing.features import PEERS_CUSTOM
from insights.disclosure import disclosure_rules
from insights.errors import NotComputedYet
from insights.peers.census import Census, census, census_companies, opted_out
from insights.selectors.peer_choice import (
    TRIES_A_DAY,
    TRIES_A_QUARTER,
    chosen_of,
    frozen_choice,
    places_of,
    tries_of,
)
from insights.selectors.standing import proven_require
from insights.tasks import EXPIRES, peers_refresh
from lake.disclosure import Tried, try_choice
from lake.peers.own_choice import Description, described
from tenants.errors import Refused
from tenants.models import Partner, PeerChoice, PeerSet, PeerTry, User
from tenants.services.audit import audit
from tenants.sharing import quarter_after
from ui import dates


@transaction.atomic
def peer_group_try(*, partner: Partner, description: Description) -> bool:
    """Say whether a group that a description fits can be used; it is answered once a quarter and counted once.

    Raises
    ------
    Refused
        When today's or this quarter's tries are used up, for a place that can't be named, and for a partner that takes
        no part.
    NotEntitled
        When the plan lacks it; `NotComputedYet` before the first comparison was made.
    """
    found = _open(partner, description)
    holding = found.own(partner.inn).holding
    with connection.cursor() as cursor:
        # Two tries at once must see each other: counted together, and answered alike.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"peer try {holding}"])
    rows = tries_of(partner, found)
    fingerprint, today = description.fingerprint(), localdate()
    for row in rows:
        if row.partner_id == partner.pk and row.fingerprint == fingerprint:
            return row.fits
    if len(rows) >= TRIES_A_QUARTER:
        day = dates.day_in_text(quarter_after(found.quarter))
        raise Refused(_("So many groups were tried in this quarter. You can try others from %(day)s.") % {"day": day})
    if sum(row.day == today for row in rows) >= TRIES_A_DAY:
        raise Refused(_("So many groups were tried today. Nothing is lost: try this one tomorrow."))
    fitting = described(census_companies(), partner.inn, holding, description, opted_out())
    told = try_choice(
        frozenset(one.holding for one in fitting),
        (frozenset(row.members) for row in PeerSet.objects.filter(partner=partner, quarter=found.quarter)),
        (Tried(frozenset(row.members), row.fits, row.judged) for row in rows),
        disclosure_rules(),
    )
    PeerTry.objects.create(
        partner=partner,
        holding=holding,
        quarter=found.quarter,
        fingerprint=fingerprint,
        members=sorted(told.members),
        fits=told.fits,
        judged=told.judged,
        day=today,
    )
    return told.fits


def peer_group_choose(*, partner: Partner, description: Description, by: User | None) -> PeerChoice | None:
    """Choose a group: at once where none is frozen in this quarter, else from the next; None when it is the own one.

    Raises
    ------
    Refused
        When the group can't be used; else as `peer_group_try`.
    """
    found = _open(partner, description)
    frozen = frozen_choice(partner, found.quarter)
    if frozen and Description.stored(frozen.description) == description:
        peer_group_undo(partner=partner, by=by)
        return None
    # Outside the transaction of the choice: a try that was answered counts, whatever becomes of the choice.
    if not peer_group_try(partner=partner, description=description):
        raise Refused(unfit())
    quarter = quarter_after(found.quarter) if frozen else found.quarter
    with transaction.atomic():
        row, _made = PeerChoice.objects.update_or_create(
            partner=partner, quarter=quarter, defaults={"description": description.body()}
        )
        audit(partner=partner, actor=by, action="peer_group_chosen", day=quarter.isoformat())
        if not frozen:
            schema = partner.schema_name
            transaction.on_commit(lambda: peers_refresh.apply_async(([schema],), expires=EXPIRES, queue="big"))
    return row


@transaction.atomic
def peer_group_undo(*, partner: Partner, by: User | None) -> bool:
    """Take back a change that is not in force yet; say whether there was one.

    Raises
    ------
    NotEntitled
        When the plan lacks own groups.
    """
    require(partner, PEERS_CUSTOM)
    found = census()
    if found is None:
        return False
    removed, _kinds = PeerChoice.objects.filter(partner=partner, quarter__gt=found.quarter).delete()
    if removed:
        audit(partner=partner, actor=by, action="peer_group_kept")
    return bool(removed)


def unfit() -> str:
    """Return the one sentence for a group that can't be used: it never says which of the two it is."""
    return _(
        "This group can't be used: there are too few businesses in it to keep each of them anonymous, or it is nearly "
        "a group that you see already. Choose more kinds or places."
    )


def _open(partner: Partner, description: Description) -> Census:
    require(partner, PEERS_CUSTOM)
    proven_require(partner)
    found = census()
    if found is None:
        raise NotComputedYet(_("Comparisons are being computed. It takes a few minutes; come back shortly."))
    if partner.inn in opted_out():
        raise Refused(_("You take no part in comparisons. You can change it in the settings, under Privacy."))
    places = places_of(partner, found, *chosen_of(partner, found.quarter))
    if not ({*description.cities} <= {*places.cities} and {*description.regions} <= {*places.regions}):
        raise Refused(_("Choose places from the list."), field="where")
    return found
