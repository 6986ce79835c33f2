"""Someone's plan came to hold a model: have it fitted."""

from segments.selectors.lacking import queue_for, value_lacking
from segments.tasks import EXPIRES, value_refit
from tenants.models import Partner
from tenants.tasks import fan_out


def value_request(*, partner: Partner) -> bool:
    """Send a task when the values of customers are held and not estimated yet; say whether one was sent."""
    if not value_lacking(partner):
        return False
    fan_out(value_refit, [partner.schema_name], expires=EXPIRES, queue=queue_for(partner))
    return True
