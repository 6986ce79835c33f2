"""The payment provider behind an interface: another provider is one new file beside `stripe_api.py`."""

from billing.gateway.chosen import gateway

__all__ = ["gateway"]
