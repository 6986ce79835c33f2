"""One pass over the lake for all viewers; what each may know of others is replaced in one step."""

import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from django.db import transaction

from insights.answers_peers import Lens
from insights.behind import partners_computed
from insights.disclosure import disclosure_rules
from insights.lake_access import disowned, lake_options, lake_store
from insights.models import PeerFigure
from insights.peers.beside import references_told
from insights.peers.census import census_keep, opted_out
from insights.peers.entering import Entries
from insights.peers.frozen import groups_of
from insights.peers.references import References, scored_span
from insights.peers.solvency import Purses
from insights.peers.viewing import Viewing
from insights.peers.writing import figure, rows_of, tell, traits_of
from insights.selectors.kind import own_kind
from insights.selectors.peers_held import PeersHeld, peers_held
from lake.disclosure import Reason
from lake.peers.calendar import SHORT, TRAILING
from lake.peers.compared import Compared
from lake.peers.crowd import background_read
from lake.peers.facts import Facts, facts_read
from tenants.models import Partner
from tenants.scope import PartnerUnknown, for_partner
from tenants.services.releases import release_ledger

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PeersReport:
    """What one pass did: partners compared, and those that failed."""

    done: int
    failed: tuple[str, ...]
    data_version: int
    seconds: float


def peers_recompute(partners: Sequence[Partner] | None = None, *, as_of: date | None = None) -> PeersReport:
    """Compare partners with others, and replace what is stored of it; one that fails does not stop the others.

    Parameters
    ----------
    partners : sequence of Partner, optional
        The viewers; every partner in service with a proven right unless given. All companies are read either way.
    as_of : date, optional
        Last day that counts; the newest of the lake by default.

    Raises
    ------
    LakeError
        When the lake is empty.
    """
    begun = time.monotonic()
    everyone = partners_computed()
    viewers = everyone if partners is None else [one for one in partners if one.active and one.proven]
    store, without = lake_store(), _disowned(everyone)
    facts = facts_read(store, as_of=as_of, without=without, options=lake_options(threads=1), rules=disclosure_rules())
    spans = tuple(facts.calendar.trailing(days) for days in (SHORT, TRAILING))
    background = background_read(
        store, facts.calendar, spans, scored_span(facts.calendar), without=without, options=lake_options(threads=1)
    )
    references = References(facts, background, disclosure_rules())
    census_keep(facts, {one.inn for one in everyone})
    absent = frozenset(code for inn in opted_out() if (code := facts.code(inn)) is not None)
    # A year of everybody's payments is read only where somebody's plan shows what comes of it.
    wanted = any(peers_held(one).solvency for one in viewers)
    purses = Purses.read(facts, without=without, absent=absent, rules=disclosure_rules()) if wanted else None
    failed = []
    for partner in viewers:
        try:
            _partner_recompute(partner, references, absent, purses)
        except PartnerUnknown:  # suspended since it was listed
            continue
        except Exception as error:
            # The error's text may quote a row with figures of others: its kind and place have to do.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error(  # noqa: TRY400
                "comparison failed",
                schema=partner.schema_name,
                error=type(error).__name__,
                place=f"{place.filename}:{place.lineno}",
            )
            failed.append(partner.subdomain)
    seconds = time.monotonic() - begun
    log.info(
        "compared", partners=len(viewers), failed=len(failed), version=facts.data_version, seconds=round(seconds, 3)
    )
    return PeersReport(len(viewers) - len(failed), tuple(failed), facts.data_version, seconds)


def _partner_recompute(partner: Partner, references: References, absent: frozenset[int], purses: Purses | None) -> None:
    with for_partner(partner) as here, transaction.atomic():
        facts, held = references.facts, peers_held(here)
        entries = Entries(release_ledger(here, facts.data_version), disclosure_rules())
        code = facts.code(here.inn)
        view = None if code is None else Viewing(here, code, facts, held, absent, disclosure_rules())
        rows = _rows(view, references, entries) if view else _unknown(facts, held)
        if purses is not None and held.solvency:
            rows.append(purses.figure(view, entries))
        entries.keep()
        PeerFigure.objects.all().delete()
        PeerFigure.objects.bulk_create(rows)


def _unknown(facts: Facts, held: PeersHeld) -> list[PeerFigure]:
    """Return the rows of a partner whose company the lake does not know."""
    nothing = Compared(reason=Reason.TOO_YOUNG)
    return _alone(facts, held.lenses, {metric.key: nothing for metric in held.metrics})


def _rows(view: Viewing, references: References, entries: Entries) -> list[PeerFigure]:
    facts, held = view.facts, view.held
    groups = groups_of(view)
    told = tell(view, groups, entries)
    days = own_kind(view.partner).regular_days
    beside = references_told(view, groups, references, days, entries) if held.detailed else []
    for group in groups:
        traits = traits_of(one for one in told if one.group is group)
        if traits and not group.traits:
            group.traits = traits
            group.save(update_fields=["traits"])
    met = {group.lens for group in groups}
    without = [lens for lens in held.lenses if lens not in met]
    rows = rows_of(told, facts) + beside
    for lens in without:
        rows += _alone(facts, [lens], _own(view, Reason.TOO_FEW if lens is Lens.CUSTOM else Reason.NO_PEERS))
    return rows


def _own(view: Viewing, lacking: Reason) -> dict[str, Compared]:
    """Return the viewer's own figures, and why there is nothing beside them."""
    found = {metric.key: metric.compares(view.facts, view.code, (), view.rules) for metric in view.held.metrics}
    reason = Reason.OPTED_OUT if view.code in view.absent else lacking
    return {
        key: one.withheld(Reason.TOO_YOUNG if one.reason == Reason.TOO_YOUNG else reason) for key, one in found.items()
    }


def _alone(facts: Facts, lenses: Iterable[str], found: Mapping[str, Compared]) -> list[PeerFigure]:
    return [figure(key, lens, facts, one) for lens in lenses for key, one in found.items()]


def _disowned(partners: Iterable[Partner]) -> frozenset[str]:
    found: set[str] = set()
    for partner in partners:
        try:
            with for_partner(partner):
                found |= disowned()
        except PartnerUnknown:  # suspended since it was listed
            continue
    return frozenset(found)
