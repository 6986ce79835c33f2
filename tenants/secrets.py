"""Codes that a person types, and addresses that are shown in part."""

import secrets
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS: Final = 6


def code_make() -> str:
    """Return a new code of six digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def code_hash(owner: object, code: str) -> str:
    """Return what is kept of a code: without the server's key a million guesses tell nothing."""
    return salted_hmac("tenants.secrets.code", f"{owner}:{code}", algorithm="sha256").hexdigest()


def code_matches(owner: object, code: str, kept: str) -> bool:
    """Say whether this is the code; nothing matches where none is kept."""
    return bool(kept) and constant_time_compare(code_hash(owner, code), kept)


def email_masked(email: str) -> str:
    """Show so much of an address that its owner recognises it: `info@company.ru` → `i…@c…ny.ru`."""
    name, _at, domain = email.partition("@")
    label, dot, zone = domain.rpartition(".")
    end = label[-2:] if len(label) > 4 else ""
    return f"{name[:1]}…@{label[:1]}…{end}{dot}{zone}"
