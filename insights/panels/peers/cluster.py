"""What is known of the competitors taken together: shares, co-purchase, correlation, where lost customers went."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from insights.answers_peers import PeerAnswer
from insights.panels.peers.cards import PeerCard, quiet_of, subtitle_of, writer
from insights.panels.peers.correlation import correlation_card
from insights.panels.peers.how import peer_how_of
from insights.panels.peers.units import written
from ui import numbers
from ui.charts import ChartTable, Range, bullet_chart, stack_chart

CLUSTER: Final = ("shared_customers", "share_of_wallet", "copurchase_lift", "peer_correlation", "defection")
SEGMENT: Final = "segment_share"
WHOLE: Final = (0.0, 1.0)
AS_OFTEN: Final = 0.05
"""A lift nearer to one than this is no difference to speak of."""
PARTS: Final = {
    "rivals": gettext_noop("bought from similar businesses"),
    "elsewhere": gettext_noop("bought elsewhere with the bank's card"),
    "nothing": gettext_noop("bought nothing with the bank's card"),
}


def cluster_card(answer: PeerAnswer, later: str = "") -> PeerCard:
    """Show one figure about the competitors taken together."""
    title = str(answer.info.title)
    if answer.suppressed:
        subtitle = subtitle_of(answer, title)
        return PeerCard(answer.info.key, title, subtitle, "", how=peer_how_of(answer), quiet=quiet_of(answer, later))
    if answer.info.key == "defection":
        return _defection(answer)
    drawn = {"copurchase_lift": _lift, "peer_correlation": correlation_card}.get(answer.info.key, _share)
    return drawn(answer)


def _share(answer: PeerAnswer) -> PeerCard:
    facts = {"share": written(answer.you, answer.info.unit)}
    sentence = {
        "segment_share": _("Of all that you and these businesses sell by card, %(share)s comes to you."),
        "shared_customers": _("%(share)s of your customers also bought from these businesses in the same days."),
        "share_of_wallet": _("Of what your customers spend with you and these businesses, %(share)s stays with you."),
    }.get(answer.info.key, "%(share)s")
    made = Range(sentence % facts, answer.you, _("You"), ends=WHOLE, bar=True, ticks=WHOLE)
    return _card(answer, sentence % facts, made)


def _lift(answer: PeerAnswer) -> PeerCard:
    lift = answer.you or 0.0
    facts = {"times": written(lift, answer.info.unit), "percent": numbers.pct(abs(1 - lift), 0)}
    if abs(lift - 1) < AS_OFTEN:
        sentence = _("Your customers buy from them as often as an average cardholder of the city.")
    elif lift > 1:
        sentence = _("Your customers buy from them %(times)s times as often as an average cardholder of the city.")
    else:
        sentence = _("Your customers buy from them %(percent)s less often than an average cardholder of the city.")
    note = (
        _("You share your public: what happens there touches you.")
        if lift >= 1 + AS_OFTEN
        else _("Your public is largely your own.")
    )
    ends = (0.0, max(2.0, lift * 1.1))
    made = Range(sentence % facts, lift, _("Your customers"), 1.0, _("An average cardholder"), ends=ends)
    return _card(answer, sentence % facts, made, note)


def _card(answer: PeerAnswer, sentence: str, made: Range, *notes: str) -> PeerCard:
    unit, title = answer.info.unit, str(answer.info.title)
    bullet = bullet_chart(made, writer(unit))
    rows = [(made.you_name, written(answer.you, unit))]
    if made.median is not None:
        rows.append((made.median_name, written(made.median, unit)))
    return PeerCard(
        id=answer.info.key,
        title=title,
        subtitle=subtitle_of(answer, title),
        sentence=sentence,
        notes=notes,
        provisional=answer.provisional,
        bullet=bullet,
        table=ChartTable(title, (_("Who"), _("Figure")), tuple(rows)) if bullet else None,
        how=peer_how_of(answer),
    )


def _defection(answer: PeerAnswer) -> PeerCard:
    title = str(answer.info.title)
    parts = tuple((key, _(PARTS[key]), share) for key, share in answer.parts)
    shares: Mapping[str, str] = {key: numbers.pct(share, 0) for key, _name, share in parts}
    sentence = (
        _(
            "Of the customers you lost, %(rivals)s went to similar businesses, %(elsewhere)s buy elsewhere, and "
            "%(nothing)s no longer pay with the bank's card at all."
        )
        % {key: shares.get(key, numbers.MISSING) for key in PARTS}
        if parts
        else ""
    )
    table = ChartTable(
        title, (_("What they did"), _("Share")), tuple((name, numbers.pct(share, 0)) for _key, name, share in parts)
    )
    return PeerCard(
        id=answer.info.key,
        title=title,
        subtitle=subtitle_of(answer, title),
        sentence=sentence,
        notes=(_("Lost: bought in the 91 days before, and not once in the last 91."),),
        provisional=answer.provisional,
        stack=stack_chart("defection", sentence, parts) if parts else None,
        table=table if parts else None,
        how=peer_how_of(answer),
        width="",
    )
