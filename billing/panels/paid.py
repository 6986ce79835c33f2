"""What an owner sees on coming back from paying: the new plan, or that the word of the provider is awaited."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.standing import standing
from tenants.models import Partner

LOOKS: Final = 30
"""How often the page asks by itself, every two seconds, before it asks no more."""


@dataclass(frozen=True, slots=True)
class PaidState:
    """What templates/billing/paid_state.html shows."""

    title: str
    text: str
    done: bool = False
    poll_url: str = ""


def paid_state(partner: Partner, *, look: int = 0) -> PaidState:
    """Say whether the payment has arrived; `look` counts how often the page has asked."""
    stand = standing(partner)
    if stand.paid is not None and not stand.paid.failed:
        title = _("The payment went through. Your plan is “%(plan)s”") % {"plan": stand.paid.plan.title}
        return PaidState(
            title, _("All that it holds is open now. The invoice came by e-mail and lies here."), done=True
        )
    if look < LOOKS:
        url = f"{reverse('plan-paid')}?look={look + 1}"
        return PaidState(_("We wait for the word of the payment service"), _("It takes a few seconds."), poll_url=url)
    title = _("The payment service has not confirmed the payment yet")
    return PaidState(title, _("You can close this page: the plan opens by itself as soon as it does."))
