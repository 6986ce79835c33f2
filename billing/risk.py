"""How likely a partner is to leave its subscription: points by rules that anyone can check, no model.

| what is seen | points |
| --- | --- |
| a cancellation is scheduled | 50 |
| the payment failed | 35 |
| nobody signed in for 30 days or longer | 35 |
| nobody signed in for 14 to 29 days | 20 |
| the trial ends within a week and no card is known | 25 |
| the subscription is paused | 25 |
| no figures, or figures older than two days | 15 |
| calls of the API fell by half or more in 28 days | 15 |

The points add up to 100 at most: from 50 the risk is high, from 25 medium. A partner on the free plan that pays
nothing has no subscription to leave. The points are a judgement, not a measurement.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ui import dates

HIGH: Final = 50
MEDIUM: Final = 25
AWAY: Final = 14
LONG_AWAY: Final = 30
TRIAL_SOON: Final = 7
FELL: Final = -0.5
LEVELS: Final[dict[str, str | Promise]] = {
    "high": gettext_lazy("high"),
    "medium": gettext_lazy("medium"),
    "low": gettext_lazy("low"),
    "none": gettext_lazy("no subscription"),
}


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What the rules look at. `days_away` counts from the opening where nobody has ever signed in."""

    subscribed: bool
    days_away: int
    ever_signed_in: bool
    payment_failed: bool = False
    cancel_at: datetime | None = None
    paused_until: datetime | None = None
    trial_days_left: int | None = None
    card_known: bool = False
    no_data: bool = False
    use_change: float | None = None
    """Change of the API's calls in the last 28 days against the 28 before; None where there were too few."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that holds: its points, and why in words."""

    points: int
    text: str


@dataclass(frozen=True, slots=True)
class Risk:
    """The points of one partner with their reasons, the heaviest first."""

    points: int
    level: str
    reasons: tuple[Reason, ...]

    @property
    def title(self) -> str:
        """The level in a word."""
        return str(LEVELS[self.level])


def risk(facts: RiskFacts) -> Risk:
    """Add up the points of the rules that hold."""
    if not facts.subscribed:
        return Risk(0, "none", ())
    reasons = sorted(_reasons(facts), key=lambda reason: -reason.points)
    points = min(100, sum(reason.points for reason in reasons))
    level = "high" if points >= HIGH else "medium" if points >= MEDIUM else "low"
    return Risk(points, level, tuple(reasons))


def _reasons(facts: RiskFacts) -> list[Reason]:
    found = _payment(facts)
    if facts.days_away >= AWAY:
        found.append(Reason(35 if facts.days_away >= LONG_AWAY else 20, _away(facts)))
    if facts.no_data:
        found.append(Reason(15, _("There are no figures, or they are older than two days.")))
    if facts.use_change is not None and facts.use_change <= FELL:
        text = _("Calls of the API fell by %(percent)s%% in 28 days.")
        found.append(Reason(15, text % {"percent": round(-100 * facts.use_change)}))
    return found


def _payment(facts: RiskFacts) -> list[Reason]:
    found = []
    if facts.cancel_at is not None:
        found.append(Reason(50, _("A cancellation is scheduled for %(day)s.") % {"day": dates.day(facts.cancel_at)}))
    if facts.payment_failed:
        found.append(Reason(35, _("The payment failed.")))
    if facts.paused_until is not None:
        text = _("The subscription is paused until %(day)s.") % {"day": dates.day(facts.paused_until)}
        found.append(Reason(25, text))
    left = facts.trial_days_left
    if left is not None and left <= TRIAL_SOON and not facts.card_known:
        text = ngettext(
            "The trial ends in %(count)s day and no card is known.",
            "The trial ends in %(count)s days and no card is known.",
            left,
        )
        found.append(Reason(25, text % {"count": left}))
    return found


def _away(facts: RiskFacts) -> str:
    days = {"count": facts.days_away}
    if facts.ever_signed_in:
        text = ngettext(
            "Nobody has signed in for %(count)s day.", "Nobody has signed in for %(count)s days.", facts.days_away
        )
    else:
        text = ngettext(
            "Nobody has signed in since the opening %(count)s day ago.",
            "Nobody has signed in since the opening %(count)s days ago.",
            facts.days_away,
        )
    return text % days
