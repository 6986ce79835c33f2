"""What an outlet is called where several bear one name: with its place, and with its number if need be."""

from collections import Counter
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from insights.models import Outlet


def names_of(outlets: Sequence[Outlet]) -> list[str]:
    """Return a name for each outlet by which a person tells it from the others.

    Parameters
    ----------
    outlets : sequence of Outlet
        All of one partner.

    Returns
    -------
    list of str
        In the order given: the partner's own name for it, else the bank's; where that is not enough, with
        the district, then with the city too, then with the bank's number. Where the bank has one name for
        all, it tells nothing, and the place alone stands.
    """
    found = [_called(outlet) for outlet in outlets]
    for more in (_district, _district_and_city, _number):
        again = Counter(found)
        found = [
            _with(outlet, more) if again[name] > 1 and not outlet.alias else name
            for outlet, name in zip(outlets, found, strict=True)
        ]
    if len(outlets) > 1 and len({outlet.name for outlet in outlets}) == 1:
        found = [_place_of(outlet, name) for outlet, name in zip(outlets, found, strict=True)]
    return found


def _place_of(outlet: Outlet, name: str) -> str:
    place = name.removeprefix(f"{outlet.name}, ")
    return place[:1].upper() + place[1:]


def _called(outlet: Outlet) -> str:
    return outlet.alias or outlet.name


def _with(outlet: Outlet, more: Callable[[Outlet], str]) -> str:
    place = more(outlet)
    return f"{outlet.name}, {place}" if place else outlet.name


def _district(outlet: Outlet) -> str:
    return outlet.district or (_("online shop") if outlet.channel == "online" else outlet.city)


def _district_and_city(outlet: Outlet) -> str:
    parts = dict.fromkeys((_district(outlet), outlet.city))
    return ", ".join(part for part in parts if part)


def _number(outlet: Outlet) -> str:
    return ", ".join(part for part in (_district_and_city(outlet), outlet.merchant_id) if part)
