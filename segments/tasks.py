"""Work for the workers: thin, safe to lose and to repeat."""

from datetime import date
from functools import partial

import structlog
from celery import shared_task

from insights.engine.visits import Visits
from insights.lake_access import partner_lake, pseudonyms_of
from insights.selectors.standing import newest_done
from lake.contract import LakeError
from segments.selectors.lacking import partners_without_value
from segments.services.refit import value_refit as refit
from tenants.scope import partner_current
from tenants.tasks import PartnerTask, fan_out

log = structlog.get_logger(__name__)

EXPIRES = 3600


@shared_task(name="segments.value_refit", base=PartnerTask)
def value_refit(schema: str) -> None:
    """Estimate what customers are worth, as of the figures that are shown."""
    partner, run = partner_current(), newest_done()
    if run is None:
        return
    as_of: date = run.as_of
    try:
        with partner_lake(partner, as_of=as_of) as lake:
            visits, people = Visits.of(lake.visits()), lake.customers()
            refit(
                partner=partner, visits=visits, people=people, pseudonyms=partial(pseudonyms_of, partner, lake),
                first_day=lake.first_day, as_of=as_of, data_version=lake.version,
            )  # fmt: skip
    except LakeError as error:
        log.info("no values to fit", schema=schema, reason=str(error))


@shared_task(name="segments.models_resume")
def models_resume() -> None:
    """Send a task for each partner whose plan holds values that were not estimated yet."""
    for queue, schemas in partners_without_value().items():
        fan_out(value_refit, schemas, expires=EXPIRES, queue=queue)
