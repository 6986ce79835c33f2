"""A lake on disk: immutable Parquet files, and numbered versions that list them.

A version is one JSON file that names every file of the lake. A change writes new Parquet files
beside the old ones and then, in one step, the next version: a reader sees all of a change or
nothing of it, and a crash leaves only files that no version names (`sweep` removes them).
"""

import json
import os
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import fsspec

from lake.contract import LakeError

_OWN = re.compile(r"/[0-9a-f]{32}\.parquet$")


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file of a version.

    Parameters
    ----------
    path : str
        Relative to the lake's address.
    rows : int
        Number of rows.
    month : str
        `YYYY-MM` in UTC of the payments inside; empty for a table that is not cut by month.
    facts : dict
        What a reader may want to know without opening it (first and last day, sources, …).
    """

    path: str
    rows: int
    month: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """What the lake holds at one moment.

    Parameters
    ----------
    number : int
        0 for an empty lake; grows by one with each change.
    created_at : str
        ISO time in UTC.
    tables : dict of str to tuple of DataFile
        Table (or mart, or quarantine) → its files.
    facts : dict
        Watermark, first and last local day, counts.
    """

    number: int = 0
    created_at: str = ""
    tables: dict[str, tuple[DataFile, ...]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def files(self, table: str) -> tuple[DataFile, ...]:
        """Return the files of one table, none when it is empty."""
        return self.tables.get(table, ())

    def rows(self, table: str) -> int:
        """Return how many rows the table holds."""
        return sum(file.rows for file in self.files(table))

    def with_table(self, table: str, files: Iterable[DataFile]) -> "Version":
        """Return a copy in which `table` consists of `files`."""
        return replace(self, tables={**self.tables, table: tuple(files)})

    def with_facts(self, **facts: Any) -> "Version":
        """Return a copy with these facts set."""
        return replace(self, facts={**self.facts, **facts})


class Store:
    """The files of one lake, at a directory or any fsspec address."""

    def __init__(self, uri: str) -> None:
        self.uri = uri.rstrip("/")
        self.fs, self.root = fsspec.core.url_to_fs(self.uri)
        self.local = "file" in (self.fs.protocol if isinstance(self.fs.protocol, tuple) else (self.fs.protocol,))

    @classmethod
    def open(cls, uri: str) -> Self:
        """Open the lake at `uri`, which may not exist yet.

        Raises
        ------
        LakeError
            When the address can't be used.
        """
        try:
            return cls(uri)
        except (ImportError, OSError, ValueError) as error:
            raise LakeError(f"LAKE_URI {uri!r} can't be opened: {error}") from error

    def address(self, path: str) -> str:
        """Return the full address of a file of the lake, for an engine to open."""
        return f"{self.root if self.local else self.uri}/{path}"

    def new_path(self, table: str, month: str = "") -> str:
        """Return the path for a new file, with its folder made."""
        folder = f"{table}/month={month}" if month else table
        self.fs.makedirs(f"{self.root}/{folder}", exist_ok=True)
        return f"{folder}/{uuid.uuid4().hex}.parquet"

    def current(self) -> Version:
        """Return the newest version; an empty one for a lake that does not exist yet."""
        numbers = self._numbers()
        if not numbers:
            return Version()
        with self.fs.open(self._version_path(numbers[-1]), "r") as file:
            return _version_from(json.load(file))

    def commit(self, change: Callable[[Version], Version]) -> Version:
        """Apply `change` to the newest version and publish the result in one step.

        `change` is called again when another writer was faster, so it must be a pure function of
        the version that it is given.
        """
        self.fs.makedirs(f"{self.root}/versions", exist_ok=True)
        while True:
            base = self.current()
            wanted = replace(
                change(base), number=base.number + 1, created_at=datetime.now(UTC).isoformat(timespec="seconds")
            )
            if self._publish(wanted):
                return wanted

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to import; a second writer on this machine gets a clear error."""
        with self._alone(".writing", wait=False) as alone:
            if not alone:
                raise LakeError("Another import into this lake is running; try again when it has ended.")
            yield

    @contextmanager
    def folding(self) -> Iterator[None]:
        """Hold the only right to refresh the marts; a second one waits and finds the work done."""
        with self._alone(".folding", wait=True):
            yield

    @contextmanager
    def _alone(self, name: str, *, wait: bool) -> Iterator[bool]:
        """Lock a file of a local lake for the block; say whether it was free. Elsewhere `commit` alone decides."""
        if not self.local:
            yield True
            return
        import fcntl  # noqa: PLC0415  not on every system, and only a local lake needs it

        try:
            self.fs.makedirs(self.root, exist_ok=True)
            handle = Path(self.root, name).open("w")  # noqa: SIM115  closed below
        except OSError as error:
            raise LakeError(f"LAKE_URI {self.uri!r} can't be written to: {error.strerror or error}.") from error
        with handle as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except OSError:
                yield False
                return
            yield True

    def sweep(self, tables: Collection[str] = ()) -> int:
        """Remove files that the last versions don't name; return how many. Call it inside `writing`.

        Parameters
        ----------
        tables : collection of str
            Only files of these tables, for a writer whose neighbour may be at work; all when empty.
        """
        kept: set[str] = set()
        for number in self._numbers()[-3:]:
            with self.fs.open(self._version_path(number), "r") as file:
                version = _version_from(json.load(file))
            kept |= {file.path for files in version.tables.values() for file in files}
        found = [path.removeprefix(f"{self.root}/") for path in self.fs.find(self.root)]
        # A delivery may lie in the lake's own folder: only names that `new_path` gives are the lake's.
        own = (path for path in found if _OWN.search(path) and (not tables or path.split("/", 1)[0] in tables))
        stale = [f"{self.root}/{path}" for path in own if path not in kept]
        for path in stale:
            self.fs.rm_file(path)
        return len(stale)

    def _numbers(self) -> list[int]:
        folder = f"{self.root}/versions"
        self.fs.invalidate_cache(folder)
        if not self.fs.isdir(folder):
            return []
        names = (path.rsplit("/", 1)[-1] for path in self.fs.ls(folder, detail=False))
        return sorted(int(name[:-5]) for name in names if name.endswith(".json") and name[:-5].isdigit())

    def _version_path(self, number: int) -> str:
        return f"{self.root}/versions/{number:08d}.json"

    def _publish(self, version: Version) -> bool:
        """Write the version unless its number is taken; say whether it was written."""
        text = json.dumps(asdict(version), ensure_ascii=False, indent=1)
        target = self._version_path(version.number)
        if not self.local:
            try:
                self.fs.pipe_file(target, text.encode(), mode="create")
            except FileExistsError:
                return False
            return True
        draft = Path(f"{target}.{uuid.uuid4().hex}")
        with draft.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, target)
        except FileExistsError:
            return False
        finally:
            draft.unlink()
        return True


def _version_from(data: dict[str, Any]) -> Version:
    tables = {name: tuple(DataFile(**file) for file in files) for name, files in data["tables"].items()}
    return Version(data["number"], data["created_at"], tables, data["facts"])
