"""What the product asks of a payment provider. Amounts are whole kopecks, VAT included; times are UTC."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class GatewayProblem(Exception):  # noqa: N818
    """The provider did not answer, or refused for a reason that is not the payer's. Try again later."""


class GatewayUnreachable(GatewayProblem):
    """No answer came: whether it acted is not known. The same key again is safe, and needed."""


class GatewayMissing(GatewayProblem):
    """No provider is set up on this installation."""


class GatewayRefused(Exception):  # noqa: N818
    """The provider refused what the payer asked; nothing changed. `code` is the provider's word for why."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class SignatureWrong(Exception):  # noqa: N818
    """A webhook that the provider did not sign just now."""


@dataclass(frozen=True, slots=True)
class EventHint:
    """What is kept of an event: that something happened to a customer."""

    id: str
    type: str
    customer_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SubscriptionState:
    """A live subscription as the provider has it at this moment."""

    id: str
    plan: str
    interval: str
    status: str
    """incomplete, active, past_due or ended."""
    period_start: datetime
    period_end: datetime
    cancel_at: datetime | None
    paused_until: datetime | None
    next_plan: str
    next_interval: str
    amount: int
    """What a period costs, less a discount that lasts."""
    next_amount: int | None
    """The next charge; None when none will come."""
    discount: str
    failed_since: datetime | None
    """When the oldest unpaid invoice's payment first failed."""


@dataclass(frozen=True, slots=True)
class InvoiceState:
    """An invoice as the provider has it."""

    id: str
    number: str
    status: str
    total: int
    vat: int
    due: int
    created_at: datetime
    paid_at: datetime | None
    period_start: datetime | None
    period_end: datetime | None
    text: str
    """What it is for: `plan:interval`, or the provider's own words for anything else."""
    page_url: str
    pdf_url: str


@dataclass(frozen=True, slots=True)
class CustomerState:
    """All that is mirrored of one customer, read in one go."""

    customer_id: str
    subscription: SubscriptionState | None
    card: str
    invoices: tuple[InvoiceState, ...]


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line of an invoice to be."""

    text: str
    """`plan:interval`, or the provider's own words for anything else."""
    amount: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change costs: exactly what the invoice will say when it is made with the same `at`."""

    plan: str
    interval: str
    lines: tuple[PreviewLine, ...]
    due_now: int
    vat: int
    next_amount: int
    next_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """What became of an immediate change: done, or it waits for the payer to confirm it on the bank's page."""

    done: bool
    confirm_url: str = ""
    """Where the payer proves to be the card's holder (3-D Secure); until then nothing changes."""


class Gateway(Protocol):
    """A payment provider. Every write carries an idempotency key: the same key twice acts once."""

    def customer_make(self, *, name: str, email: str, reference: str, language: str, key: str) -> str:
        """Make a customer and return its id; `reference` is the partner's key, for people to read only."""

    def checkout_url(
        self, *, customer_id: str, plan: str, interval: str, done_url: str, back_url: str, language: str, key: str
    ) -> str:
        """Open a page to pay the first period of a plan and return its address.

        At most one is open for a customer: the one of the same plan is given again, any other is closed.
        """

    def portal_url(self, *, customer_id: str, back_url: str, language: str) -> str:
        """Open the provider's page for card and invoices and return its address."""

    def change_preview(self, *, customer_id: str, plan: str, interval: str, at: datetime | None = None) -> Preview:
        """Work out what an immediate change costs."""

    def change_now(self, *, customer_id: str, plan: str, interval: str, at: datetime, key: str) -> ChangeResult:
        """Change at once with proration as previewed at `at`; refused, with nothing changed, when the payment is."""

    def change_later(self, *, customer_id: str, plan: str, interval: str, key: str) -> None:
        """Change at the period's end."""

    def change_undo(self, *, customer_id: str, key: str) -> None:
        """Take a change at the period's end back."""

    def cancel(self, *, customer_id: str, key: str) -> None:
        """End at the period's end."""

    def resume(self, *, customer_id: str, key: str) -> None:
        """Take a cancellation or a pause back. Within a period that the pause left unpaid a new one begins, charged."""

    def pause(self, *, customer_id: str, until: datetime, key: str) -> None:
        """Charge nothing until then."""

    def end_now(self, *, customer_id: str, key: str) -> None:
        """End at once without charge or refund, and close what could still be paid; nothing to end is fine."""

    def state(self, customer_id: str) -> CustomerState:
        """Read the customer's whole state."""

    def event_read(self, *, body: bytes, signature: str) -> EventHint:
        """Prove a webhook and read its hint."""

    def events_undelivered(self, *, since: datetime) -> Iterator[EventHint]:
        """Read the events that never reached the webhook."""

    def prices_make(self) -> list[str]:
        """Make products, prices and the VAT rate of the plans where they lack; say what was made."""

    def prices_check(self) -> list[str]:
        """Compare prices with the plans; say what differs."""
