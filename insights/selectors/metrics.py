"""One metric or several over a range: from store where a period is whole, measured exactly where it is not."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from billing.entitlements import Locked
from insights.answers import MetricAnswer
from insights.engine.visits import Channel, Slice
from insights.engine.windows import Grain
from insights.errors import BadParameter
from insights.metrics import Metric, metric_of
from insights.models import MetricRun
from insights.periods import Compare, choice, range_checked
from insights.selectors.answering import Question, answers
from insights.selectors.coverage import REVENUE, coverage_by_run
from insights.selectors.gate import clipped_at, history_start, in_schema, outlet_lock
from insights.selectors.standing import info_of, proven_require, provenance_of, run_required
from tenants.models import Partner


def metric(
    partner: Partner,
    key: str,
    *,
    start: date | None = None,
    end: date | None = None,
    grain: Grain | str = Grain.DAY,
    outlet: str | None = None,
    channel: str | None = None,
    compare: Compare | str | None = None,
) -> MetricAnswer | Locked:
    """Answer one metric; parameters as in `metrics`."""
    found = metrics(partner, [key], start=start, end=end, grain=grain, outlet=outlet, channel=channel, compare=compare)
    return found[key]


def metrics(
    partner: Partner,
    keys: Iterable[str],
    *,
    start: date | None = None,
    end: date | None = None,
    grain: Grain | str = Grain.DAY,
    outlet: str | None = None,
    channel: str | None = None,
    compare: Compare | str | None = None,
) -> dict[str, MetricAnswer | Locked]:
    """Answer several metrics over one range, in a number of queries that does not depend on how many.

    Parameters
    ----------
    partner : Partner
        Whose figures.
    keys : iterable of str
        Keys of metrics.
    start, end : date, optional
        The range; the 28 days up to `end`, `end` the as-of day, unless given.
    grain : Grain or str
        Into what it is cut.
    outlet : str, optional
        The bank's number of one outlet; all of them unless given.
    channel : str, optional
        `pos` or `online`; both unless given.
    compare : Compare or str, optional
        With what the whole range is compared: the previous period unless given.

    Returns
    -------
    dict of str to MetricAnswer or Locked
        In the order of `keys`.

    Raises
    ------
    UnknownMetric, UnknownOutlet
        For names that don't exist.
    BadParameter
        For a range, grain, channel or comparison that is none; it names the parameter.
    NotComputedYet
        Before the partner's first run is done; `NotProvenYet` before its right to the INN is proven.
    """
    proven_require(partner)
    with in_schema(partner):
        return metrics_of_run(
            partner,
            run_required(),
            keys,
            start=start,
            end=end,
            grain=grain,
            outlet=outlet,
            channel=channel,
            compare=compare,
        )


def metrics_of_run(
    partner: Partner,
    run: MetricRun,
    keys: Iterable[str],
    *,
    start: date | None,
    end: date | None,
    grain: Grain | str,
    outlet: str | None,
    channel: str | None,
    compare: Compare | str | None,
) -> dict[str, MetricAnswer | Locked]:
    """Answer as `metrics`, of a run that was read already, in the partner's schema."""
    wanted = [metric_of(key) for key in keys]
    cut = choice("grain", str(grain), Grain)
    kind = choice("compare", str(compare or Compare.PREVIOUS), Compare)
    through = choice("channel", channel, Channel) if channel else ""
    lock = outlet_lock(partner, outlet) if outlet else None
    if lock:
        return {metric.key: lock for metric in wanted}
    last = end or run.as_of
    asked = range_checked(start, last)
    question = _question(partner, run, asked, grain=cut, part=Slice(outlet or "", through), compare=kind)
    return _answered(partner, run, wanted, question)


def _question(
    partner: Partner, run: MetricRun, asked: tuple[date, date], *, grain: Grain, part: Slice, compare: Compare
) -> Question:
    first, last = asked
    shown_from = history_start(partner, run.as_of)
    clipped = clipped_at(shown_from, first)
    return Question(
        grain=grain,
        part=part,
        start=clipped or first,
        end=last,
        compare=compare,
        first_day=run.first_day,
        as_of=run.as_of,
        run=run.pk,
        shown_from=shown_from,
        clipped_from=clipped,
    )


def _answered(
    partner: Partner, run: MetricRun, wanted: list[Metric], question: Question
) -> dict[str, MetricAnswer | Locked]:
    infos = {metric.key: info_of(partner, metric) for metric in wanted}
    open_to = [metric for metric in wanted if not infos[metric.key].locked]
    for metric in open_to:
        if question.grain not in metric.grains:
            raise BadParameter("grain", _("Choose one of: %(names)s.") % {"names": ", ".join(metric.grains)})
    found = answers(partner, open_to, question) if open_to else {}
    result: dict[str, MetricAnswer | Locked] = {}
    # The share is known for the whole business, and it scales levels only.
    scales = question.part == Slice() and any(metric.key == REVENUE for metric in open_to)
    seen = coverage_by_run(partner, run) if scales else None
    for metric in wanted:
        info = infos[metric.key]
        if info.locked:
            result[metric.key] = info.locked
            continue
        answer = found[metric.key]
        level = seen if metric.key == REVENUE else None
        result[metric.key] = MetricAnswer(
            info=info,
            grain=question.grain,
            as_of=run.as_of,
            start=question.start,
            end=min(question.end, run.as_of),
            outlet=question.part.outlet,
            channel=question.part.channel,
            points=answer.points,
            value=answer.value,
            n=answer.n,
            compare=answer.compare,
            clipped_from=question.clipped_from,
            provenance=provenance_of(run, metric.formula),
            scaled=level.scaled(answer.value) if level else None,
            coverage=level,
        )
    return result
