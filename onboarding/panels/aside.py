"""What stands on the pages of figures while there are none, and what an owner has still to set up."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from insights.hooks import Aside
from insights.panels.notices import Notice
from insights.selectors.setting import setting_of
from onboarding.panels.claim import ClaimPanel, claim_panel
from onboarding.panels.picture import PicturePanel, picture_panel
from tenants.models import Partner


@dataclass(frozen=True, slots=True)
class WithoutFigures:
    """What templates/onboarding/aside.html shows."""

    claim: ClaimPanel | None
    picture: PicturePanel | None
    url: str


def without_figures(partner: Partner, *, owner: bool) -> Aside:
    """Show how far the proof is, and how the chosen segment does."""
    claim = None if partner.proven else claim_panel(partner)
    facts = WithoutFigures(claim, picture_panel(partner), reverse("welcome") if owner else "")
    return Aside("onboarding/aside.html", facts)


def first_steps(partner: Partner, *, owner: bool) -> Notice | None:
    """Lead an owner who left the set-up back into it."""
    if not owner or setting_of(partner).set_up_at is not None:
        return None
    return Notice(
        _("The first set-up takes two minutes: your outlets, your goal, the day of the digest."),
        url=reverse("welcome"),
        action=_("Go on with the set-up"),
    )
