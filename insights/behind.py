"""Which partners' figures are behind the lake, and which runs lost their worker."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from billing.entitlements import holdings_keep
from insights.claims import interrupted
from insights.models import MetricRun
from insights.selectors.lacking import figures_lacking
from insights.selectors.standing import newest_done
from lake.store import Version
from tenants.models import Partner
from tenants.scope import PartnerUnknown, for_partner

BIG_VISITS = 300_000
"""From how many visits on a partner goes to the queue for big work, so that it starves nobody."""


def partners_active() -> list[Partner]:
    """Return the partners that are in service, in order."""
    return list(Partner.objects.filter(status=Partner.Status.ACTIVE).order_by("subdomain"))


def partners_computed() -> list[Partner]:
    """Return those of them whose figures are computed: who has not proven the right to the INN has none."""
    return [partner for partner in partners_active() if partner.proven]


def partners_behind(version: Version) -> Iterator[tuple[str, int]]:
    """Return schema and visits of each partner whose figures are older than `version`, or lack what its plan holds.

    The plan is looked at too, because a pause or an exception ends by itself.
    A partner that already waits in a queue is returned again; its second task finds nothing to do.
    """
    marts_of, last_day = int(version.facts["marts_of"]), date.fromisoformat(version.facts["last_day"])
    for partner, run in _newest_runs():
        if run is None or (run.data_version, run.as_of) != (marts_of, last_day) or figures_lacking(partner):
            yield partner.schema_name, run.rows if run else 0


def partners_interrupted(before: datetime) -> Iterator[tuple[str, int]]:
    """Return schema and visits of each partner with a run begun before a moment whose worker is gone."""
    for partner in partners_computed():
        try:
            with for_partner(partner):
                begun = MetricRun.objects.filter(status=MetricRun.Status.STARTED, started_at__lt=before).first()
                lost = begun is not None and interrupted()
        except PartnerUnknown:  # suspended since it was listed
            continue
        if begun and lost:
            yield partner.schema_name, begun.rows


def queue_of(found: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    """Return queue → schemas."""
    queues: dict[str, list[str]] = defaultdict(list)
    for schema, visits in found:
        queues["big" if visits >= BIG_VISITS else "small"].append(schema)
    return queues


def _newest_runs() -> Iterator[tuple[Partner, MetricRun | None]]:
    partners = partners_computed()
    holdings_keep(partners)
    for partner in partners:
        try:
            with for_partner(partner):
                run = newest_done()
        except PartnerUnknown:  # suspended since it was listed
            continue
        yield partner, run
