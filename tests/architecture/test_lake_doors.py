"""Schemas don't isolate Parquet: rows of the lake leave it only through its own doors."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("daas", "tenants", "billing", "insights", "segments", "campaigns", "api", "ui")
SOURCES = sorted(
    path
    for place in (*ROOMS, "celery_app.py", "manage.py")
    for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    if path.exists()
)
ENGINES = ("duckdb", "ibis", "pyspark", "fsspec", "pyarrow.parquet", "pyarrow.dataset")
DOORS = {
    "lake.contract": None,
    "lake.scope": None,
    "lake.marts": {"marts_refresh"},
    "lake.status": None,
    "lake.ingest": None,
    "lake.demo": None,
    "lake.directory": None,
    "lake.samples": None,
    "lake.kinds": None,
    "lake.mcc": None,
    "lake.peers": None,
    "lake.disclosure": None,
    "lake.engine": {"EngineOptions"},
    "lake.store": {"Store", "Version"},
}
"""What other rooms may import of the lake: a module, and which names of it (None: any)."""

HANDLE_ON_FILES = {"address", "new_path", "files", "with_table"}
"""What only the lake may ask of a store or a version."""


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each import as module and name; `import x` has no name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.module, alias.name) for alias in node.names)


def offences(source: str) -> list[str]:
    """Return what in this source goes round the lake's doors."""
    tree = ast.parse(source)
    found = [
        f"import of {module} {name}".strip()
        for module, name in imports(tree)
        if _within(module, ENGINES) or _within(f"{module}.{name}", ENGINES) or not _is_door(module, name)
    ]
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found += [f"path {text!r}" for text in texts if ".parquet" in text or "read_parquet" in text]
    if any(module == "lake.store" for module, _ in imports(tree)):
        found += [
            f"use of .{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in HANDLE_ON_FILES
        ]
    return found


def _within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _is_door(module: str, name: str) -> bool:
    if module == "lake":
        return f"lake.{name}" in DOORS and DOORS[f"lake.{name}"] is None
    if not module.startswith("lake."):
        return True
    door = next((door for door in DOORS if module == door or module.startswith(f"{door}.")), None)
    return door is not None and (DOORS[door] is None or name in (DOORS[door] or ()))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_room_opens_the_lake_itself(path: Path) -> None:
    assert offences(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "import duckdb",
        "import ibis.expr.types",
        "from pyarrow import parquet",
        "import pyarrow.parquet as pq",
        "from lake.engine import engine",
        "import lake.engine",
        "from lake import engine",
        "from lake.store import DataFile",
        "from lake.marts import visits_of",
        "from lake.clock import offsets",
        "open('transactions/x.parquet')",
        "from lake.store import Store\nStore.open(uri).current().files('visits')",
        "def f():\n    import duckdb",
    ],
)
def test_a_way_round_the_doors_is_seen(source: str) -> None:
    assert offences(source)


@pytest.mark.parametrize(
    "source",
    [
        "import pyarrow as pa",
        "from lake.scope import PartnerLake\nfrom lake.store import Store\nPartnerLake.open(Store.open(uri), inn=inn)",
        "from lake.contract import LakeError",
        "from lake.ingest import lake_import",
        "from lake.engine import EngineOptions",
        "files = request.files",
    ],
)
def test_the_doors_are_open(source: str) -> None:
    assert offences(source) == []
