"""How names and values are written into SQL."""

from collections.abc import Iterable


def name(text: str) -> str:
    """Return `text` as an identifier."""
    return '"' + text.replace('"', '""') + '"'


def names(texts: Iterable[str]) -> str:
    """Return a list of identifiers."""
    return ", ".join(name(text) for text in texts)


def literal(text: str) -> str:
    """Return `text` as a string value."""
    return "'" + text.replace("'", "''") + "'"


def parquet(addresses: Iterable[str]) -> str:
    """Return a table function that reads these files of the lake as one table."""
    files = ", ".join(literal(address) for address in addresses)
    return f"read_parquet([{files}], union_by_name = true, hive_partitioning = false)"
