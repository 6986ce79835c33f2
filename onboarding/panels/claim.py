"""How far the proof of a company's right to its INN is, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenants.models import Claim, Partner
from tenants.selectors import claim_of


@dataclass(frozen=True, slots=True)
class ClaimPanel:
    """What templates/onboarding/_claim.html shows; `title` and `text` also stand on the pages of figures."""

    state: str
    title: str
    text: str
    contact: str
    reason: str
    may_ask_code: bool
    may_type_code: bool
    may_write: bool
    looking: bool


def claim_panel(partner: Partner) -> ClaimPanel:
    """Say how far the proof is; before the bank was asked, that it is being asked."""
    claim = claim_of(partner)
    state = Claim.State.PROVEN.value if partner.proven else claim.state if claim else ""
    title, text = _words(state, claim)
    return ClaimPanel(
        state=state,
        title=title,
        text=text,
        contact=claim.contact if claim else "",
        reason=claim.reason if claim and state == Claim.State.REFUSED else "",
        may_ask_code=state in {Claim.State.OFFERED, Claim.State.CODE_SENT},
        may_type_code=state == Claim.State.CODE_SENT,
        may_write=bool(state) and state != Claim.State.PROVEN,
        looking=not state,
    )


def _words(state: str, claim: Claim | None) -> tuple[str, str]:
    contact = {"contact": claim.contact if claim else ""}
    if state == Claim.State.PROVEN:
        return _("The company is yours"), _("Your right to the INN is proven.")
    if state == Claim.State.OFFERED:
        return _("Prove that the company is yours"), _(
            "We send a code to the address that the bank holds for your company: %(contact)s. Until then your "
            "outlets' figures stay closed, to you and to everybody else."
        ) % contact
    if state == Claim.State.CODE_SENT:
        return _("Type the code from the letter"), _(
            "A code was sent to the address that the bank holds for your company: %(contact)s. It holds for a "
            "quarter of an hour."
        ) % contact
    if state == Claim.State.WAITING:
        return _("An account manager decides"), _(
            "The manager makes sure that the company is yours and then opens your outlets' figures. You get a letter, "
            "usually within one working day."
        )
    if state == Claim.State.REFUSED:
        return _("The company could not be confirmed"), _(
            "Your outlets' figures stay closed. Write to the manager what has changed; the claim is looked at again."
        )
    return _("We are asking the bank about your company"), _("It takes a few seconds. Reload the page in a moment.")
