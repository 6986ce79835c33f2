"""Which files hold which table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import fsspec

from lake.contract import TABLES, LakeError, Table

_ENDINGS = (".csv", ".parquet")
_OWN_FILE = re.compile(r"[0-9a-f]{32}\.parquet$")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to import.

    Parameters
    ----------
    fs : fsspec.AbstractFileSystem
        Where it lies.
    path : str
        Its path there.
    name : str
        How it is called in messages and in the quarantine.
    size : int
        In bytes.
    """

    fs: Any
    path: str
    name: str
    size: int

    def is_parquet(self) -> bool:
        """Say whether the file is Parquet, by its first bytes.

        Raises
        ------
        LakeError
            When its name says Parquet and its bytes don't, or it can't be read.
        """
        try:
            with self.fs.open(self.path, "rb") as file:
                magic = file.read(4)
        except OSError as error:
            raise LakeError(f"{self.name} can't be read: {error.strerror or error}.") from error
        if not magic:
            raise LakeError(f"{self.name} is empty; it must start with a header that names its columns.")
        if self.path.endswith(".parquet") and magic != b"PAR1":
            raise LakeError(f"{self.name} is not a Parquet file, though its name says so.")
        return bool(magic == b"PAR1")


def table_named(name: str) -> Table:
    """Return the contract's table of that name.

    Raises
    ------
    LakeError
        When there is none.
    """
    if name not in TABLES:
        raise LakeError(f"There is no table {name!r}; use one of {', '.join(sorted(TABLES))}.")
    return TABLES[name]


def table_of(name: str) -> Table | None:
    """Return the table that a file's or folder's name begins with."""
    return next((table for table in TABLES.values() if name.lower().startswith(table.name)), None)


def found(path: str, table: str | None) -> dict[str, list[Source]]:
    """Return the files under `path` per table; under "" those whose table only the header can tell.

    Raises
    ------
    LakeError
        When the path does not exist or holds nothing to import.
    """
    try:
        fs, root = fsspec.core.url_to_fs(path.rstrip("/") or path)
        exists, folder = fs.exists(root), fs.isdir(root)
    except (ImportError, OSError, ValueError) as error:
        raise LakeError(f"{path} can't be read: {error}") from error
    if not exists:
        raise LakeError(f"{path} does not exist.")
    own = root.rsplit("/", 1)[-1]
    if not folder:
        known = table_named(table) if table else table_of(own)
        return {known.name if known else "": [Source(fs, root, own, fs.size(root))]}
    result: dict[str, list[Source]] = {}
    for file in _files(fs, root):
        relative = file.removeprefix(f"{root}/")
        known = table_of(relative.split("/", 1)[0]) or table_of(own)
        if table and (known is None or table_of(own) is not None):
            known = table_named(table)
        if known and (not table or known.name == table):
            result.setdefault(known.name, []).append(Source(fs, file, relative, fs.size(file)))
    if not result:
        wanted = table or "transactions, customers or merchants"
        raise LakeError(f"{path} holds no CSV or Parquet file of {wanted}.")
    return result


def _files(fs: Any, root: str) -> Iterator[str]:
    for file in sorted(fs.find(root)):
        parts = file.removeprefix(f"{root}/").split("/")
        # What begins with a dot or an underscore is some tool's mark (_SUCCESS), and the lake's own
        # files may share a folder with the delivery that they were made of.
        if file.endswith(_ENDINGS) and not any(part[0] in "._" for part in parts) and not _OWN_FILE.match(parts[-1]):
            yield file
