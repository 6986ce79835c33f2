"""Whose models are missing: after an upgrade, a pause that ended, or a worker that died."""

from billing.entitlements import allows, holdings_keep
from billing.features import LTV, RFM
from insights.behind import partners_computed, queue_of
from insights.selectors.standing import newest_done
from segments.customers.rows import VERSION as LISTED
from segments.models import CustomerRun, ModelRun
from segments.services.refit import ESTIMATOR
from segments.value.draft import VERSION
from tenants.models import Partner
from tenants.scope import PartnerUnknown, for_partner


def value_lacking(partner: Partner) -> bool:
    """Say whether the plan holds values or a list of customers not in store; a first run brings them itself."""
    valued = allows(partner, LTV)
    if not partner.active or not partner.proven or not (valued or allows(partner, RFM)):
        return False
    with for_partner(partner):
        run = newest_done()
        if run is None:
            return False
        listed = CustomerRun.objects.filter(version=LISTED, as_of__gte=run.as_of)
        if not valued:
            return not listed.exists()
        fits = ModelRun.objects.filter(estimator=ESTIMATOR, version=VERSION, as_of__gte=run.as_of)
        return not (fits.exists() and listed.filter(valued=True).exists())


def partners_without_value() -> dict[str, list[str]]:
    """Return queue → schemas of the partners whose fit is missing."""
    partners = partners_computed()
    holdings_keep(partners)
    return queue_of((partner.schema_name, visits) for partner in partners if (visits := _visits(partner)) is not None)


def queue_for(partner: Partner) -> str:
    """Return the queue for the work of one partner."""
    with for_partner(partner):
        run = newest_done()
    return next(iter(queue_of([(partner.schema_name, run.rows if run else 0)])))


def _visits(partner: Partner) -> int | None:
    """Return how many visits a fit will read; None where none is missing."""
    try:
        if not value_lacking(partner):
            return None
        with for_partner(partner):
            run = newest_done()
    except PartnerUnknown:  # suspended since it was listed
        return None
    return run.rows if run else 0
