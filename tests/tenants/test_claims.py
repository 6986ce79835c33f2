"""The right to an INN: a code to the bank's contact, or the account manager; never both at once for two partners."""

import re

import pytest
from django.core import mail

from tenants.errors import Refused
from tenants.models import AuditEntry, Claim, Partner
from tenants.services import (
    claim_approve,
    claim_code_ask,
    claim_code_check,
    claim_code_send,
    claim_message,
    claim_open,
    claim_refuse,
)
from tenants.services.claims import SENDS_IN_ALL

CONTACT = "info@company.ru"


@pytest.fixture
def unproven(alpha, beta):
    """Two partners of one INN, neither of which has proven it."""
    Partner.objects.filter(pk__in=[alpha.pk, beta.pk]).update(proven_at=None, inn="7707083893")
    for partner in (alpha, beta):
        partner.refresh_from_db()
    return alpha, beta


@pytest.fixture
def do(django_capture_on_commit_callbacks):
    """Call a service, and send its letters."""

    def call(service, **facts):
        with django_capture_on_commit_callbacks(execute=True):
            return service(**facts)

    return call


def ask(do, partner, by):
    """Ask for a code and return it, as the worker sends it."""
    mail.outbox.clear()
    claim = do(claim_code_ask, partner=partner, by=by)
    do(claim_code_send, claim=claim, address=CONTACT)
    assert mail.outbox[0].to == [CONTACT]
    return re.search(r"^(\d{6})$", mail.outbox[0].body, re.MULTILINE)[1]


def test_a_code_proves_the_right_once(unproven, alice, do):
    alpha, _beta = unproven
    claim = do(claim_open, partner=alpha, contact=CONTACT)
    assert (claim.state, claim.contact) == ("offered", "i…@c…ny.ru")
    code = ask(do, alpha, alice)
    assert code not in str(Claim.objects.values().get(pk=claim.pk))
    mail.outbox.clear()
    assert do(claim_code_check, partner=alpha, code=f" {code[:3]} {code[3:]} ", by=alice).state == "proven"
    alpha.refresh_from_db()
    assert alpha.proven
    assert [letter.to for letter in mail.outbox] == [[alice.email]]
    assert set(AuditEntry.objects.filter(partner=alpha).values_list("action", flat=True)) >= {
        "claim_code_sent",
        "claim_proven",
    }


def test_five_wrong_codes_use_the_code_up(unproven, alice, do):
    alpha, _beta = unproven
    do(claim_open, partner=alpha, contact=CONTACT)
    code = ask(do, alpha, alice)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Refused):
            claim_code_check(partner=alpha, code=wrong, by=alice)
    with pytest.raises(Refused):
        claim_code_check(partner=alpha, code=code, by=alice)
    assert not Partner.objects.get(pk=alpha.pk).proven
    assert do(claim_code_check, partner=alpha, code=ask(do, alpha, alice), by=alice).state == "proven"


def test_a_code_ends_after_a_quarter_of_an_hour_and_with_the_next_one(unproven, alice, do, time_machine):
    alpha, _beta = unproven
    time_machine.move_to("2026-11-23T10:00:00Z")
    do(claim_open, partner=alpha, contact=CONTACT)
    first, second = ask(do, alpha, alice), ask(do, alpha, alice)
    if first != second:
        with pytest.raises(Refused):
            claim_code_check(partner=alpha, code=first, by=alice)
    time_machine.move_to("2026-11-23T10:15:01Z")
    with pytest.raises(Refused):
        claim_code_check(partner=alpha, code=second, by=alice)


def test_three_codes_an_hour_for_a_company_whoever_asks(unproven, alice, charlie, do, time_machine):
    alpha, beta = unproven
    time_machine.move_to("2026-11-23T10:00:00Z")
    for partner in unproven:
        do(claim_open, partner=partner, contact=CONTACT)
    ask(do, alpha, alice)
    ask(do, beta, charlie)
    ask(do, alpha, alice)
    for partner, person in ((alpha, alice), (beta, charlie)):
        with pytest.raises(Refused):
            claim_code_ask(partner=partner, by=person)
    time_machine.move_to("2026-11-23T11:00:01Z")
    ask(do, beta, charlie)


