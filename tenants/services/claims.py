"""Proof that a company may see the outlets of its INN: by a code to the bank's contact, or by an account manager.

What the bank holds for the company is never asked here: a caller that knows the lake hands the address in.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants import hooks
from tenants.errors import Refused
from tenants.hosts import hosts_forget
from tenants.models import Claim, Partner, User
from tenants.secrets import code_hash, code_make, code_matches, email_masked
from tenants.services.audit import audit
from tenants.services.claim_letters import code_letter, decision_letters, manager_letters

log = structlog.get_logger(__name__)

CODE_MINUTES: Final = 15
TRIES: Final = 5
SENDS_AN_HOUR: Final = 3
SENDS_IN_ALL: Final = 12
"""After so many codes nobody will find the right one: the account manager decides."""
MESSAGE_LONGEST: Final = 2000


def claim_open(*, partner: Partner, contact: str) -> Claim:
    """Enter a partner's claim with the address that the bank holds for the company, empty for none.

    A company that another partner has proven, and one without an address, goes to the account manager; the three
    cases (the bank does not know it either) look alike. Done again, it changes nothing.
    """
    with transaction.atomic():
        offered = bool(contact) and not _proven_elsewhere(partner)
        claim, made = Claim.objects.get_or_create(
            partner=partner,
            defaults={
                "state": Claim.State.OFFERED if offered else Claim.State.WAITING,
                "contact": email_masked(contact) if offered else "",
            },
        )
        if made and not offered:
            manager_letters(claim)
    return claim


def claim_code_ask(*, partner: Partner, by: User) -> Claim:
    """Count a wish for a code; `claim_code_send` makes and sends it.

    Raises
    ------
    Refused
        When three were asked for within an hour, by whomever for this company, or no code can be sent.
    """
    now = timezone.now()
    with transaction.atomic():
        claim, others = _locked(partner)
        if claim.state not in {Claim.State.OFFERED, Claim.State.CODE_SENT}:
            raise Refused(_("No code can be sent. An account manager decides; you get a letter."))
        if _proven_elsewhere(partner) or claim.sends >= SENDS_IN_ALL:
            _to_manager(claim)
            return claim
        if sum(_sent_in_hour(one, now) for one in (claim, *others)) >= SENDS_AN_HOUR:
            raise Refused(_("Three codes were sent within an hour. Ask for the next one a little later."))
        if not _sent_in_hour(claim, now):
            claim.hour_began_at, claim.sends_in_hour = now, 0
        claim.sends_in_hour += 1
        claim.sends += 1
        claim.state = Claim.State.CODE_SENT
        claim.code_hash, claim.code_expires_at, claim.tries = "", now + timedelta(minutes=CODE_MINUTES), 0
        claim.save()
        audit(partner=partner, actor=by, action="claim_code_sent", contact=claim.contact)
    return claim


def claim_code_send(*, claim: Claim, address: str) -> bool:
    """Make the code that was asked for and send it to the bank's address; say whether there was one to send.

    A second call for the same wish sends nothing: the code under way stays good.
    """
    with transaction.atomic():
        row = Claim.objects.select_for_update(of=("self",)).select_related("partner").get(pk=claim.pk)
        if row.state != Claim.State.CODE_SENT or row.code_hash:
            return False
        if not address:
            _to_manager(row)
            return False
        code = code_make()
        row.code_hash = code_hash(row.pk, code)
        row.code_expires_at = timezone.now() + timedelta(minutes=CODE_MINUTES)
        row.save(update_fields=["code_hash", "code_expires_at"])
        code_letter(row, address=address, code=code, minutes=CODE_MINUTES)
    return True


def claim_code_check(*, partner: Partner, code: str, by: User) -> Claim:
    """Prove the partner's right by the code, or count a wrong one.

    Raises
    ------
    Refused
        For a wrong, used up or outdated code.
    """
    digits = "".join(letter for letter in code if letter.isdigit())
    with transaction.atomic():
        claim, _others = _locked(partner)
        if claim.state == Claim.State.PROVEN:
            return claim
        refusal = _refusal(claim)
        if not refusal and not code_matches(claim.pk, digits, claim.code_hash):
            # Kept although the person is refused: the count must not be undone with the transaction.
            claim.tries += 1
            claim.save(update_fields=["tries"])
            refusal = _refusal(claim) or _("This is not the code. Look at the newest letter and try again.")
        if not refusal and _proven_elsewhere(partner):
            _to_manager(claim)
        elif not refusal:
            _prove(claim, by=by, by_bank=False, reason="")
    if refusal:
        raise Refused(refusal, field="code")
    return claim


def claim_message(*, partner: Partner, message: str, by: User) -> Claim:
    """Ask the account manager to decide, with some words; also again after a refusal.

    Raises
    ------
    Refused
        Without words, with too many, or when it is proven already.
    """
    text = message.strip()
    if not text or len(text) > MESSAGE_LONGEST:
        raise Refused(_("Write in a few words how the manager can make sure that it is your company."), field="message")
    with transaction.atomic():
        claim, _others = _locked(partner)
        if claim.state == Claim.State.PROVEN:
            raise Refused(_("Your right is proven already."))
        repeated = claim.message == text and claim.state == Claim.State.WAITING
        claim.message = text
        claim.save(update_fields=["message"])
        _to_manager(claim, letters=not repeated)
        audit(partner=partner, actor=by, action="claim_waiting")
    return claim


def claim_approve(*, claim: Claim, by: User, reason: str = "") -> Claim:
    """Let the partner see its outlets: an account manager has made sure.

    Raises
    ------
    Refused
        When it is proven already.
    """
    with transaction.atomic():
        row, _others = _locked(claim.partner)
        if row.state == Claim.State.PROVEN:
            raise Refused(_("The right is proven already."))
        _prove(row, by=by, by_bank=True, reason=reason.strip())
    return row


def claim_refuse(*, claim: Claim, by: User, reason: str) -> Claim:
    """Refuse a claim; the partner reads why and may ask again.

    Raises
    ------
    Refused
        Without a reason, or when it is proven.
    """
    if not reason.strip():
        raise Refused(_("Say why: the owner of the workspace reads it."), field="reason")
    with transaction.atomic():
        row, _others = _locked(claim.partner)
        if row.state == Claim.State.PROVEN:
            raise Refused(_("The right is proven already."))
        row.state, row.reason = Claim.State.REFUSED, reason.strip()[:300]
        row.decided_by, row.decided_at, row.code_hash = by, timezone.now(), ""
        row.save()
        audit(partner=row.partner, actor=by, by_bank=True, action="claim_refused", reason=row.reason)
        decision_letters(row)
    return row


def _prove(claim: Claim, *, by: User, by_bank: bool, reason: str) -> None:
    partner, now = claim.partner, timezone.now()
    claim.state, claim.code_hash, claim.reason = Claim.State.PROVEN, "", reason[:300]
    claim.decided_at, claim.decided_by = now, by if by_bank else None
    claim.save()
    Partner.objects.filter(pk=partner.pk).update(proven_at=now)
    partner.proven_at = now
    audit(partner=partner, actor=by, by_bank=by_bank, action="claim_proven", reason=claim.reason)
    log.info("right to the INN proven", schema=partner.schema_name, by_bank=by_bank)
    decision_letters(claim)
    transaction.on_commit(hosts_forget)
    transaction.on_commit(lambda: hooks.partner_proven.ask(partner))


def _to_manager(claim: Claim, *, letters: bool = True) -> None:
    claim.state, claim.code_hash, claim.contact = Claim.State.WAITING, "", ""
    claim.save(update_fields=["state", "code_hash", "contact"])
    if letters:
        manager_letters(claim)


def _locked(partner: Partner) -> tuple[Claim, list[Claim]]:
    """Lock every claim to this INN, so that two partners can't prove it at once; return the own one and the others."""
    rows = Claim.objects.select_for_update(of=("self",)).select_related("partner").filter(partner__inn=partner.inn)
    found = {row.partner_id: row for row in rows.order_by("pk")}
    claim = found.pop(partner.pk, None)
    if claim is None:
        raise Refused(_("Your company is still being looked up. Reload the page in a moment."))
    return claim, list(found.values())


def _proven_elsewhere(partner: Partner) -> bool:
    others = Partner.objects.filter(inn=partner.inn, proven_at__isnull=False).exclude(pk=partner.pk)
    return bool(others.exists())


def _sent_in_hour(claim: Claim, now: datetime) -> int:
    fresh = claim.hour_began_at is not None and claim.hour_began_at > now - timedelta(hours=1)
    return claim.sends_in_hour if fresh else 0


def _refusal(claim: Claim) -> str:
    """Say why no code can be checked; empty when one can."""
    if claim.state != Claim.State.CODE_SENT:
        return _("No code was sent. Ask for one first.")
    if claim.tries >= TRIES:
        return _("Five wrong codes were typed. Ask for a new code.")
    if claim.code_expires_at is None or claim.code_expires_at < timezone.now():
        return _("The code is out of date. Ask for a new one.")
    return ""
