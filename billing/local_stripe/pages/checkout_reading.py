"""A Checkout Session read into its page."""

from billing.local_stripe.pages.bill import every
from billing.local_stripe.pages.checkout_view import CheckoutView
from billing.local_stripe.pages.layout import Tongue
from billing.local_stripe.pages.reading import invoice_bill
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World