def test_nobody_guesses_for_ever(unproven, alice, do, time_machine):
    alpha, _beta = unproven
    do(claim_open, partner=alpha, contact=CONTACT)
    for hour in range(SENDS_IN_ALL):
        time_machine.move_to(f"2026-11-24T{hour:02}:00:00Z")
        ask(do, alpha, alice)
    time_machine.move_to("2026-11-25T10:00:00Z")
    assert do(claim_code_ask, partner=alpha, by=alice).state == "waiting"


def test_a_message_sent_twice_to_the_worker_sends_one_letter(unproven, alice, do):
    alpha, _beta = unproven
    do(claim_open, partner=alpha, contact=CONTACT)
    claim = do(claim_code_ask, partner=alpha, by=alice)
    mail.outbox.clear()
    assert do(claim_code_send, claim=claim, address=CONTACT)
    assert not do(claim_code_send, claim=claim, address=CONTACT)
    assert len(mail.outbox) == 1


def test_the_second_to_prove_an_inn_goes_to_the_manager(unproven, alice, charlie, do):
    alpha, beta = unproven
    for partner in unproven:
        do(claim_open, partner=partner, contact=CONTACT)
    codes = ask(do, alpha, alice), ask(do, beta, charlie)
    assert do(claim_code_check, partner=alpha, code=codes[0], by=alice).state == "proven"
    assert do(claim_code_check, partner=beta, code=codes[1], by=charlie).state == "waiting"
    assert not Partner.objects.get(pk=beta.pk).proven


@pytest.mark.parametrize("case", ["unknown company", "no contact", "proven elsewhere"])
def test_three_reasons_for_the_manager_look_alike(unproven, charlie, do, case):
    alpha, beta = unproven
    if case == "proven elsewhere":
        Partner.objects.filter(pk=alpha.pk).update(proven_at="2026-01-01T00:00:00Z")
    claim = do(claim_open, partner=beta, contact=CONTACT if case == "proven elsewhere" else "")
    assert (claim.state, claim.contact, claim.reason) == ("waiting", "", "")
    with pytest.raises(Refused, match=r"manager|менеджер"):
        claim_code_ask(partner=beta, by=charlie)


def test_the_manager_decides_and_the_owner_reads_it(unproven, manager, alice, do):
    alpha, _beta = unproven
    claim = do(claim_open, partner=alpha, contact="")
    with pytest.raises(Refused):
        claim_refuse(claim=claim, by=manager, reason=" ")
    mail.outbox.clear()
    assert do(claim_refuse, claim=claim, by=manager, reason="Нет доверенности").state == "refused"
    assert "Нет доверенности" in mail.outbox[0].body
    do(claim_message, partner=alpha, message="Доверенность у менеджера Ивановой", by=alice)
    mail.outbox.clear()
    assert do(claim_approve, claim=claim, by=manager, reason="Проверено").state == "proven"
    assert [letter.to for letter in mail.outbox] == [[alice.email]]
    with pytest.raises(Refused):
        claim_refuse(claim=claim, by=manager, reason="Передумал")
    entry = AuditEntry.objects.get(partner=alpha, action="claim_proven")
    assert entry.by_bank
    assert entry.actor == manager


def test_a_waiting_claim_is_told_to_the_partners_manager(unproven, manager, do):
    alpha, _beta = unproven
    Partner.objects.filter(pk=alpha.pk).update(account_manager=manager)
    alpha.refresh_from_db()
    mail.outbox.clear()
    do(claim_open, partner=alpha, contact="")
    do(claim_open, partner=alpha, contact="")
    assert [letter.to for letter in mail.outbox] == [[manager.email]]
