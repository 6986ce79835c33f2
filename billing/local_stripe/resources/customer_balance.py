"""A customer's balance, entry by entry."""

from billing.local_stripe.listing import page_of
from billing.local_stripe.params import PAGE, taken
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj


@api("GET", "customers/{customer}/balance_transactions")
def listed(call: Call) -> Obj:
    """Return a page of entries."""
    call.world.state.need("customer", call.parts["customer"])
    given = taken(call.params, PAGE)
    return page_of(call, "customer_balance_transaction", {**given, "customer": call.parts["customer"]})
