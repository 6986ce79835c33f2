"""Kinds of business in words: what a person chooses from."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lake.mcc import KINDS

TITLES: Final[dict[str, str | Promise]] = {
    "grocery": _("Groceries"),
    "discount": _("Discount store"),
    "bakery": _("Bakery"),
    "meat": _("Meat and fish"),
    "alcohol": _("Wine and spirits"),
    "cafe": _("Coffee shop, fast food"),
    "restaurant": _("Restaurant"),
    "bar": _("Bar"),
    "clothing": _("Clothing"),
    "shoes": _("Shoes"),
    "jewelry": _("Jewellery"),
    "electronics": _("Electronics"),
    "furniture": _("Furniture"),
    "hardware": _("Hardware, building, garden"),
    "pharmacy": _("Pharmacy"),
    "beauty": _("Beauty salon, cosmetics"),
    "medical": _("Clinic, dentist"),
    "fitness": _("Fitness, sport club"),
    "flowers": _("Flowers"),
    "books": _("Books, stationery"),
    "sport": _("Sports goods"),
    "toys": _("Toys"),
    "pets": _("Pet shop, vet"),
    "fuel": _("Filling station"),
    "auto": _("Car parts and service"),
    "taxi": _("Taxi"),
}
GROUPS: Final[dict[str, str | Promise]] = {
    "food": _("Food shops"),
    "eating": _("Cafés, restaurants, bars"),
    "fashion": _("Clothing, shoes, jewellery"),
    "home": _("Goods for the home"),
    "health": _("Health and beauty"),
    "leisure": _("Leisure, flowers, gifts"),
    "transport": _("Cars and transport"),
}


def kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the kinds under their groups, for a list to choose from."""
    found: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
    for kind in KINDS.values():
        found[kind.group].append((kind.key, str(TITLES[kind.key])))
    return [(str(GROUPS[group]), kinds) for group, kinds in found.items()]
