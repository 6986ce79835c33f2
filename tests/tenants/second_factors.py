"""A code app for tests, and the steps that lead to one."""

import base64
import hmac
import struct
import time

from tests.conftest import PASSWORD


def totp(secret: str, at: float | None = None) -> str:
    """The code that an app shows (RFC 6238, written apart from the library under test)."""
    counter = int((time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def prove_again(client, password: str = PASSWORD) -> None:
    """Type the password once more, as pages that change the sign-in ask."""
    client.post("/sign-in/again/", {"password": password})


def app_set_up(client) -> str:
    """Set up a code app; return its secret."""
    prove_again(client)
    secret = client.get("/settings/security/app/").context["form"].secret
    answer = client.post("/settings/security/app/", {"code": totp(secret)})
    assert answer.status_code == 302, answer.text
    return str(secret)


def sign_in(client, email: str, password: str = PASSWORD, **data: str):
    """Send the first step."""
    return client.post("/sign-in/", {"email": email, "password": password, **data})
