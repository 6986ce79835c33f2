"""What the first set-up keeps, a step at a time."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.entitlements import allows
from billing.features import GOALS
from insights.models import Setting
from insights.services import goal_set, outlets_disown, setting_change
from insights.tasks import partner_recompute
from lake.mcc import KINDS
from onboarding.pictures import cities
from onboarding.services.workspace import bank_contact
from tenants.errors import Refused
from tenants.models import Claim, Partner, User
from tenants.services import claim_code_send

LAST_STEP = 4


def company_save(*, kind: str, city: str) -> None:
    """Keep what the business is and where.

    Raises
    ------
    Refused
        For a kind that is not in the list.
    """
    if kind not in KINDS:
        raise Refused(_("Choose the kind of business from the list."), field="kind")
    setting_change(kind=kind, city=city if city in cities() else "")
    _done(1)


def outlets_save(*, partner: Partner, not_ours: Collection[str]) -> None:
    """Keep which outlets are not the partner's own; its figures are computed anew without them.

    Raises
    ------
    Refused
        When none would be left.
    """
    if outlets_disown(outlets=not_ours):
        partner_recompute.delay(partner.schema_name)


def coverage_save(*, coverage: int | None) -> None:
    """Keep which part of the sales is paid by card at this bank; None when the owner does not know.

    Raises
    ------
    Refused
        For a share outside 10 to 100 %.
    """
    setting_change(coverage=coverage)
    _done(2)


def wishes_save(*, partner: Partner, goal: int | None, day: int, language: str) -> None:
    """Keep the goal, where the plan has goals, and when and in which language the digest comes.

    Raises
    ------
    Refused
        For a day, language or goal that is none.
    """
    if day not in Setting.Day.values:
        raise Refused(_("Choose a day of the week."), field="day")
    if language not in User.Language.values:
        raise Refused(_("Choose a language."), field="language")
    if allows(partner, GOALS):
        goal_set(partner=partner, roubles=goal)
    setting_change(digest_day=day, digest_language=language)
    _done(3)


def set_up_finish() -> None:
    """Note that the owner has been through all steps."""
    Setting.objects.filter(set_up_at=None).update(set_up_at=timezone.now(), step=LAST_STEP)


def claim_code_deliver(*, claim: UUID | str) -> bool:
    """Send the code that was asked for to the address that the bank holds now; say whether one went out."""
    row = Claim.objects.select_related("partner").get(pk=claim)
    return claim_code_send(claim=row, address=bank_contact(row.partner))


def _done(step: int) -> None:
    """Go on to the next step; one that is done again takes nobody back."""
    Setting.objects.filter(step=step).update(step=F("step") + 1)
