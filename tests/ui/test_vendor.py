"""Files of others are the ones we took, and each carries its licence."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = json.loads((ROOT / "static" / "vendor" / "vendor.lock").read_text(encoding="utf-8"))
FILES = [(path, digest) for package in LOCK for path, digest in package["files"].items()]


@pytest.mark.parametrize(("path", "digest"), FILES)
def test_a_vendored_file_is_unchanged(path: str, digest: str) -> None:
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest


def test_every_vendored_file_is_locked() -> None:
    known = {path for path, _digest in FILES}
    found = {
        str(path.relative_to(ROOT))
        for folder in ("static/vendor", "tests/vendor")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    extra = {path for path in found - known if not path.endswith(("vendor.lock", "LICENSE"))}
    assert extra == set()


def test_each_package_has_a_licence_beside_it() -> None:
    for folder in (ROOT / "static" / "vendor").iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").stat().st_size > 500, folder
    assert all(package["licence"] and package["tarball_sha512"] for package in LOCK)


def test_every_icon_used_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")))
    used = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= sprite


def test_the_page_loads_little_before_anyone_touches_it() -> None:
    assert (ROOT / "static" / "app.js").stat().st_size < 8_000
    fonts = sum(path.stat().st_size for path in (ROOT / "static" / "vendor").rglob("*.woff2"))
    assert fonts < 45_000
