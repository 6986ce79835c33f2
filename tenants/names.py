"""What partners may be called: subdomains, schemas, INNs."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RESERVED: Final = frozenset((
    "www", "api", "admin", "static", "media", "public", "template", "mail", "smtp", "imap", "ftp", "ns", "ns1", "ns2",
    "app", "auth", "login", "account", "accounts", "billing", "pay", "status", "help", "support", "docs", "blog",
    "cdn", "assets", "files", "webhook", "webhooks", "internal", "root", "localhost",
))  # fmt: skip
TEN: Final = (2, 4, 10, 3, 5, 9, 4, 6, 8)
ELEVEN: Final = (7, *TEN)
TWELVE: Final = (3, *ELEVEN)
LABEL: Final = re.compile(r"[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?")


def schema_name_of(subdomain: str) -> str:
    """Return the schema of a subdomain; one to one, as a host label holds no underscore."""
    return f"p_{subdomain.replace('-', '_')}"


def subdomain_validate(subdomain: str) -> None:
    """Refuse what is no host label, or a label that we need ourselves."""
    if not LABEL.fullmatch(subdomain) or "--" in subdomain:
        raise ValidationError(
            _("A subdomain has 1 to 40 Latin letters, digits and single hyphens, and begins with a letter.")
        )
    if subdomain in RESERVED:
        raise ValidationError(_("This subdomain is reserved. Choose another one."))


def inn_validate(inn: str) -> None:
    """Refuse what has not the form of an INN; its checksum is asked for at sign-up, where people type it."""
    if not inn.isascii() or not inn.isdigit() or len(inn) not in {10, 12}:
        raise ValidationError(_("An INN has 10 digits for a company and 12 for an entrepreneur."))


def inn_checksum_validate(inn: str) -> None:
    """Refuse an INN whose check digits are wrong: one digit was mistyped, or two were exchanged."""
    inn_validate(inn)
    digits = [int(digit) for digit in inn]
    checks = {10: (TEN,), 12: (ELEVEN, TWELVE)}[len(inn)]
    if any(_check(digits, weights) != digits[len(weights)] for weights in checks) or not any(digits):
        raise ValidationError(_("There is no such INN: one of its digits is wrong. Check it against your papers."))


def _check(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10
