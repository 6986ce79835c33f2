"""What a deployment should not forget about people; `manage.py check --deploy` asks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def proxies_named(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when every visitor would be counted as one."""
    if settings.TRUSTED_PROXIES or not settings.SESSION_COOKIE_SECURE:
        return []
    hint = "Name your proxies in TRUSTED_PROXIES; else the limits of sign-in take all visitors for the proxy itself."
    return [Warning("TRUSTED_PROXIES is not set.", hint=hint, id="tenants.W001")]
