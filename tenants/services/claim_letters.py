"""Letters about a claim to an INN: the code, the manager's turn, the decision."""

from django.urls import NoReverseMatch, reverse

from tenants.addresses import partner_address, public_address
from tenants.mail import letter_send
from tenants.models import Claim, Membership, Role, User
from tenants.roles import BankRole, bank_people


def code_letter(claim: Claim, *, address: str, code: str, minutes: int) -> None:
    """Send the code to the address that the bank holds for the company."""
    context = {"code": code, "company": claim.partner.name, "inn": claim.partner.inn, "minutes": minutes}
    letter_send(name="claim_code", to=address, language=User.Language.RU, context=context)


def manager_letters(claim: Claim) -> None:
    """Tell the partner's account manager that a claim waits; without one, the heads."""
    partner = claim.partner
    manager = partner.account_manager
    told = [manager] if manager and manager.is_active else bank_people(BankRole.HEAD)
    context = {"company": partner.name, "inn": partner.inn, "message": claim.message, "link": _page(claim)}
    for person in told:
        letter_send(name="claim_waiting", to=person.email, language=person.language, context=context)


def decision_letters(claim: Claim) -> None:
    """Tell the owners what was decided."""
    partner = claim.partner
    context = {
        "company": partner.name,
        "proven": claim.state == Claim.State.PROVEN,
        "reason": claim.reason,
        "link": partner_address(partner, "/welcome/"),
    }
    for member in Membership.objects.select_related("user").filter(partner=partner, role=Role.OWNER):
        letter_send(name="claim_decided", to=member.user.email, language=member.user.language, context=context)


def _page(claim: Claim) -> str:
    try:
        return public_address(reverse("admin:tenants_claim_change", args=[claim.pk], urlconf="daas.urls_public"))
    except NoReverseMatch:
        return public_address("/admin/")
