"""Stripe behind the interface: the one module that imports its SDK."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import stripe

from billing.gateway import stripe_portal, stripe_prices, stripe_states
from billing.gateway.interface import (
    ChangeResult,
    CustomerState,
    EventHint,
    GatewayMissing,
    GatewayProblem,
    GatewayRefused,
    GatewayUnreachable,
    Preview,
    SignatureWrong,
)

API_VERSION: Final = "2026-10-28.endive"
"""What the pinned SDK is typed for; the webhook's endpoint must speak the same."""
TOLERANCE_SECONDS: Final = 300
TIMEOUT_SECONDS: Final = 10
LONGEST_LIST: Final = 100
NO_EVENT: Final = (LookupError, ValueError, OverflowError, AttributeError, TypeError)
"""What reading a body raises that is no event, or a header that is no signature."""
SUBSCRIPTION_PARTS: Final = ["default_payment_method", "schedule", "discounts.source.coupon", "latest_invoice"]


class StripeGateway:
    """Stripe, asked over its API at one pinned version."""

    def __init__(self, *, api_key: str, webhook_secret: str, api_base: str = "", retries: int = 2) -> None:
        self._webhook_secret = webhook_secret
        client = stripe.StripeClient(
            api_key,
            stripe_version=API_VERSION,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=retries,
            http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        )
        self._api: Any = client.v1
        self._prices = stripe_prices.Prices(client.v1)
        self._portal = stripe_portal.Portal(client.v1)

    def customer_make(self, *, name: str, email: str, reference: str, language: str, key: str) -> str:
        """Make a customer and return its id."""
        wanted = {"name": name, "email": email, "preferred_locales": [language], "metadata": {"partner": reference}}
        with _told():
            return str(self._api.customers.create(wanted, _once(key)).id)

    def checkout_url(
        self, *, customer_id: str, plan: str, interval: str, done_url: str, back_url: str, language: str, key: str
    ) -> str:
        """Give the open page of this plan again, or close others and open one."""
        with _told():
            price = self._prices.id_of(plan, interval)
            wanted = {"plan": plan, "interval": interval, "price": price}
            sessions = self._api.checkout.sessions
            for each in self._open_pages(customer_id):
                if stripe_states.labels(each) == wanted:
                    return str(each.url)
                sessions.expire(each.id, options=_once(f"{key}:close:{each.id}"))
            made = sessions.create(
                {
                    "mode": "subscription",
                    "customer": customer_id,
                    "line_items": [{"price": price, "quantity": 1}],
                    "subscription_data": {"default_tax_rates": [self._prices.vat_id()]},
                    "allow_promotion_codes": True,
                    "success_url": done_url,
                    "cancel_url": back_url,
                    "locale": language,
                    "metadata": wanted,
                },
                _once(key),
            )
        return str(made.url)

    def portal_url(self, *, customer_id: str, back_url: str, language: str) -> str:
        """Open the page for card and invoices."""
        with _told():
            wanted = {
                "customer": customer_id,
                "configuration": self._portal.id(),
                "return_url": back_url,
                "locale": language,
            }
            return str(self._api.billing_portal.sessions.create(wanted).url)

    def change_preview(self, *, customer_id: str, plan: str, interval: str, at: datetime | None = None) -> Preview:
        """Let Stripe work the invoice out without making it."""
        with _told():
            now = self._live(customer_id)
            when = stripe_states.within_period(now, at or datetime.now(UTC))
            price = self._prices.price(self._prices.id_of(plan, interval))
            invoice = self._api.invoices.create_preview(
                {
                    "customer": customer_id,
                    "subscription": now.id,
                    "subscription_details": {
                        "items": [{"id": stripe_states.item(now).id, "price": price.id}],
                        "proration_behavior": "always_invoice",
                        "proration_date": int(when.timestamp()),
                    },
                }
            )
            return stripe_states.preview(
                invoice,
                plan=plan,
                interval=interval,
                at=when,
                next_amount=stripe_states.amount(price, now.discounts),
                plan_of=self._prices.plan_of,
            )

    def change_now(self, *, customer_id: str, plan: str, interval: str, at: datetime, key: str) -> ChangeResult:
        """Change, invoice and charge in one go; what can't be paid at once stays pending and changes nothing."""
        with _told():
            now = self._live(customer_id)
            self._schedule_release(now, key)
            changed = self._update(
                now.id,
                key,
                items=[{"id": stripe_states.item(now).id, "price": self._prices.id_of(plan, interval)}],
                proration_behavior="always_invoice",
                proration_date=int(at.timestamp()),
                payment_behavior="pending_if_incomplete",
            )
            if changed.pending_update is None:
                return ChangeResult(done=True)
            bill = str(stripe_states.id_of(changed.latest_invoice))
            invoice = self._api.invoices.retrieve(bill, {"expand": ["payments.data.payment.payment_intent"]})
            if invoice.status == "paid":
                return ChangeResult(done=True)
            if stripe_states.waits_for_payer(invoice):
                return ChangeResult(done=False, confirm_url=str(invoice.hosted_invoice_url))
            if invoice.status == "open":
                # The pending change goes with its invoice: nobody pays it by accident later.
                self._api.invoices.void_invoice(bill, options=_once(f"{key}:void"))
        raise GatewayRefused("The card was declined.", "card_declined")

    def change_later(self, *, customer_id: str, plan: str, interval: str, key: str) -> None:
        """Plan the change for the period's end by a schedule of two phases."""
        with _told():
            now = self._live(customer_id)
            price = self._prices.id_of(plan, interval)
            self._schedule_release(now, key)
            schedules = self._api.subscription_schedules
            made = schedules.create({"from_subscription": now.id}, _once(f"{key}:make"))
            wanted = stripe_states.two_phases(now, made, price=price, interval=interval)
            schedules.update(made.id, wanted, _once(key))

    def change_undo(self, *, customer_id: str, key: str) -> None:
        """Let the subscription go from its schedule."""
        with _told():
            self._schedule_release(self._live(customer_id), key)

    def cancel(self, *, customer_id: str, key: str) -> None:
        """End at the period's end."""
        with _told():
            now = self._live(customer_id)
            self._schedule_release(now, key)
            self._update(now.id, key, cancel_at_period_end=True)

    def resume(self, *, customer_id: str, key: str) -> None:
        """Take a cancellation and a pause back."""
        with _told():
            now = self._live(customer_id)
            if now.cancel_at_period_end or now.cancel_at:
                wanted: dict[str, Any] = (
                    {"cancel_at_period_end": False} if now.cancel_at_period_end else {"cancel_at": ""}
                )
                self._update(now.id, f"{key}:stay", **wanted)
            if now.pause_collection is None:
                return
            unpaid = getattr(now.latest_invoice, "status", "") == "void"
            # Else a pause over the day of payment would give the rest of the period for nothing.
            anew = {
                "billing_cycle_anchor": {"type": "now"},
                "proration_behavior": "none",
                "payment_behavior": "error_if_incomplete",
            }
            self._update(now.id, key, pause_collection="", **(anew if unpaid else {}))

    def pause(self, *, customer_id: str, until: datetime, key: str) -> None:
        """Void what falls due until then."""
        with _told():
            rest = {"behavior": "void", "resumes_at": int(until.timestamp())}
            self._update(self._live(customer_id).id, key, pause_collection=rest)

    def end_now(self, *, customer_id: str, key: str) -> None:
        """End at once, and close open pages of Checkout."""
        with _told():
            for each in self._open_pages(customer_id):
                self._api.checkout.sessions.expire(each.id, options=_once(f"{key}:close:{each.id}"))
            now = self._newest(customer_id)
            if now is not None and stripe_states.status(now) != "ended":
                self._schedule_release(now, key)
                self._api.subscriptions.cancel(now.id, options=_once(key))

    def state(self, customer_id: str) -> CustomerState:
        """Read customer, subscription, invoices and the next charge."""
        with _told():
            parts = ["invoice_settings.default_payment_method"]
            customer = self._api.customers.retrieve(customer_id, {"expand": parts})
            now = self._newest(customer_id)
            invoices = self._api.invoices.list({"customer": customer_id, "limit": LONGEST_LIST}).data
            upcoming = self._next_amount(now) if now is not None else None
            subscription = now and stripe_states.subscription(
                now, plan_of=self._prices.plan_of, invoices=invoices, next_amount=upcoming
            )
            return CustomerState(
                customer_id=customer_id,
                subscription=subscription,
                card=stripe_states.card(customer, now),
                invoices=tuple(
                    stripe_states.invoice(each, plan_of=self._prices.plan_of)
                    for each in invoices
                    if each.status != "draft"
                ),
            )

    def event_read(self, *, body: bytes, signature: str) -> EventHint:
        """Prove body and moment of a webhook."""
        if not self._webhook_secret:
            raise GatewayMissing("STRIPE_WEBHOOK_SECRET is not set: no event can be proven.")
        try:
            stripe.WebhookSignature.verify_header(body, signature, self._webhook_secret, TOLERANCE_SECONDS)
            signed_at = int([part[2:] for part in signature.split(",") if part.startswith("t=")][0])  # noqa: RUF015  the SDK's own way
            if signed_at > time.time() + TOLERANCE_SECONDS:
                raise SignatureWrong("The webhook was signed in the future.")
            return stripe_states.hint(json.loads(body))
        except (
            stripe.SignatureVerificationError,
            LookupError,
            ValueError,
            OverflowError,
            AttributeError,
            TypeError,
        ) as error:
            raise SignatureWrong("The webhook is not signed by the provider, or not now.") from error

    def events_undelivered(self, *, since: datetime) -> Iterator[EventHint]:
        """Read the events that Stripe could not hand over."""
        wanted = {"delivery_success": False, "created": {"gte": int(since.timestamp())}, "limit": LONGEST_LIST}
        with _told():
            for event in self._api.events.list(wanted).auto_paging_iter():
                yield stripe_states.hint(event.to_dict())

    def prices_make(self) -> list[str]:
        """Make what lacks."""
        with _told():
            return [*self._prices.make(), *self._portal.make()]

    def prices_check(self) -> list[str]:
        """Say what differs."""
        with _told():
            return [*self._prices.check(), *self._portal.check()]

    def _update(self, subscription_id: str, key: str, **wanted: Any) -> Any:
        return self._api.subscriptions.update(subscription_id, wanted, _once(key))

    def _open_pages(self, customer_id: str) -> list[Any]:
        wanted = {"customer": customer_id, "status": "open", "limit": LONGEST_LIST}
        return list(self._api.checkout.sessions.list(wanted).data)

    def _newest(self, customer_id: str) -> Any | None:
        """Return the subscription that counts: of those alive the best paid for, else the last one that ended."""
        parts = [f"data.{part}" for part in SUBSCRIPTION_PARTS]
        wanted = {"customer": customer_id, "status": "all", "limit": LONGEST_LIST, "expand": parts}
        found = self._api.subscriptions.list(wanted).data
        return min(found, key=lambda one: (stripe_states.rank(one), -one.created), default=None)

    def _live(self, customer_id: str) -> Any:
        found = self._newest(customer_id)
        if found is None or stripe_states.status(found) == "ended":
            raise GatewayRefused("There is no subscription.", "no_subscription")
        return found

    def _schedule_release(self, now: Any, key: str) -> None:
        if now.schedule is not None and now.schedule.status in {"active", "not_started"}:
            self._api.subscription_schedules.release(now.schedule.id, options=_once(f"{key}:release"))

    def _next_amount(self, now: Any) -> int | None:
        ending = now.cancel_at_period_end or now.cancel_at or now.pause_collection is not None
        if ending or stripe_states.status(now) not in {"active", "past_due"}:
            return None
        try:
            return int(self._api.invoices.create_preview({"subscription": now.id}).amount_due)
        except stripe.InvalidRequestError as error:
            if error.code == "invoice_upcoming_none":
                return None
            raise


def _once(key: str) -> dict[str, str]:
    return {"idempotency_key": key}


@contextmanager
def _told() -> Iterator[None]:
    """Tell the SDK's errors in the interface's two words."""
    try:
        yield
    except stripe.CardError as error:
        raise GatewayRefused(error.user_message or "The card was declined.", "card_declined") from error
    except stripe.InvalidRequestError as error:
        raise GatewayProblem(f"Stripe refused the request: {error.user_message or error}") from error
    except stripe.APIConnectionError as error:
        raise GatewayUnreachable("Stripe does not answer.") from error
    except stripe.StripeError as error:
        raise GatewayProblem(f"Stripe can't be asked: {error.user_message or type(error).__name__}") from error
