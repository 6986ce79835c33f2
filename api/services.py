"""Keys are made and revoked here."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from api.keys import NewKey, key_generate, key_hash
from api.models import ApiKey, Scope

USED_EVERY: Final = timedelta(minutes=1)
"""How exact "last used" is: one write a minute, not one a call."""


class KeyRefused(Exception):  # noqa: N818  it is a sentence for a person
    """A wish about keys that can't be granted: one sentence, and the field it is about."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


def key_create(*, name: str, scope: str = Scope.READ, created_by: str = "") -> NewKey:
    """Make a key in the partner's schema that is open.

    Raises
    ------
    KeyRefused
        For a name that is empty, too long or taken by a working key, and for an unknown scope.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise KeyRefused(gettext("Give the key a name of 1 to 100 characters."), "name")
    if scope not in Scope.values:
        raise KeyRefused(gettext("A key's scope is read or write."), "scope")
    prefix, text = key_generate()
    try:
        with transaction.atomic():
            row = ApiKey.objects.create(
                name=name, prefix=prefix, hash=key_hash(text), scope=scope, created_by=created_by
            )
    except IntegrityError as error:
        message = gettext("There is a working key named %(name)s. Revoke it or choose another name.")
        raise KeyRefused(message % {"name": name}, "name") from error
    return NewKey(id=str(row.pk), name=name, prefix=prefix, text=text)


def key_revoke(*, id: uuid.UUID) -> bool:
    """Make a key worthless at once; say whether there was a working one."""
    return bool(ApiKey.objects.filter(pk=id, revoked_at=None).update(revoked_at=timezone.now()))


def key_used(*, id: uuid.UUID, last_used_at: datetime | None) -> None:
    """Note that a key was used, unless that was noted less than a minute ago."""
    now = timezone.now()
    if last_used_at is None or last_used_at < now - USED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY)
        ApiKey.objects.filter(stale, pk=id).update(last_used_at=now)
