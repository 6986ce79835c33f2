"""The drawn figures of a page, kept: they change with the run, the question, the plan, who may pay, and names."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string

from insights.panels.lines import Lines
from insights.selectors.coverage import turnover_entered
from insights.selectors.gate import held_by
from insights.views.ground import Ground
from tenants.selectors import owners
from ui.charts.engine import code_version
from ui.dialect import tongue

KEPT_SECONDS: Final = 15 * 60
"""How long a page drawn by an older version of the templates may outlive a release."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What templates/insights/page.html shows: the lines above the figures, and the figures as HTML."""

    lines: Lines
    html: str
    notices: tuple[()] = ()


def drawn(
    request: HttpRequest,
    standing: Ground,
    template: str,
    build: Callable[[], dict[str, Any]],
    choice: tuple[str, ...] = (),
) -> Drawn:
    """Return the figures kept for this question, or draw them.

    Parameters
    ----------
    request : HttpRequest
        Its path and query are the question.
    standing : Ground
        The run and the outlets.
    template : str
        Draws the figures from the context; it must hold nothing of the person or the session.
    build : callable
        Makes the context, with `page.lines` in it.
    choice : tuple of str
        What else the drawing depends on.
    """
    name = f"insights.page.{_digest(request, standing, choice)}"
    kept = cache.get(name)
    if isinstance(kept, Drawn):
        return kept
    context = build()
    made = Drawn(context["page"].lines, str(render_to_string(template, context)))
    cache.set(name, made, KEPT_SECONDS)
    return made


def _digest(request: HttpRequest, standing: Ground, choice: tuple[str, ...]) -> str:
    facts = (
        request.path,
        choice,
        sorted(request.GET.items()),
        request.get_host(),
        tongue(),
        code_version(),
        standing.reading.run.pk,
        standing.reading.run.finished_at,
        [(outlet.id, outlet.name, outlet.locked is None) for outlet in standing.reading.outlets],
        # What is locked names to others whom to ask, to an owner the way to pay.
        () if standing.viewer.owner else owners(standing.partner),
        held_by(standing.partner),
        turnover_entered(),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()
