"""The local Stripe's own tests need no database: only its server."""

from tests.local_stripe.running import local_stripe, local_stripe_server

__all__ = ["local_stripe", "local_stripe_server"]
