"""The partner's margin: what it does to the page, and the form by which an owner gives it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.panels.way import Viewer
from segments.answers import LtvAnswer
from segments.forms import MarginForm
from segments.reasons import percent


@dataclass(frozen=True)
class MarginCard:
    """What templates/segments/value_margin.html shows; `form` is None for who may only read."""

    title: str
    text: str
    form: MarginForm | None
    given: bool


def profit_line(margin: int | None) -> str:
    """Say under the headline what is profit here and what is not; empty without a margin."""
    if margin is None:
        return ""
    facts = {"margin": percent(margin)}
    return (
        _(
            "Everything expected on this page is profit: revenue times your margin of %(margin)s. What customers "
            "brought so far is revenue."
        )
        % facts
    )


def margin_card(answer: LtvAnswer, form: MarginForm, viewer: Viewer) -> MarginCard:
    """Lay out the margin as it stands."""
    given = answer.margin is not None
    return MarginCard(_title(answer), _text(answer), form if viewer.owner else None, given)


def _title(answer: LtvAnswer) -> str:
    if answer.margin is None:
        return _("Expected values are revenue") if answer.outlooks else _("No margin is given")
    facts = {"margin": percent(answer.margin)}
    if not answer.outlooks:
        return _("Your margin is %(margin)s") % facts
    return _("Expected values are profit: times your margin of %(margin)s") % facts


def _text(answer: LtvAnswer) -> str:
    if not answer.outlooks:
        return _("The margin takes effect as soon as there is a forecast: expected values are then shown as profit.")
    if answer.margin is None:
        return _("Give your margin, and expected values are shown as profit. What customers brought stays revenue.")
    return _("What customers brought so far stays revenue. Without a margin, expected values are revenue too.")
