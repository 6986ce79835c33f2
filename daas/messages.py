"""Translations without gettext's programs: compile the catalogues, and list what lacks a translation.

`python -m daas.messages` compiles; `python -m daas.messages check` also fails when a text of the code or of
a template has no Russian one, or a catalogue holds a text that nothing uses any more.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from daas.env import ROOT

LOCALE: Final = ROOT / "locale"
ROOMS: Final = ("daas", "ui", "tenants", "billing", "insights", "segments", "onboarding", "api", "templates")
KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def compile_all() -> int:
    """Compile each catalogue beside its source when it is older; return how many were."""
    done = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        draft = target.with_suffix(".draft")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)
        done += 1
    return done


def used() -> dict[str, str]:
    """Return every text marked for translation → where it stands first."""
    found: dict[str, str] = {}
    for path in _sources():
        for message in _texts(path):
            found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def problems() -> list[str]:
    """Return a line for each text without Russian, and each Russian one that nothing uses."""
    with (LOCALE / "ru" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="ru")
    known = {}
    for message in catalogue:
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            known[key] = message
    texts = used()
    lines = [f"{place}: no Russian for {text!r}" for text, place in texts.items() if text not in known]
    for key, message in known.items():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(forms) or message.fuzzy:
            lines.append(f"locale: {key!r} is empty or fuzzy")
        if isinstance(message.id, tuple) and len(forms) != 4:
            lines.append(f"locale: {key!r} needs four forms")
        if key not in texts:
            lines.append(f"locale: nothing uses {key!r}")
    return lines


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def _texts(path: Path) -> Iterator[str]:
    source = path.read_text()
    if path.suffix != ".py":
        from django.utils.translation.template import templatize  # noqa: PLC0415  only for templates

        # Python's reader of tokens minds an indentation that means nothing in a template.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, message, _comments, _context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        text = message[0] if isinstance(message, tuple) else message
        if text:
            yield text


def main() -> int:
    """Compile, or check."""
    if sys.argv[1:] == ["check"]:
        import django  # noqa: PLC0415
        from django.conf import settings  # noqa: PLC0415

        settings.configure(USE_I18N=True)
        django.setup()
        lines = problems()
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        return 1 if lines else 0
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
