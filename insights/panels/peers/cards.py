"""One comparison as a card: its sentence, its place on the range of the others, its table, or why it is not told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from insights.answers_peers import Lens, PeerAnswer, PeerUnit
from insights.panels.how import How
from insights.panels.peers import words
from insights.panels.peers.chosen import address_of
from insights.panels.peers.how import peer_how_of
from insights.panels.peers.units import written
from insights.panels.peers.verdict import GROWTH, Verdict
from insights.peers.words import NOT_CHOSEN
from ui import dates
from ui.charts import Bullet, Chart, ChartTable, Range, Stack, bullet_chart

HALF: Final = "w6"
DESCRIBED: Final = (NOT_CHOSEN, "too_few", "overlap")
"""Reasons that another description of the own group can remove."""


@dataclass(frozen=True)
class Quiet:
    """Why a figure about others is not told, and where a wider group is; never a threshold."""

    text: str
    url: str = ""
    later: str = ""
    own_url: str = ""


@dataclass(frozen=True)
class PeerCard:
    """What templates/insights/peers/card.html shows."""

    id: str
    title: str
    subtitle: str
    sentence: str
    notes: tuple[str, ...] = ()
    verdict: Verdict | None = None
    provisional: bool = False
    bullet: Bullet | None = None
    stack: Stack | None = None
    chart: Chart | None = None
    table: ChartTable | None = None
    how: How | None = None
    quiet: Quiet | None = None
    width: str = HALF


def compared_card(answer: PeerAnswer, verdict: Verdict | None, later: str = "") -> PeerCard:
    """Draw the own figure on the range of the group."""
    title = words.title_of(answer)
    own = words.own_of(answer)
    if answer.suppressed:
        return PeerCard(
            id=answer.info.key,
            title=str(answer.info.title),
            subtitle=subtitle_of(answer, str(answer.info.title)),
            sentence=own,
            how=peer_how_of(answer),
            quiet=quiet_of(answer, later),
        )
    sentence = words.sentence_of(answer)
    bullet = bullet_of(answer, " ".join(filter(None, (sentence, words.standing_of(answer)))))
    return PeerCard(
        id=answer.info.key,
        title=title,
        subtitle=subtitle_of(answer, title),
        sentence=sentence,
        notes=tuple(filter(None, (words.standing_of(answer),))),
        verdict=verdict,
        provisional=answer.provisional,
        bullet=bullet,
        table=table_of(answer) if bullet else None,
        how=peer_how_of(answer),
    )


def bullet_of(answer: PeerAnswer, title: str) -> Bullet | None:
    """Lay out the own figure, the middle and the middle half."""
    unit = answer.info.unit
    made = Range(
        title=title,
        you=answer.you,
        you_name=_("You"),
        median=answer.median,
        median_name=_("The middle of the group"),
        low=answer.q1,
        high=answer.q3,
        band_name=_("The middle half of the group"),
        zero=answer.info.key in GROWTH,
    )
    return bullet_chart(made, writer(unit))


def writer(unit: PeerUnit) -> Callable[[float], str]:
    """Return what writes numbers of one unit."""
    return lambda value: written(value, unit)


def table_of(answer: PeerAnswer) -> ChartTable:
    """List the numbers of the drawing."""
    unit = answer.info.unit
    rows = [(_("You"), written(answer.you, unit)), (_("The middle of the group"), written(answer.median, unit))]
    if answer.q1 is not None and answer.q3 is not None:
        rows += [
            (_("A quarter of the group is below"), written(answer.q1, unit)),
            (_("A quarter of the group is above"), written(answer.q3, unit)),
        ]
    return ChartTable(str(answer.info.title), (_("Who"), _("Figure")), tuple(rows))


def table_of_own(answer: PeerAnswer, name: str) -> ChartTable:
    """List the only number of a drawing."""
    rows = ((name, written(answer.you, answer.info.unit)),)
    return ChartTable(str(answer.info.title), (_("Who"), _("Figure")), rows)


def subtitle_of(answer: PeerAnswer, title: str) -> str:
    """Name the days, and what is measured where the title says something else."""
    period = dates.period(answer.start, answer.end) if answer.start and answer.end else ""
    measure = "" if title.startswith(str(answer.info.title)) else str(answer.info.title)
    return ", ".join(filter(None, (measure, period, against_of(answer))))


def against_of(answer: PeerAnswer) -> str:
    """Say what growth is against."""
    return {"year": _("against a year before"), "previous": _("against the 13 weeks before")}.get(answer.against, "")


def quiet_of(answer: PeerAnswer, later: str = "") -> Quiet | None:
    """Say why a figure is not told."""
    if answer.suppressed is None:
        return None
    url = address_of(answer.lens, wide=True) if answer.suppressed.wider else ""
    own = reverse("competitors-group") if answer.lens is Lens.CUSTOM and answer.suppressed.reason in DESCRIBED else ""
    return Quiet(answer.suppressed.text, url, later, own)
