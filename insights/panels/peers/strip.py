"""The short strip of the overview: one or two comparisons, and the way to the page of all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from insights.answers_peers import PeerAnswer
from insights.panels.peers.cards import PeerCard, compared_card
from insights.panels.peers.others import compared_with
from insights.panels.peers.verdict import Answers

SHOWN: Final = ("revenue_vs_peers", "ticket_vs_peers")


@dataclass(frozen=True)
class Strip:
    """What templates/insights/peers/strip.html shows."""

    title: str
    cards: Sequence[PeerCard]
    url: str


def strip_of(answers: Answers) -> Strip | None:
    """Show what is told; nothing where nothing is."""
    asked = [answers.get(key) for key in SHOWN]
    told = [one for one in asked if isinstance(one, PeerAnswer) and one.median is not None]
    cards = [compared_card(one, None) for one in told]
    if len(cards) == 1:
        cards = [replace(cards[0], width="")]
    title = next((compared_with(one.group) for one in told if one.group), _("Compared with similar businesses"))
    return Strip(title, cards, reverse("competitors")) if cards else None
