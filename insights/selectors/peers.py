"""A partner beside similar businesses, as the plan shows it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from billing.entitlements import Locked
from billing.features import RETENTION as OF_RETENTION
from billing.features import SEASONALITY
from insights.answers_peers import Lens, PeerAnswer, PeerGroup, PeerInfo, PeerPoint, PeerShares, Suppressed, Trait
from insights.breakdowns.catalogue import breakdown_of
from insights.disclosure import disclosure_rules, switched_off
from insights.models import PeerFigure
from insights.peers.frozen import groups_newest, nearly_another
from insights.peers.metrics import LENS_FEATURES, METRICS, PeerMetric, peer_metric_of
from insights.peers.references import HOUR, MONTH, PREFIX, RETENTION, WEEKDAY, key_of
from insights.peers.words import COMPUTING, NOT_CHOSEN, description_text, kind_in, level_of, level_text, why
from insights.periods import choice
from insights.selectors.gate import in_schema
from insights.selectors.peers_held import chosen_held, detail_held, lens_lock, metric_lock
from insights.selectors.standing import proven_require, run_required
from lake.disclosure import Reason
from lake.peers.calendar import SHORT, TRAILING
from lake.peers.own_choice import Description
from tenants.models import Partner, PeerSet

BESIDE: Final = {**dict.fromkeys((WEEKDAY, HOUR, MONTH), SEASONALITY.key), RETENTION: OF_RETENTION.key}
"""What stands beside no breakdown → the feature that it stands beside: silent where the bank has switched that off."""


def peer_catalogue(partner: Partner) -> tuple[PeerInfo, ...]:
    """Return every comparison in order; those the plan lacks are locked."""
    return tuple(_info(metric, metric_lock(partner, metric)) for metric in METRICS.values())


def peer_metric(partner: Partner, key: str, *, lens: Lens | str = Lens.KIND, wide: bool = False) -> PeerAnswer | Locked:
    """Answer one comparison; parameters as in `peer_metrics`.

    Raises
    ------
    UnknownPeerMetric
        For a key that no comparison has; else as `peer_metrics`.
    """
    return _answered(partner, [peer_metric_of(key)], lens, wide=wide)[key]


def peer_metrics(partner: Partner, lens: Lens | str = Lens.KIND, wide: bool = False) -> dict[str, PeerAnswer | Locked]:
    """Answer every comparison through one lens.

    Parameters
    ----------
    partner : Partner
        Who is compared.
    lens : Lens or str
        How similar businesses are chosen.
    wide : bool
        Of the wider group; of the usual one where there is no wider.

    Raises
    ------
    BadParameter
        For a lens that is none.
    NotComputedYet
        Before the partner's first run is done; `NotProvenYet` before its right to the INN is proven.
    """
    return _answered(partner, METRICS.values(), lens, wide=wide)


def peer_groups(partner: Partner) -> tuple[PeerGroup, ...]:
    """Return the frozen groups through the lenses that the plan holds, the usual one of each before the wider."""
    detailed = detail_held(partner)
    kept = _groups(partner, detailed=detailed)
    return tuple(
        kept[lens, wide]
        for lens in Lens
        for wide in (False, True)
        if (lens, wide) in kept and lens_lock(partner, lens) is None
    )


def peer_references(partner: Partner, key: str, *, days: int = SHORT, channel: str = "") -> PeerShares:
    """Return what stands beside a partner's own groups, empty where it may not be told or the plan lacks it.

    Parameters
    ----------
    partner : Partner
        Who is compared.
    key : str
        Of a breakdown: its groups, of RFM the named ones; `weekday`: purchases by weekday, 0 is Monday; `hour`:
        purchases by hour; `month`: the index of each month of the year; `retention`: by month in ISO form, of the
        customers of the month before those who came.
    days : int
        Length of the period it is to stand beside: of 28 and 91 days the nearer is taken.
    channel : str
        Of the payments through one channel alone; of all unless given.
    """
    if not detail_held(partner) or switched_off(key, _feature_of(key)):
        return PeerShares()
    length = SHORT if days * 2 <= SHORT + TRAILING else TRAILING
    with in_schema(partner):
        named = [PREFIX + key_of(key, channel=channel), PREFIX + key_of(key, days=length, channel=channel)]
        row = PeerFigure.objects.filter(key__in=named, lens=Lens.KIND).order_by("wide").first()
    if row is None:
        return PeerShares()
    shares = {tuple(name): int(share) for name, share in row.body["shares"]}
    return PeerShares(shares, row.body["businesses"], row.start, row.end)


def _feature_of(key: str) -> str:
    return BESIDE.get(key) or breakdown_of(key).feature.key


def _answered(
    partner: Partner, metrics: Iterable[PeerMetric], lens: Lens | str, *, wide: bool
) -> dict[str, PeerAnswer | Locked]:
    through = choice("lens", str(lens), Lens)
    proven_require(partner)
    with in_schema(partner):
        run_required()
        rows = {(row.key, row.wide): row for row in PeerFigure.objects.filter(lens=through)}
    closed, detailed = lens_lock(partner, through), detail_held(partner)
    waiting = COMPUTING if chosen_held(partner, through) else NOT_CHOSEN
    off = switched_off(LENS_FEATURES[through].key)
    kept = _groups(partner, detailed=detailed)
    found: dict[str, PeerAnswer | Locked] = {}
    for metric in metrics:
        lock = metric_lock(partner, metric) or closed
        row = (rows.get((metric.key, True)) if wide else None) or rows.get((metric.key, False))
        group = kept.get((through, row.wide)) if row else None
        if waiting == NOT_CHOSEN:
            row = group = None
        found[metric.key] = lock or _answer(metric, through, row, group, waiting=waiting, off=off, detailed=detailed)
    return found


def _answer(
    metric: PeerMetric,
    lens: Lens,
    row: PeerFigure | None,
    group: PeerGroup | None,
    *,
    waiting: str,
    off: bool,
    detailed: bool,
) -> PeerAnswer:
    if row is None:
        return PeerAnswer(_info(metric), lens, group, None, None, None, suppressed=Suppressed(waiting, why(waiting)))
    if off or metric.switched_off:
        silent = Suppressed(Reason.SWITCHED_OFF, why(Reason.SWITCHED_OFF))
        return PeerAnswer(_info(metric), lens, group, row.start, row.end, None, suppressed=silent)
    body: dict[str, Any] = row.body
    reason = body["reason"]
    return PeerAnswer(
        info=_info(metric),
        lens=lens,
        group=group,
        start=row.start,
        end=row.end,
        you=body["you"],
        median=body["median"],
        q1=body["q1"] if detailed else None,
        q3=body["q3"] if detailed else None,
        percentile=body["percentile"] if detailed else None,
        difference=body["difference"],
        parts=tuple((name, share) for name, share in body["parts"]),
        points=_points(body, detailed=detailed) if metric.lined else None,
        provisional=body["provisional"],
        suppressed=Suppressed(reason, why(reason, metric.weeks), body["wider"]) if reason else None,
        against=body["against"],
        businesses=body["businesses"],
        data_version=row.data_version,
        computed_at=row.computed_at,
    )


def _points(body: dict[str, Any], *, detailed: bool) -> tuple[PeerPoint, ...]:
    return tuple(
        PeerPoint(
            start=date.fromisoformat(start),
            end=date.fromisoformat(end),
            you=you,
            median=median,
            q1=q1 if detailed else None,
            q3=q3 if detailed else None,
            provisional=provisional,
        )
        for start, end, you, median, q1, q3, provisional in body["points"]
    )


def _groups(partner: Partner, *, detailed: bool) -> dict[tuple[str, bool], PeerGroup]:
    rows = groups_newest(partner)
    found = {key: _group(row, detailed=detailed) for key, row in rows.items()}
    for key, row in rows.items():
        # How many more or fewer than in the other group would be as telling as a figure of it.
        if nearly_another(row, rows.values(), disclosure_rules()):
            found[key] = replace(found[key], businesses=0, traits=())
    return found


def _group(row: PeerSet, *, detailed: bool) -> PeerGroup:
    lens = Lens(row.lens)
    traits = tuple(
        Trait(key, METRICS[key].title, METRICS[key].unit, you, low, high)
        for key, (you, low, high) in row.traits.items()
        if detailed and key in METRICS and not METRICS[key].switched_off
    )
    wanted = Description.stored(row.description) if lens is Lens.CUSTOM else None
    return PeerGroup(
        lens=lens,
        wide=row.wide,
        level=level_of(lens, row.level),
        level_text=": ".join(filter(None, (level_text(lens, row.level), description_text(wanted) if wanted else ""))),
        businesses=len(set(row.members)),
        quarter=row.quarter,
        version=row.version,
        traits=traits,
        kind=kind_in(lens, row.level),
        chosen=wanted,
    )


def _info(metric: PeerMetric, lock: Locked | None = None) -> PeerInfo:
    return PeerInfo(
        key=metric.key,
        title=metric.title,
        description=metric.description,
        unit=metric.unit,
        better=metric.better,
        feature=metric.feature.key,
        locked=lock,
        weeks=metric.weeks,
    )
