"""The way from something locked to the plan that opens it: a button for owners, a sentence for others."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.entitlements import plan_in_force
from billing.plans import Plan
from tenants.models import Membership, Partner, Role
from tenants.selectors import owners


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who stands before a locked panel."""

    partner: Partner
    owner: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Either an address with the words of its button, or a sentence whom to ask."""

    url: str = ""
    action: str = ""
    ask: str = ""


def viewer_of(partner: Partner, member: Membership) -> Viewer:
    """Return a member as a viewer; only owners pay."""
    return Viewer(partner, owner=member.role == Role.OWNER)


def way_to(plan: Plan, viewer: Viewer) -> Way:
    """Lead to a plan, or say whom to ask."""
    if plan.rank <= plan_in_force(viewer.partner).rank:
        return Way(ask=_("The bank has turned this off for you. Your account manager can turn it on."))
    if viewer.owner:
        words = _("Switch to the plan “%(plan)s”") % {"plan": plan.title}
        return Way(url=f"{reverse('plan')}?plan={plan.key}", action=words)
    return Way(ask=whom_to_ask(viewer.partner))


def whom_to_ask(partner: Partner) -> str:
    """Name the owners, who alone choose the plan."""
    names = owners(partner)
    text = ngettext(
        "The plan is chosen by the owner of the workspace. Ask %(names)s.",
        "The plan is chosen by the owners of the workspace. Ask one of them: %(names)s.",
        len(names),
    )
    return text % {"names": ", ".join(names)}
