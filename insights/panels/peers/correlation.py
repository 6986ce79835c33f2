"""Whether good days of one are good days of the others: in words, and weeks as dots. Never a cause."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from insights.answers_peers import PeerAnswer
from insights.panels.peers.cards import PeerCard, subtitle_of, table_of_own, writer
from insights.panels.peers.how import peer_how_of
from ui import dates, numbers
from ui.charts import Chart, Dot, Range, Scatter, bullet_chart, cached_chart, scatter_chart

STRENGTHS: Final = ((0.2, "none"), (0.4, "weak"), (0.6, "medium"), (1.01, "strong"))


def correlation_card(answer: PeerAnswer) -> PeerCard:
    """Show the weeks as dots; the figure alone on its scale where the weeks may not be told."""
    title, said = link_title(answer), link_words(answer)
    notes = [_("A link is no cause: weather or a holiday moves everybody at once.")]
    chart = _drawn(answer, title) if answer.points else None
    if chart:
        notes.append(
            _("r is of days, without the rhythm of the week and the trend; a dot is a whole week, without the trend.")
        )
    ends = (-1.0, 1.0)
    made = Range(said, answer.you, _("You and they"), zero=True, ends=ends, ticks=(-1.0, 0.0, 1.0))
    bullet = None if chart else bullet_chart(made, writer(answer.info.unit))
    return PeerCard(
        id=answer.info.key,
        title=title,
        subtitle=subtitle_of(answer, title),
        sentence=said,
        notes=tuple(notes),
        provisional=answer.provisional,
        bullet=bullet,
        chart=chart,
        table=table_of_own(answer, made.you_name) if bullet else None,
        how=peer_how_of(answer),
    )


def link_title(answer: PeerAnswer) -> str:
    """Say how strong the link is, with its figure."""
    value = answer.you or 0.0
    same = {
        "none": _("No link, r = %(r)s"),
        "weak": _("The link is weak, r = %(r)s"),
        "medium": _("The link is noticeable, r = %(r)s"),
        "strong": _("The link is strong, r = %(r)s"),
    }
    against = {
        "weak": _("The link is weak and inverse, r = %(r)s"),
        "medium": _("The link is noticeable and inverse, r = %(r)s"),
        "strong": _("The link is strong and inverse, r = %(r)s"),
    }
    return _by_strength(value, same, against) % {"r": numbers.num(value, 2)}


def link_words(answer: PeerAnswer) -> str:
    """Say what the link means."""
    value = answer.you or 0.0
    same = {
        "none": _("Your days and theirs go their own ways."),
        "weak": _("Good days of yours are good days of theirs a little more often than by chance."),
        "medium": _("Good days of yours are often good days of theirs."),
        "strong": _("Good days of yours are nearly always good days of theirs."),
    }
    against = {
        "weak": _("When you have a good day, theirs is a little more often a bad one."),
        "medium": _("When you have a good day, theirs is often a bad one."),
        "strong": _("When you have a good day, theirs is nearly always a bad one."),
    }
    return _by_strength(value, same, against)


def _by_strength(value: float, same: Mapping[str, str], against: Mapping[str, str]) -> str:
    strength = _strength(value)
    return (against if value < 0 and strength != "none" else same)[strength]


def _strength(value: float) -> str:
    return next(name for limit, name in STRENGTHS if abs(value) < limit)


def _drawn(answer: PeerAnswer, title: str) -> Chart | None:
    dots = tuple(
        Dot(dates.period(point.start, point.end), point.you, point.median, point.provisional)
        for point in answer.points or ()
        if point.you is not None and point.median is not None
    )
    if not dots:
        return None
    value = answer.you or 0.0
    link = 0 if _strength(value) == "none" else 1 if value > 0 else -1
    made = Scatter(title, subtitle_of(answer, title), dots, link)
    return cached_chart(f"{answer.info.key}|{made}", lambda: scatter_chart(made, name="weeks-in-common"))
