"""What a page's form does happens wholly or not at all, and a refusal is told to a person."""

from collections.abc import Callable

from billing.local_stripe.errors import StripeError
from billing.local_stripe.ids import new_id
from billing.local_stripe.pages.asking import go_on, tongue_of
from billing.local_stripe.routes import Call, Handler, Reply, page
from billing.local_stripe.world import Request


def form(template: str) -> Callable[[Handler], Handler]:
    """Add what a form is sent to: one transaction; when the API's functions refuse, nothing of it stays."""

    def added(handler: Handler) -> Handler:
        @page("POST", template, locked=False)
        def sent(call: Call) -> Reply:
            try:
                with call.world.transaction(Request(new_id("req", 14))):
                    call.world.clock.run_due()
                    answer: Reply = handler(call)
                    return answer
            except StripeError:
                return go_on(tongue_of(call), call.path.removesuffix("/confirm"), error="not_done")

        return handler

    return added
