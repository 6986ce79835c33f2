"""Made-up data for the style guide: blocks of the pages about customers in every state."""

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from ui import numbers

FEW = SimpleNamespace(hidden=True, reference=None)
LEVELS = range(5)


def _row(customers: int, reference: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        hidden=False,
        customers=customers,
        transactions=customers * 2,
        revenue=customers * 2 * 640.0,
        share=customers / 1628,
        average_ticket=640.0,
        frequency=2.0,
        reference=reference,
    )


def _line(name: str, customers: int, reference: int | None, longest: float) -> SimpleNamespace:
    part = customers / 1628
    mark = None if reference is None else reference / longest
    return SimpleNamespace(
        name=name,
        row=_row(customers, reference),
        part=part,
        text=numbers.pct(part, 0),
        width=100 * part / (longest / 100),
        mark=mark and 100 * mark,
    )


def _groups(caption: str, *, compared: bool) -> SimpleNamespace:
    names = ((_("Women"), 923, 51), (_("Men"), 683, 46))
    lines = [_line(name, count, reference if compared else None, 57.0) for name, count, reference in names]
    lines.append(SimpleNamespace(name=_("Gender not known"), row=FEW))
    return SimpleNamespace(caption=caption, head=_("Gender"), lines=lines, total=_row(1628), has_reference=compared)


def _side(customers: int | None, *, partly: bool = False) -> SimpleNamespace:
    width = 100 * (customers or 0) / 216
    part = None if customers is None else customers / 1628
    return SimpleNamespace(customers=customers, part=part, width=width, rest=100 - width, partly=partly)


def _pyramid() -> SimpleNamespace:
    steps = (
        (_("Under 18"), _side(None), _side(None)),
        ("25–34", _side(210), _side(162)),
        ("35–44", _side(216, partly=True), _side(69)),
        (_("65 and over"), _side(155), _side(0)),
    )
    return SimpleNamespace(
        steps=[SimpleNamespace(age=age, women=women, men=men) for age, women, men in steps],
        women=_side(923),
        men=_side(683),
    )


def _cohorts() -> SimpleNamespace:
    def cells(*shares: float) -> list[SimpleNamespace]:
        blank = [SimpleNamespace(level=None, text="")] * (3 - len(shares))
        return [SimpleNamespace(level=int(10 * share) - 1, text=numbers.pct(share, 0)) for share in shares] + blank

    rows = (("A", 120, (0.5, 0.4, 0.3)), ("B", 96, (0.45, 0.2)), ("C", 17, (0.1,)))
    return SimpleNamespace(
        caption=_("Who comes again, by month of the first purchase"),
        corner=_("First purchase"),
        above=_("Months since the first purchase"),
        first=(_("Customers"),),
        columns=("1", "2", "3"),
        rows=[
            SimpleNamespace(name=name, first=(numbers.num(size),), cells=cells(*shares)) for name, size, shares in rows
        ],
        legend=LEVELS,
        few=_("fewer came again"),
        many=_("more came again"),
    )


def _ranking() -> SimpleNamespace:
    places = ((_("Men"), 160), (_("Women"), 90))
    return SimpleNamespace(
        caption=_("Who spends most"),
        places=[
            SimpleNamespace(
                name=name, index=index, customers=500, part=0.3, width=100 * index / 160, mark=100 * 100 / 160
            )
            for name, index in places
        ],
    )


def _block(name: str, title: str, template: str = "", facts: Any = None, **more: Any) -> SimpleNamespace:
    made = {"subtitle": "", "width": "w6", "notes": (), "how": None, "empty": None, "locked": None, **more}
    return SimpleNamespace(id=f"sg-c-{name}", title=title, template=template, facts=facts, **made)


def customers_context(how: Any) -> dict[str, Any]:
    """Answer the blocks of the style guide that speak of customers."""
    few = SimpleNamespace(
        title=_("Too few people to show"),
        text=_("So few people are not shown, so that nobody can be recognised. Choose a longer period."),
        sign="users-group",
        url="",
        action="",
    )
    plus = _("A plus: some more people are in groups too small to be shown.")
    folder = "insights/customers"
    return {
        "customer_blocks": [
            _block(
                "groups",
                _("Customers by gender"),
                f"{folder}/groups.html",
                _groups(_("Customers by gender"), compared=True),
                how=how,
            ),
            _block(
                "alone",
                _("Groups by revenue"),
                f"{folder}/groups.html",
                _groups(_("Groups by revenue"), compared=False),
            ),
            _block("pyramid", _("Women and men by age"), f"{folder}/pyramid.html", _pyramid(), notes=(plus,)),
            _block("few", _("Women and men by age"), empty=few, how=how),
            _block("cohorts", _("Who comes again, by month of the first purchase"), f"{folder}/heat.html", _cohorts()),
            _block("solvency", _("Who spends most"), f"{folder}/solvency.html", _ranking()),
        ]
    }
