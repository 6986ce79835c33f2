"""Someone asks for partners to be computed anew."""

from collections.abc import Iterable
from dataclasses import dataclass

from insights.behind import queue_of
from insights.peers.behind import peers_lacking
from insights.queueing import worker_answers
from insights.selectors.lacking import figures_lacking
from insights.selectors.runs_of_partners import runs_newest
from insights.selectors.standing import newest_done
from insights.tasks import EXPIRES, partner_recompute, peers_refresh
from tenants.models import Partner
from tenants.scope import for_partner
from tenants.tasks import fan_out


@dataclass(frozen=True, slots=True)
class Requested:
    """Who was sent to the workers, who was passed over, and whether any worker is there."""

    sent: tuple[Partner, ...]
    skipped: tuple[Partner, ...]
    answered: bool


def recompute_request(*, partners: Iterable[Partner]) -> Requested:
    """Send a task for each partner in service that has figures, although nothing changed; others are passed over."""
    rows = list(partners)
    sent = tuple(partner for partner in rows if partner.active and partner.proven)
    skipped = tuple(partner for partner in rows if partner not in sent)
    if not sent:
        return Requested(sent, skipped, answered=True)
    answered = worker_answers()
    runs = runs_newest(sent)
    visits = ((row.schema_name, run.visits if (run := runs[row.schema_name].done) else 0) for row in sent)
    for queue, schemas in queue_of(visits).items():
        fan_out(partner_recompute, schemas, None, True, expires=EXPIRES, queue=queue)
    return Requested(sent, skipped, answered)


def lacking_recompute(*, partner: Partner) -> bool:
    """Send tasks when the plan holds figures that were not computed; say whether one was sent.

    Until it is done, pages measure what is not in store: a higher plan shows at once. Figures about others can't be
    measured from the own rows: a page says that they are being computed.
    """
    if not partner.active or not partner.proven:
        return False
    sent = False
    if figures_lacking(partner):
        visits = run.visits if (run := runs_newest([partner])[partner.schema_name].done) else 0
        for queue, schemas in queue_of([(partner.schema_name, visits)]).items():
            fan_out(partner_recompute, schemas, expires=EXPIRES, queue=queue)
        sent = True
    with for_partner(partner):
        lacking = newest_done() is not None and peers_lacking(partner)
    if lacking:
        peers_refresh.apply_async(([partner.schema_name],), expires=EXPIRES, queue="big")
    return sent or lacking
