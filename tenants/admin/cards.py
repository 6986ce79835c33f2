"""A partner's one screen is made of cards; each room brings its own."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from tenants.admin.acts import Act
from tenants.models import Partner


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card: caption, value, and `bad` or `good` where it calls for attention."""

    caption: str | Promise
    value: Any
    tone: str = ""


@dataclass(slots=True)
class Card:
    """One card: a template with its context, and the buttons of the acts that belong to it."""

    key: str
    title: str | Promise
    place: int
    template: str = "admin/cards/facts.html"
    context: dict[str, Any] = field(default_factory=dict)
    wide: bool = False
    acts: list[Act] = field(default_factory=list)


def cards_ordered(cards: list[Card], acts: list[Act], partner: Partner) -> list[Card]:
    """Return the cards in their places, each with the acts that it offers now."""
    for card in cards:
        card.acts = [act for act in acts if act.card == card.key and act.offered(partner)]
    return sorted(cards, key=lambda card: card.place)
