"""Rebuild static/vendor, the icon sprite and vendor.lock from npm tarballs: ``python -m ui.vendoring FOLDER``.

A maintainer's tool, run only to raise a version. FOLDER holds the results of ``npm pack`` for
every package in PACKAGES; fontTools (a development requirement) must be installed.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
LOCK = VENDOR / "vendor.lock"
SPRITE = ROOT / "static" / "icons.svg"
ICONS = SPRITE.with_suffix(".txt")  # a name a line; add one and run this again
ICON = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BLANK = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'

LATIN = (
    "U+0020-007E,U+00A0,U+00A7,U+00A9,U+00AB,U+00B0,U+00B1,U+00B7,U+00BB,U+00D7,"
    "U+2010-2014,U+2018-201E,U+2022,U+2026,U+20AC,U+2212"
)
CYRILLIC = "U+0401,U+0410-044F,U+0451,U+2116"
RUBLE = "U+20BD"


@dataclass(frozen=True)
class Package:
    """One npm package and the files taken from it (source path → path from the root of the project)."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    subset: dict[str, str] | None = None

    @property
    def tarball(self) -> str:
        """The file name ``npm pack`` gives it."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


GOLOS = "static/vendor/golos-text-5.3.0"
FONT_FILES = "files/golos-text-{}-wght-normal.woff2"
PACKAGES = (
    Package(
        "@tabler/core",
        "1.6.1",
        "MIT",
        {"dist/css/tabler.min.css": "static/vendor/tabler-1.6.1/tabler.min.css"},
    ),
    Package(
        "echarts",
        "6.1.0",
        "Apache-2.0",
        {
            "dist/echarts.min.js": "static/vendor/echarts-6.1.0/echarts.min.js",
            "LICENSE": "static/vendor/echarts-6.1.0/LICENSE",
            "NOTICE": "static/vendor/echarts-6.1.0/NOTICE",
        },
    ),
    Package(
        "@fontsource-variable/golos-text",
        "5.3.0",
        "OFL-1.1",
        {
            FONT_FILES.format("cyrillic"): f"{GOLOS}/cyrillic.woff2",
            FONT_FILES.format("latin"): f"{GOLOS}/latin.woff2",
            FONT_FILES.format("latin-ext"): f"{GOLOS}/ruble.woff2",
            "LICENSE": f"{GOLOS}/LICENSE",
        },
        {
            FONT_FILES.format("cyrillic"): CYRILLIC,
            FONT_FILES.format("latin"): LATIN,
            FONT_FILES.format("latin-ext"): RUBLE,
        },
    ),
    Package(
        "@tabler/icons",
        "3.51.0",
        "MIT",
        {"LICENSE": "static/vendor/tabler-icons-3.51.0/LICENSE"},
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        {"axe.min.js": "tests/vendor/axe-4.14.1.min.js", "LICENSE": "tests/vendor/axe-LICENSE"},
    ),
)


def sprite(icons: Path) -> str:
    """Fold the chosen outline icons into one file of ``<symbol>``s."""
    symbols = []
    for name in ICONS.read_text(encoding="utf-8").split():
        found = ICON.search((icons / f"{name}.svg").read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"Icon {name} is not an SVG this script understands.")
        body = " ".join(found.group(1).replace(BLANK, "").split())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _take(package: Package, source: Path) -> None:
    for inside, outside in package.files.items():
        target = ROOT / outside
        target.parent.mkdir(parents=True, exist_ok=True)
        if package.subset and inside in package.subset:
            subprocess.run(  # noqa: S603 - our own arguments
                [
                    sys.executable,
                    "-m",
                    "fontTools.subset",
                    str(source / inside),
                    f"--unicodes={package.subset[inside]}",
                    "--layout-features=kern,liga,tnum,lnum,mark,mkmk,ccmp,locl",
                    "--flavor=woff2",
                    f"--output-file={target}",
                ],
                check=True,
            )
        elif target.suffix == ".css":
            # A source map we do not ship would break the manifest of hashed names.
            text = (source / inside).read_text(encoding="utf-8")
            target.write_text(re.sub(r"\n?/\*# sourceMappingURL=.*?\*/", "\n", text), encoding="utf-8")
        else:
            shutil.copyfile(source / inside, target)


def main(folder: Path) -> None:
    """Unpack every tarball, copy what is used, write the sprite and the lock."""
    entries = []
    for package in PACKAGES:
        tarball = folder / package.tarball
        digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        with tempfile.TemporaryDirectory() as scratch:
            with tarfile.open(tarball) as archive:
                archive.extractall(scratch, filter="data")
            source = Path(scratch) / "package"
            _take(package, source)
            paths = sorted(package.files.values())
            if package.name == "@tabler/icons":
                SPRITE.write_text(sprite(source / "icons" / "outline"), encoding="utf-8")
                paths.append(str(SPRITE.relative_to(ROOT)))
        entries.append(
            {
                "name": package.name,
                "version": package.version,
                "licence": package.licence,
                "tarball_sha512": digest,
                "files": {path: _sha256(ROOT / path) for path in paths},
            }
        )
    LOCK.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
