"""What may be asked to happen later. A handler looks at the state first: an alarm may be out of date."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from billing.local_stripe.world import World

Handler = Callable[["World", str], None]
HANDLERS: Final[dict[str, Handler]] = {}


def alarm(action: str) -> Callable[[Handler], Handler]:
    """Name a function that an alarm may call with the reference it was set with."""

    def named(handler: Handler) -> Handler:
        HANDLERS[action] = handler
        return handler

    return named
