"""The page Competitors as a whole: the group, the comparisons, the competitors together, what the plan lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.entitlements import Locked
from billing.features import PEERS_CUSTOM, PEERS_LENSES
from billing.panels.way import Viewer
from insights.answers import Freshness
from insights.answers_peers import Lens, PeerAnswer, PeerGroup
from insights.panels.lines import Lines, freshness_words
from insights.panels.notices import Notice
from insights.panels.peers.cards import HALF, PeerCard, Quiet, compared_card, quiet_of
from insights.panels.peers.chosen import Chosen, address_of, chosen_of, group_of, tabs_of, titles
from insights.panels.peers.cluster import CLUSTER, SEGMENT, cluster_card
from insights.panels.peers.course import COURSE, course_card
from insights.panels.peers.later import later_of
from insights.panels.peers.units import written
from insights.panels.peers.verdict import (
    COMPARED,
    WAYS,
    Agreement,
    Answers,
    Verdict,
    agreement_of,
    side_of,
    strength_of,
    verdict_of,
)
from insights.panels.peers.words import sentence_of
from insights.panels.upsell import Offer, offer
from insights.peers.words import COMPUTING
from ui import dates


@dataclass(frozen=True)
class Asked:
    """A page's choices."""

    lens: Lens
    wide: bool


@dataclass(frozen=True)
class Silence:
    """One reason that stands for all comparisons, and the own figures that need nobody else."""

    quiet: Quiet
    reason: str
    own: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Competitors:
    """What templates/insights/competitors.html shows."""

    lines: Lines
    notices: Sequence[Notice]
    tabs: Sequence[tuple[str, str, bool]]
    headline: str = ""
    chosen: Chosen | None = None
    agreement: Agreement | None = None
    silence: Silence | None = None
    compared: Sequence[PeerCard] = ()
    together: Sequence[PeerCard] = ()
    offers: Sequence[Offer] = ()
    computing: bool = False
    privacy_url: str = ""


def competitors(
    asked: Asked,
    by_lens: Mapping[Lens, Answers],
    groups: Sequence[PeerGroup],
    fresh: Freshness,
    viewer: Viewer,
    *,
    takes_part: bool = True,
) -> Competitors:
    """Lay out what the read door answered; `by_lens` holds the chosen lens and, for agreement, the others."""
    answers = by_lens[asked.lens]
    told = {key: answer for key, answer in answers.items() if isinstance(answer, PeerAnswer)}
    if computing := _computing(told, answers):
        told = {}
    group = group_of(groups, asked.lens, wide=asked.wide)
    silence = None if computing else _silence(told, fresh)
    later = {key: later_of(answer, fresh.first_day, fresh.as_of) for key, answer in told.items()}
    shown = [key for key in COMPARED if key in told]
    first, offers = told.get(COMPARED[0]), _offers(answers, viewer)
    verdicts = {key: _verdict(key, by_lens) if asked.lens in WAYS else None for key in shown}
    compared = [] if silence else [compared_card(told[key], verdicts[key], later[key]) for key in shown]
    compared += _rest((SEGMENT, COURSE), told, later, silence)
    together = _rest(CLUSTER, told, later, silence)
    return Competitors(
        lines=_lines(told, fresh),
        notices=_notices(asked, takes_part=takes_part),
        tabs=tabs_of(asked.lens),
        headline=sentence_of(first) if first and not silence else "",
        chosen=chosen_of(group) if group else None,
        agreement=agreement_of(by_lens, titles()) if asked.lens in WAYS else None,
        silence=silence,
        compared=compared if offers else _paired(compared),
        together=together if offers else _paired(together),
        offers=offers,
        computing=computing,
        privacy_url=reverse("settings-privacy"),
    )


def _computing(told: Mapping[str, PeerAnswer], answers: Answers) -> bool:
    """Tell whether all that the plan holds has still to be computed."""
    waiting = [answer.suppressed is not None and answer.suppressed.reason == COMPUTING for answer in told.values()]
    return not answers or (bool(waiting) and all(waiting))


def _rest(
    keys: Sequence[str], told: Mapping[str, PeerAnswer], later: Mapping[str, str], silence: Silence | None
) -> list[PeerCard]:
    """Show figures about the competitors together, but for those that are not told for the reason said for all."""
    drawn = {key: course_card if key == COURSE else cluster_card for key in keys}
    return [drawn[key](told[key], later[key]) for key in keys if key in told and not _same(told[key], silence)]


def _paired(cards: list[PeerCard]) -> list[PeerCard]:
    """Let the last of an odd number of halves fill its row."""
    halves = [at for at, card in enumerate(cards) if card.width == HALF]
    if len(halves) % 2:
        cards[halves[-1]] = replace(cards[halves[-1]], width="")
    return cards


def _verdict(key: str, by_lens: Mapping[Lens, Answers]) -> Verdict | None:
    return verdict_of(strength_of([side_of(by_lens.get(lens, {}).get(key)) for lens in WAYS]))


def _silence(told: Mapping[str, PeerAnswer], fresh: Freshness) -> Silence | None:
    """Say once what is true of all comparisons."""
    compared = [told[key] for key in COMPARED if key in told]
    reasons = {answer.suppressed.text for answer in compared if answer.suppressed}
    if not compared or len(reasons) != 1 or not all(answer.suppressed for answer in compared):
        return None
    quiet = quiet_of(compared[0], later_of(compared[0], fresh.first_day, fresh.as_of))
    own = tuple((str(one.info.title), written(one.you, one.info.unit)) for one in compared if one.you is not None)
    reason = compared[0].suppressed.reason if compared[0].suppressed else ""
    return Silence(quiet, reason, own) if quiet else None


def _same(answer: PeerAnswer, silence: Silence | None) -> bool:
    """Tell whether a figure is not told for the reason that was said for all."""
    return bool(silence and answer.suppressed and answer.suppressed.reason == silence.reason)


def _offers(answers: Answers, viewer: Viewer) -> list[Offer]:
    """Offer each feature that is lacking once."""
    lacking = {answer.feature.key: answer for answer in answers.values() if isinstance(answer, Locked)}
    # Through such a lens nothing can be seen: what else the plan lacks is said where something can.
    for closed in (PEERS_CUSTOM.key, PEERS_LENSES.key):
        if closed in lacking:
            lacking = {closed: lacking[closed]}
    return [offer(lock, viewer) for lock in lacking.values()]


def _notices(asked: Asked, *, takes_part: bool) -> list[Notice]:
    found = []
    if not takes_part:
        text = _("You take no part in comparisons: there is nothing to compare you with, now or from the next quarter.")
        found.append(Notice(text, "warning", reverse("settings-privacy"), _("Change it")))
    if asked.wide:
        text = _("You look at the wider group, as there are too few businesses nearer to you.")
        found.append(Notice(text, "info", address_of(asked.lens), _("Back to the usual group")))
    return found


def _lines(told: Mapping[str, PeerAnswer], fresh: Freshness) -> Lines:
    ends = [answer.end for answer in told.values() if answer.end]
    if not ends:
        line = _("Figures about others end a week before the newest data.")
    else:
        facts = {"end": dates.day_in_text(max(ends))}
        line = _("Whole weeks up to %(end)s: figures about others are told a week later.") % facts
        if any(answer.provisional for answer in told.values()):
            line = " ".join((line, _("What is marked as provisional may still change a little.")))
    return Lines("", "", line, freshness_words(fresh))
