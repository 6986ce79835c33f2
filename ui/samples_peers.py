"""Made-up data for the style guide: blocks of the page Competitors in every state."""

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from ui import numbers
from ui.charts import Bullet, ChartTable, Range, bullet_chart, stack_chart


def _range(title: str, *, full: bool, you: float | None = 0.12) -> Bullet | None:
    made = Range(
        title=title,
        you=you,
        you_name=_("You"),
        median=0.05,
        median_name=_("The middle of the group"),
        low=-0.02 if full else None,
        high=0.09 if full else None,
        band_name=_("The middle half of the group"),
        zero=True,
    )
    return bullet_chart(made, lambda value: numbers.pct(value, 0))


def _share(title: str) -> Bullet | None:
    made = Range(title, 0.34, _("You"), ends=(0.0, 1.0), bar=True, ticks=(0.0, 1.0))
    return bullet_chart(made, lambda value: numbers.pct(value, 0))


def _card(title: str, **facts: Any) -> SimpleNamespace:
    width = facts.pop("width", "w6")
    return SimpleNamespace(id=facts.pop("id"), title=title, subtitle="", width=width, **facts)


def peers_context(how: Any) -> dict[str, Any]:
    """Answer the blocks of the style guide that speak of others."""
    said = _("Your revenue grew: you are ahead of the middle of the group.")
    table = ChartTable(_("Revenue growth"), (_("Who"), _("Figure")), ((_("You"), numbers.pct(0.12, 0)),))
    sure = SimpleNamespace(
        text=_("Reliable: all three ways of choosing say the same"), kind="good", sign="circle-check"
    )
    unsure = SimpleNamespace(text=_("Uncertain: the ways of choosing differ"), kind="warning", sign="alert-triangle")
    few = _("There are not enough participants to keep each of them anonymous.")
    title = _("Revenue growth")
    went = (("rivals", _("bought from similar businesses"), 0.31), ("elsewhere", _("bought elsewhere"), 0.48))
    parts = stack_chart("sg-stack", _("Where lost customers went"), (*went, ("nothing", _("bought nothing"), 0.21)))
    return {
        "peer_cards": [
            _card(title, id="sg-range", sentence=said, verdict=sure, provisional=True,
                  bullet=_range(said, full=True), table=table, how=how),
            _card(title, id="sg-middle", sentence=said, verdict=unsure, bullet=_range(said, full=False), table=table),
            _card(title, id="sg-edge", sentence=said, bullet=_range(said, full=True, you=-0.31), table=table),
            _card(_("Share of the segment"), id="sg-share", sentence=said, bullet=_share(said), table=table),
            _card(title, id="sg-quiet", sentence="", quiet=SimpleNamespace(text=few, url="#", later="")),
            _card(title, id="sg-own", sentence=said, quiet=SimpleNamespace(text=few, url="", later="")),
            _card(_("Where lost customers went"), id="sg-parts", sentence=said, stack=parts, table=table, width=""),
        ],
        "silence": SimpleNamespace(
            quiet=SimpleNamespace(text=few, url="#", later=""), own=((title, numbers.pct(0.12, 0)),)
        ),
        "chosen": SimpleNamespace(
            count=numbers.num(17),
            level=_("Coffee shops, Moscow"),
            how="",
            frozen="",
            traits=(SimpleNamespace(title=_("Average ticket"), you=numbers.rub0(640), range=numbers.rub0(590)),),
        ),
        "agreement": SimpleNamespace(
            text="",
            columns=(_("By kind and place"), _("By size and ticket"), _("By shared customers")),
            rows=((title, ((_("above the middle"), "arrow-up"), (_("about the middle"), "minus"),
                           (_("can't be told"), "")), sure),),
        ),
    }  # fmt: skip
