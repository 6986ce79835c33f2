"""Whether a person has a second factor, and whether this session has given it."""

from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

CARRIED: Final = "second_factor"
"""Set where the factor was given on the host that the person came from."""


def second_factor_passed(request: HttpRequest) -> bool:
    """Say whether this session was begun, or went on, with a second factor."""
    if request.session.get(CARRIED):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def second_factor_set_up(user: Any) -> bool:
    """Say whether the person has a code app or a passkey."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))
