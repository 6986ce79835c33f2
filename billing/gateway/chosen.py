"""Which provider this installation pays by."""

from functools import lru_cache

from django.conf import settings

from billing.gateway.interface import Gateway, GatewayMissing


def gateway() -> Gateway:
    """Return the provider of the settings.

    Raises
    ------
    GatewayMissing
        When none is set up.
    """
    if not settings.STRIPE_SECRET_KEY:
        raise GatewayMissing("Payments are not set up: STRIPE_SECRET_KEY is missing.")
    return gateway_made(
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API_BASE, settings.STRIPE_RETRIES
    )


@lru_cache(maxsize=4)
def gateway_made(key: str, webhook_secret: str, base: str, retries: int) -> Gateway:
    """Make it once a process: it keeps connections and what prices cost."""
    from billing.gateway.stripe_api import StripeGateway  # noqa: PLC0415  the SDK takes half a second to import

    return StripeGateway(api_key=key, webhook_secret=webhook_secret, api_base=base, retries=retries)
