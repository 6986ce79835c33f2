"""What is known about keys, as frozen dataclasses."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from api.keys import key_hash, key_matches, key_prefix
from api.models import ApiKey, Scope

NOBODYS_HASH = key_hash("dk_nobody")


@dataclass(frozen=True, slots=True)
class Key:
    """A working key, without its secret."""

    id: uuid.UUID
    name: str
    prefix: str
    scope: str
    scope_name: str
    created_at: datetime
    created_by: str
    last_used_at: datetime | None

    @property
    def is_authenticated(self) -> bool:
        """Whoever shows a working key is known."""
        return True

    @property
    def may_write(self) -> bool:
        """Whether it may change anything."""
        return self.scope == Scope.WRITE


def key_find(text: str) -> Key | None:
    """Return the working key of this text in the partner's schema that is open."""
    prefix = key_prefix(text)
    if prefix is None:
        return None
    row = ApiKey.objects.filter(prefix=prefix, revoked_at=None).first()
    # Hashed and compared in either case: an unknown prefix takes as long as a wrong secret.
    if not key_matches(text, row.hash if row else NOBODYS_HASH) or row is None:
        return None
    return _key(row)


def keys_working() -> tuple[Key, ...]:
    """Return the keys that work, the newest first."""
    return tuple(_key(row) for row in ApiKey.objects.filter(revoked_at=None))


def _key(row: ApiKey) -> Key:
    return Key(
        id=row.pk,
        name=row.name,
        prefix=row.prefix,
        scope=row.scope,
        scope_name=str(Scope(row.scope).label),
        created_at=row.created_at,
        created_by=row.created_by,
        last_used_at=row.last_used_at,
    )
