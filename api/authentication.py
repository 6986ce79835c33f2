"""Who calls: the holder of a key of this host. Cookies count for nothing here."""

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from api.problems import no_key
from api.selectors import Key, key_find
from api.services import key_used


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer dk_…`, looked up in the schema of the request's host."""

    def authenticate(self, request: Request) -> tuple[Key, Key] | None:
        """Return the key that was shown, or None when none was."""
        words = get_authorization_header(request).split()
        if not words:
            return None
        key = self._find(words)
        if key is None:
            raise no_key()
        key_used(id=key.id, last_used_at=key.last_used_at)
        return key, key

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme for 401."""
        return "Bearer"

    def _find(self, words: list[bytes]) -> Key | None:
        if len(words) != 2 or words[0].lower() != b"bearer" or not words[1].isascii():
            return None
        return key_find(words[1].decode())
