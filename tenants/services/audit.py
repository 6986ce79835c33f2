"""The record of who did what at a partner; its owner can read it.

An act is recorded under a key that has its sentence here, or was given one by a room above.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise

from tenants.models import AuditEntry, Partner, User

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


def act_name(key: str, sentence: str | Promise, words: Callable[[Details], Details] | None = None) -> None:
    """Give an act its sentence; `words` turns stored keys into words of the reader's language."""
    if len(key) > 40:
        raise ValueError(f"The key {key} has more than 40 characters.")
    _acts[key] = Act(sentence, words)


def acts() -> dict[str, Act]:
    """Return every act that can be recorded."""
    return dict(_acts)


def audit(*, partner: Partner, actor: User | None, action: str, by_bank: bool = False, **details: Any) -> AuditEntry:
    """Add a record; `action` is a stable key, `details` are JSON values without secrets."""
    return AuditEntry.objects.create(partner=partner, actor=actor, action=action, by_bank=by_bank, details=details)
