"""The record of who did what at a partner; its owner can read it.

An act is recorded under a key that has its sentence here, or was given one by a room above: a key without a
sentence can't be recorded, so the page never shows a bare one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.models import AuditEntry, Partner, Role, User

Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """What an act is called: a sentence with the names of details in it, `%(email)s`."""

    sentence: str | Promise
    words: Callable[[Details], Details] | None = None

    def read(self, details: Details) -> str:
        """Return the sentence in the reader's language."""
        known = _Kept({key: str(value) for key, value in details.items()})
        if self.words is not None:
            known.update(self.words(details))
        return str(self.sentence) % known


class _Kept(dict[str, str]):
    """A detail that an old record lacks reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


_acts: Final[dict[str, Act]] = {}


class ActUnknown(KeyError):  # noqa: N818
    """An act without a sentence: give it one by `act_name`."""


def act_name(key: str, sentence: str | Promise, words: Callable[[Details], Details] | None = None) -> None:
    """Give an act its sentence; `words` turns stored keys into words of the reader's language."""
    if len(key) > 40:
        raise ValueError(f"The key {key} has more than 40 characters.")
    _acts[key] = Act(sentence, words)


def acts() -> dict[str, Act]:
    """Return every act that can be recorded."""
    return dict(_acts)


def audit(*, partner: Partner, actor: User | None, action: str, by_bank: bool = False, **details: Any) -> AuditEntry:
    """Add a record; `action` has a sentence, `details` are JSON values without secrets.

    Raises
    ------
    ActUnknown
        For an action that has no sentence.
    """
    if action not in _acts:
        raise ActUnknown(action)
    return AuditEntry.objects.create(partner=partner, actor=actor, action=action, by_bank=by_bank, details=details)


def _role(details: Details) -> Details:
    key = details.get("role", "")
    return {"role": str(Role(key).label).lower()} if key in Role.values else {}


def _day(details: Details) -> Details:
    day = details.get("day")
    return {"day": date_format(date.fromisoformat(day), "DATE_FORMAT")} if day else {}


act_name("member_invited", _("Invited %(email)s as %(role)s"), _role)
act_name("invitation_revoked", _("Withdrew the invitation of %(email)s"))
act_name("member_joined", _("Joined the team as %(role)s"), _role)
act_name("member_removed", _("Removed %(email)s from the team"))
act_name("member_role_changed", _("Changed the role of %(email)s: now %(role)s"), _role)
act_name("password_changed", _("Changed the own password"))
act_name("password_reset", _("Set a new password by a letter"))
act_name("totp_activated", _("Set up a code app for signing in"))
act_name("totp_deactivated", _("Removed the code app for signing in"))
act_name("webauthn_added", _("Added a passkey"))
act_name("webauthn_removed", _("Removed a passkey"))
act_name("recovery_codes_generated", _("Made new recovery codes"))
act_name("second_factor_removed", _("Removed the second factor of %(email)s at their request"))
act_name("support_entered", _("Entered to look, read-only. Reason: %(reason)s"))
act_name("support_left", _("Left the workspace"))
act_name("claim_code_sent", _("Asked for a code to prove the right to the company, sent to %(contact)s"))
act_name("claim_waiting", _("Asked the account manager to check the company"))
act_name("claim_proven", _("The company's right to its INN is proven"))
act_name("claim_refused", _("The right to the INN was not confirmed. Reason: %(reason)s"))
act_name("sharing_stopped", _("Chose to take no part in comparisons from %(day)s"), _day)
act_name("sharing_resumed", _("Chose to take part in comparisons again from %(day)s"), _day)
act_name("peer_group_chosen", _("Chose the own group of comparison, from %(day)s"), _day)
act_name("peer_group_kept", _("Took the change of the own group of comparison back"))
