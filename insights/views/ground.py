"""What every analytics page begins with: is there anything to show, and what was asked for."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from billing.panels.way import Viewer, viewer_of
from insights import hooks, selectors
from insights.answers import RunState
from insights.errors import UnknownOutlet
from insights.hooks import Aside
from insights.panels.asked import Asked, asked
from insights.panels.empty import Empty, failed, no_outlets
from insights.panels.progress import Job, job, waiting
from insights.selectors.reading import Reading, reading
from tenants.access import member_of
from tenants.models import Partner, Role

RUNNING, FAILED = "started", "failed"
RUN_BEGINS_WITHIN: Final = timedelta(minutes=15)
"""A company of which the lake knows no outlet is never computed: after this time there is nothing to wait for."""


@dataclass(frozen=True)
class Ground:
    """What a page stands on."""

    partner: Partner
    viewer: Viewer
    reading: Reading
    asked: Asked


@dataclass(frozen=True)
class NothingYet:
    """Why a page has no figures: they are being computed, or cannot be."""

    job: Job | None = None
    empty: Empty | None = None
    aside: Aside | None = None


def ground(request: HttpRequest, partner: Partner) -> Ground | NothingYet:
    """Read what the page stands on; 404 for an outlet that is not the partner's."""
    owner = is_owner(request)
    found = reading(partner)
    if found is None:
        return nothing_yet(partner, owner=owner)
    if not found.outlets:
        return without_figures(partner, no_outlets(), owner=owner)
    try:
        question = asked(request.path, request.GET.dict(), found.freshness, found.outlets)
        return Ground(partner, viewer_of(partner, member_of(request)), found, question)
    except UnknownOutlet as error:
        raise Http404 from error


def without_figures(partner: Partner, empty: Empty | None, *, owner: bool) -> NothingYet:
    """Show why there are no figures, and below it what can be shown without them."""
    return NothingYet(empty=empty, aside=hooks.without_figures.ask(partner, owner=owner))


def nothing_yet(partner: Partner, *, owner: bool = False) -> NothingYet:
    """Show the first run as it goes, or why there is none."""
    if not partner.proven:
        return without_figures(partner, None, owner=owner)
    state = selectors.run_state(partner)
    if state is not None and state.status == FAILED:
        return without_figures(partner, failed(), owner=owner)
    if state is None and timezone.now() - partner.created_at > RUN_BEGINS_WITHIN:
        return without_figures(partner, no_outlets(), owner=owner)
    return NothingYet(job=job_of(state), aside=hooks.without_figures.ask(partner, owner=owner))


def job_of(state: RunState | None) -> Job:
    """Show a run as a bar that asks for itself."""
    url = reverse("run-progress")
    if state is None or state.status != RUNNING:
        return waiting(url)
    return job(
        stage=state.stage,
        done=state.done,
        total=state.total,
        started_at=state.started_at,
        now=timezone.now(),
        url=url,
    )


def is_owner(request: HttpRequest) -> bool:
    """Say whether the reader owns this host's partner."""
    return bool(member_of(request).role == Role.OWNER)
