"""The form by which a partner describes its own group of comparison. It checks form; the service decides."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from insights.peers.census import Places
from lake.mcc import GROUPS, KINDS
from lake.peers.own_choice import Band, Description
from tenants.forms import Form

COUNTRY, PLACES = "country", "places"
WHERE: Final = ((COUNTRY, gettext_lazy("In the whole country")), (PLACES, gettext_lazy("In cities and regions")))
SIZES: Final = ((Band.ANY, gettext_lazy("Any revenue")), (Band.NEAR, gettext_lazy("From half to twice your revenue")))
TICKETS: Final = (
    (Band.ANY, gettext_lazy("Any average ticket")),
    (Band.NEAR, gettext_lazy("From two thirds to one and a half of yours")),
)
WRONG: Final = gettext_lazy("Choose from the list.")


def many(required: str | Any = "") -> forms.MultipleChoiceField:
    """Return a field of ticks."""
    messages = {"required": required, "invalid_choice": WRONG, "invalid_list": WRONG}
    return forms.MultipleChoiceField(required=bool(required), error_messages=messages)


def one(choices: Any, missing: Any = WRONG) -> forms.ChoiceField:
    """Return a field of which one is chosen."""
    return forms.ChoiceField(choices=choices, error_messages={"required": missing, "invalid_choice": WRONG})


class GroupForm(Form):
    """Kinds of business, places, size and ticket."""

    kinds = many(gettext_lazy("Choose at least one kind of business."))
    where = one(WHERE, gettext_lazy("Choose where: in the whole country, or in cities and regions."))
    regions = many()
    cities = many()
    size = one(SIZES)
    ticket = one(TICKETS)

    def __init__(self, places: Places, first: Description, data: Any = None) -> None:
        super().__init__(data=data, initial=initial_of(first))
        self._choices("kinds", [*(f"group:{key}" for key in GROUPS), *(f"kind:{key}" for key in KINDS)])
        self._choices("regions", places.regions)
        self._choices("cities", places.cities)

    def clean(self) -> dict[str, Any]:
        """Ask for a place where places are meant."""
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        if found["where"] == PLACES and not (found["regions"] or found["cities"]):
            self.add_error("where", gettext_lazy("Choose at least one city or region, or the whole country."))
        return found

    def description(self) -> Description:
        """Return what was described; ask it of a valid form only."""
        given = self.cleaned_data
        named = given["where"] == PLACES
        return Description.of(
            {
                "groups": _keys(given["kinds"], "group:"),
                "kinds": _keys(given["kinds"], "kind:"),
                "regions": given["regions"] if named else [],
                "cities": given["cities"] if named else [],
                "size": given["size"],
                "ticket": given["ticket"],
            }
        )

    def ticked(self, name: str) -> frozenset[str]:
        """Return what is ticked in a field, as it was sent or as it is now."""
        value = self[name].value()
        return frozenset(value if isinstance(value, list | tuple) else [value] if value else [])

    def _choices(self, name: str, values: Iterable[str]) -> None:
        self.fields[name].choices = [(value, value) for value in values]  # type: ignore[attr-defined]


def initial_of(first: Description) -> dict[str, Any]:
    """Return what the form begins with."""
    named = first.cities or first.regions
    return {
        "kinds": [*(f"group:{key}" for key in first.groups), *(f"kind:{key}" for key in first.kinds)],
        "where": PLACES if named else COUNTRY,
        "regions": list(first.regions),
        "cities": list(first.cities),
        "size": str(first.size),
        "ticket": str(first.ticket),
    }


def _keys(values: Iterable[str], scope: str) -> list[str]:
    return [value.removeprefix(scope) for value in values if value.startswith(scope)]
