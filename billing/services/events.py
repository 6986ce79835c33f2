"""Events of the payment provider that a person judges."""

from django.utils import timezone
from django.utils.translation import gettext as _

from billing.models import StripeEvent
from tenants.errors import Refused
from tenants.models import User


def event_drop(*, event: StripeEvent, by: User) -> None:
    """Put a given-up event away for good; the nightly comparison still finds what it was about.

    Raises
    ------
    Refused
        When it is not given up.
    """
    states = StripeEvent.State
    dead = StripeEvent.objects.filter(pk=event.pk, state=states.DEAD)
    note = f"dropped by {by.email}: {event.error}"[:500]
    if not dead.update(state=states.DONE, error=note, done_at=timezone.now(), next_try_at=None):
        raise Refused(_("Only an event that was given up can be dropped."))
