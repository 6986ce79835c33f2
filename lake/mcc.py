"""Kinds of business: merchant category codes that a shopkeeper would put together, and groups of them."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class BusinessKind:
    """One kind of business.

    Parameters
    ----------
    key : str
        Stable name.
    group : str
        The wider group it belongs to.
    codes : tuple of str
        Its merchant category codes.
    """

    key: str
    group: str
    codes: tuple[str, ...]


_KINDS: Final = (
    BusinessKind("grocery", "food", ("5411", "5499", "5451", "5441")),
    BusinessKind("discount", "food", ("5310", "5311", "5331")),
    BusinessKind("bakery", "food", ("5462",)),
    BusinessKind("meat", "food", ("5422",)),
    BusinessKind("alcohol", "food", ("5921",)),
    BusinessKind("cafe", "eating", ("5814",)),
    BusinessKind("restaurant", "eating", ("5812",)),
    BusinessKind("bar", "eating", ("5813",)),
    BusinessKind("clothing", "fashion", ("5651", "5621", "5611", "5641", "5691", "5699", "5631")),
    BusinessKind("shoes", "fashion", ("5661",)),
    BusinessKind("jewelry", "fashion", ("5944",)),
    BusinessKind("electronics", "home", ("5732", "5722", "5734", "5045")),
    BusinessKind("furniture", "home", ("5712", "5719")),
    BusinessKind("hardware", "home", ("5200", "5211", "5231", "5251", "5261")),
    BusinessKind("pharmacy", "health", ("5912", "5122")),
    BusinessKind("beauty", "health", ("7230", "5977", "7298")),
    BusinessKind("medical", "health", ("8011", "8021", "8062", "8071", "8099")),
    BusinessKind("fitness", "health", ("7997", "7941", "7991")),
    BusinessKind("flowers", "leisure", ("5992",)),
    BusinessKind("books", "leisure", ("5942", "5943")),
    BusinessKind("sport", "leisure", ("5941", "5940", "5655")),
    BusinessKind("toys", "leisure", ("5945",)),
    BusinessKind("pets", "leisure", ("5995", "0742")),
    BusinessKind("fuel", "transport", ("5541", "5542")),
    BusinessKind("auto", "transport", ("5533", "5532", "7538", "7542")),
    BusinessKind("taxi", "transport", ("4121",)),
)

KINDS: Final = MappingProxyType({kind.key: kind for kind in _KINDS})
"""Key → kind, in the order in which people choose."""

KIND_OF_CODE: Final = MappingProxyType({code: kind for kind in _KINDS for code in kind.codes})
"""Merchant category code → its kind."""
