"""The page on which a partner describes its own group: what is in force, what waits, and the ticks of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from insights.answers import Freshness
from insights.forms_group import SIZES, TICKETS, WHERE, GroupForm
from insights.panels.empty import Empty
from insights.panels.lines import Lines, freshness_words
from insights.panels.notices import Notice
from insights.peers.words import description_text
from insights.selectors.peer_choice import Choice
from lake.mcc import GROUPS, KINDS
from ui import dates, numbers


@dataclass(frozen=True)
class Tick:
    """One thing that can be ticked."""

    value: str
    words: str
    on: bool


@dataclass(frozen=True)
class KindsOf:
    """One group of kinds: all of it, or some."""

    title: str
    whole: Tick
    kinds: tuple[Tick, ...]

    @property
    def open(self) -> bool:
        """Whether something of it is ticked."""
        return self.whole.on or any(tick.on for tick in self.kinds)


@dataclass(frozen=True)
class OwnGroup:
    """What templates/insights/peer_group.html shows."""

    lines: Lines
    notices: Sequence[Notice]
    now: str
    now_note: str
    pending: str
    pending_note: str
    acts: str
    tries: str
    may_change: bool
    errors: Sequence[tuple[str, str]] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    answer: Notice | None = None
    kinds: tuple[KindsOf, ...] = ()
    ticks: Mapping[str, tuple[Tick, ...]] = field(default_factory=dict)


def own_group(
    choice: Choice, form: GroupForm, fresh: Freshness, *, may_change: bool, fits: bool | None = None
) -> OwnGroup:
    """Lay out the page; `fits` is what a try was told."""
    day = dates.day_in_text(choice.next_quarter)
    last = dates.day_in_text(choice.next_quarter - timedelta(days=1))
    facts = {"day": day, "last": last}
    acts = _("This quarter's group is frozen. What you choose now acts from %(day)s.") % facts
    if not choice.frozen:
        acts = _("The group acts at once: it is computed in a few minutes, and then stays as it is until %(last)s.")
        acts %= facts
    now_note = _(
        "It is being computed. If it does not come, there were too few businesses in it: describe a wider one."
    )
    if choice.frozen:
        now_note = _("Its businesses stay the same until %(last)s.") % facts
    tries = ngettext(
        "You can try %(count)s more group today.", "You can try %(count)s more groups today.", choice.tries_left
    )
    return OwnGroup(
        lines=Lines("", "", "", freshness_words(fresh)),
        notices=_notices(choice),
        now=description_text(choice.now) if choice.now else "",
        now_note=now_note if choice.now else "",
        pending=description_text(choice.pending) if choice.pending else "",
        pending_note=_("In force from %(day)s.") % facts if choice.pending else "",
        acts=acts,
        tries=tries % {"count": numbers.num(choice.tries_left)},
        may_change=may_change and choice.takes_part,
        errors=_errors(form),
        wrong={name: " ".join(map(str, errors)) for name, errors in form.errors.items()},
        answer=_answer(fits),
        kinds=_kinds(form),
        ticks=_ticks(form, choice),
    )


def nothing_to_choose() -> Empty:
    """Say that the first comparison is under way."""
    wait = _("Comparisons are being computed. It takes a few minutes; come back shortly.")
    return Empty(_("Your group of comparison"), _("Being computed"), wait, "clock")


def _notices(choice: Choice) -> list[Notice]:
    if choice.takes_part:
        return []
    text = _("You take no part in comparisons. You can change it in the settings, under Privacy.")
    return [Notice(text, "warning")]


def _answer(fits: bool | None) -> Notice | None:
    if fits is None:
        return None
    return Notice(_("There are enough businesses in this group. You can choose it."), "good")


def _errors(form: GroupForm) -> list[tuple[str, str]]:
    """Name each mistake and the part of the form it is in; nothing where it is of the whole."""
    return [(name if name in form.fields else "", str(text)) for name, texts in form.errors.items() for text in texts]


def _kinds(form: GroupForm) -> tuple[KindsOf, ...]:
    lang, on = (get_language() or "ru")[:2], form.ticked("kinds")
    found = []
    for key, titles in GROUPS.items():
        title = titles.get(lang, titles["ru"])
        kinds = tuple(
            Tick(f"kind:{kind.key}", kind.title(lang), f"kind:{kind.key}" in on)
            for kind in KINDS.values()
            if kind.group == key
        )
        whole = Tick(f"group:{key}", _("All kinds of this group"), f"group:{key}" in on)
        found.append(KindsOf(title, whole, kinds))
    return tuple(found)


def _ticks(form: GroupForm, choice: Choice) -> dict[str, tuple[Tick, ...]]:
    named: dict[str, Any] = {
        "where": WHERE,
        "regions": [(name, name) for name in choice.places.regions],
        "cities": [(name, name) for name in choice.places.cities],
        "size": SIZES,
        "ticket": TICKETS,
    }
    return {
        name: tuple(Tick(str(value), str(words), str(value) in form.ticked(name)) for value, words in values)
        for name, values in named.items()
    }
