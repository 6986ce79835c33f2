"""What a key looks like: `dk_<prefix>_<secret>`, and how its secret is kept."""

import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = string.ascii_letters + string.digits
PREFIX_LENGTH: Final = 10
SECRET_LENGTH: Final = 43
"""Of 62 letters: 256 bits. A secret nobody can guess needs no slow hash."""
FORM: Final = re.compile(rf"dk_([a-z0-9]{{{PREFIX_LENGTH}}})_[A-Za-z0-9]{{{SECRET_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: the only moment at which its text exists."""

    id: str
    name: str
    prefix: str
    text: str


def key_generate() -> tuple[str, str]:
    """Make a prefix and the whole key."""
    prefix = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(PREFIX_LENGTH))
    secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))
    return prefix, f"dk_{prefix}_{secret}"


def key_prefix(text: str) -> str | None:
    """Return the prefix of a text that has the form of a key, else None."""
    match = FORM.fullmatch(text)
    return match[1] if match else None


def key_hash(text: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(text.encode()).hexdigest()


def key_matches(text: str, kept: str) -> bool:
    """Say whether this is the key; the time it takes tells nothing."""
    return hmac.compare_digest(key_hash(text), kept)
