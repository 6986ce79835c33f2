"""A local Stripe: the part of Stripe's HTTP API that the product calls, for the demo and the tests.

A room apart: it imports nothing of ours and nothing of ours imports it. It speaks API version
`2026-10-28.endive` over HTTP on 127.0.0.1, keeps its state in one SQLite file and never takes a real key.
"""

from typing import Final

API_VERSION: Final = "2026-10-28.endive"
"""The version that the pinned SDK speaks."""
KEY_PREFIX: Final = "sk_test_local"
"""What a key must begin with, so that nobody's real key ever comes here."""
