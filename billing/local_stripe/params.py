"""What an endpoint takes: names, types and choices, with Stripe's own refusals for anything else."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from billing.local_stripe.errors import invalid

Reader = Callable[[Any, str], Any]
"""Takes a raw value and its name, returns the typed value or refuses."""
Shape = Mapping[str, Reader]


def text(value: Any, name: str) -> str | None:
    """Read a string; an empty one unsets."""
    if not isinstance(value, str):
        raise invalid(f"Invalid string: {value}", name)
    return value or None


def integer(value: Any, name: str) -> int | None:
    """Read an integer; an empty string unsets."""
    if value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise invalid(f"Invalid integer: {value}", name, "parameter_invalid_integer") from None


def number(value: Any, name: str) -> float | None:
    """Read a decimal number."""
    if value == "":
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise invalid(f"Invalid decimal: {value}", name) from None


def boolean(value: Any, name: str) -> bool:
    """Read true or false; `/_local/` takes JSON's own too."""
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise invalid(f"Invalid boolean: {value}", name)
    return bool(value == "true")


def now_or_time(value: Any, name: str) -> int | str | None:
    """Read a timestamp or the word `now`."""
    return "now" if value == "now" else integer(value, name)


def one_of(*choices: str) -> Reader:
    """Read one of some words."""

    def read(value: Any, name: str) -> str | None:
        if value not in (*choices, ""):
            leaf = name.rsplit("[", maxsplit=1)[-1].removesuffix("]")
            raise invalid(f"Invalid {leaf}: must be one of {', '.join(choices)}", name)
        return value or None

    return read


def hash_of(shape: Shape) -> Reader:
    """Read a nested object; an empty string unsets it."""

    def read(value: Any, name: str) -> dict[str, Any] | None:
        if value == "":
            return None
        if not isinstance(value, dict):
            raise invalid(f"Invalid object: {name}", name)
        return taken(value, shape, name)

    return read


def list_with(reader: Reader) -> Reader:
    """Read a list; an empty string empties it."""

    def read(value: Any, name: str) -> list[Any]:
        if value == "":
            return []
        if not isinstance(value, list):
            raise invalid(f"Invalid array: {name}", name)
        return [reader(one, f"{name}[{at}]") for at, one in enumerate(value)]

    return read


def free(value: Any, _name: str) -> Any:
    """Take anything: what the endpoint accepts and the product never looks at."""
    return value


def metadata(value: Any, name: str) -> dict[str, str]:
    """Read metadata: names and strings; an empty value removes a name."""
    if value == "":
        return {"": ""}
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise invalid("Invalid metadata: a flat object of strings is needed.", name)
    return dict(value)


def metadata_merged(old: Mapping[str, str], new: Mapping[str, str] | None) -> dict[str, str]:
    """Return metadata after an update: empty values remove, an empty whole removes all."""
    if new is None:
        return dict(old)
    if "" in new:
        return {}
    return {key: value for key, value in {**old, **new}.items() if value != ""}


CREATED: Final = free
PAGE: Final[Shape] = {"limit": integer, "starting_after": text, "ending_before": text}


def taken(given: Mapping[str, Any], shape: Shape, within: str = "", need: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the typed parameters that were given; refuse unknown names and say which needed one is missing."""

    def full(name: str) -> str:
        return f"{within}[{name}]" if within else name

    for name in given:
        if name not in shape:
            raise invalid(
                f"Received unknown parameter: {full(name)} (or the local Stripe does not take it yet)",
                full(name),
                "parameter_unknown",
            )
    for name in need:
        if given.get(name) in (None, ""):
            raise invalid(f"Missing required param: {full(name)}.", full(name), "parameter_missing")
    return {name: shape[name](value, full(name)) for name, value in given.items()}
