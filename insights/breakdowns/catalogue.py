"""All breakdowns there are, found by their files."""

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module

from insights import breakdowns
from insights.breakdowns.base import Breakdown


class UnknownBreakdown(LookupError):  # noqa: N818
    """A key that no breakdown has; says which there are."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no breakdown {key!r}. There are: {', '.join(catalogue())}.")
        self.key = key


@cache
def catalogue() -> dict[str, Breakdown]:
    """Return key → breakdown, in the order in which they are listed."""
    modules = (
        import_module(f"{breakdowns.__name__}.{module.name}") for module in pkgutil.iter_modules(breakdowns.__path__)
    )
    found = [module.BREAKDOWN for module in modules if hasattr(module, "BREAKDOWN")]
    return {one.key: one for one in sorted(found, key=lambda one: one.order)}


def breakdown_of(key: str) -> Breakdown:
    """Return the breakdown of a key.

    Raises
    ------
    UnknownBreakdown
        When there is none.
    """
    try:
        return catalogue()[key]
    except KeyError as error:
        raise UnknownBreakdown(key) from error


def fingerprint(keys: Iterable[str]) -> str:
    """Return a text that changes when one of these breakdowns is defined anew, or when there are others."""
    return ",".join(f"{key}:{breakdown_of(key).version}" for key in keys)
