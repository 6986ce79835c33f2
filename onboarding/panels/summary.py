"""The last step: what was found, as soon as it is known."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights import selectors
from insights.answers import MetricAnswer
from insights.engine.windows import Grain
from insights.errors import NotComputedYet
from insights.panels.progress import Job, job, waiting
from tenants.models import Partner
from ui import dates, numbers

STARTED, FAILED = "started", "failed"


@dataclass(frozen=True, slots=True)
class Summary:
    """What templates/onboarding/_summary.html shows: a sentence, or the run under way."""

    text: str
    job: Job | None
    done: bool


def summary(partner: Partner) -> Summary:
    """Say what was found in the partner's own payments."""
    if not partner.proven:
        return Summary(
            _(
                "Your settings are kept. Your outlets' figures open as soon as it is proven that the company is yours. "
                "Until then the overview shows how businesses like yours do."
            ),
            None,
            done=True,
        )
    found = _found(partner)
    if found:
        return Summary(found, None, done=True)
    return _under_way(partner)


def _found(partner: Partner) -> str:
    fresh = selectors.freshness(partner)
    if fresh is None:
        return ""
    try:
        answer = selectors.metric(partner, "transactions", start=fresh.first_day, end=fresh.as_of, grain=Grain.TOTAL)
    except NotComputedYet:
        return ""
    if not isinstance(answer, MetricAnswer) or not answer.value:
        return _("Your outlets are known, but no card payments were found yet. They appear the next day.")
    count = round(answer.value)
    facts = {"count": numbers.num(count), "period": dates.period(answer.start, answer.end)}
    return (
        ngettext(
            "We found %(count)s purchase: %(period)s",
            "We found %(count)s purchases: %(period)s",
            count,
        )
        % facts
    )


def _under_way(partner: Partner) -> Summary:
    run, url = selectors.run_state(partner), reverse("welcome-progress")
    if run is None or run.status != STARTED:
        if run is not None and run.status == FAILED:
            text = _("The figures could not be computed yet. It is tried again by itself; you can go on.")
            return Summary(text, None, done=True)
        return Summary("", waiting(url), done=False)
    under_way = job(
        stage=run.stage, done=run.done, total=run.total, started_at=run.started_at, now=timezone.now(), url=url
    )
    return Summary("", under_way, done=False)
