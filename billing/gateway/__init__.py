"""The payment provider behind an interface: another provider is one new file beside `stripe_api.py`."""
