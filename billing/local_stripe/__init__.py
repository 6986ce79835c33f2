"""A local Stripe: the part of Stripe's HTTP API that the product calls, for the demo and the tests.

A room apart: it imports nothing of ours and nothing of ours imports it. It speaks API version
`2026-10-28.endive` over HTTP on 127.0.0.1, keeps its state in one SQLite file and never takes a real key.

Simpler than Stripe, knowingly: one currency and one interval a subscription, cards only, `charge_automatically`
only; no refunds, credit notes, disputes, payouts or tax calculation; a subscription canceled inside its period
gives nothing back unless `prorate` asks for it; no least amount of a charge; 3-D Secure is passed or failed, never
half-way; retries follow the plain schedule (3, 5, 7 days), not the smart one; events are listed for ever, not for
30 days. Whatever else is asked answers 501, a parameter it lacks 400.
"""

from typing import Final

API_VERSION: Final = "2026-10-28.endive"
"""The version that the pinned SDK speaks."""
KEY_PREFIX: Final = "sk_test_local"
"""What a key must begin with, so that nobody's real key ever comes here."""
