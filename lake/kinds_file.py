"""Kinds of business as people edit them: lake/kinds.toml, read once and proven."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from lake.kinds import BusinessKind, KindsProblem, Noun

FILE: Final = Path(__file__).with_name("kinds.toml")
LANGUAGES: Final = ("ru", "en")
HEADLINE: Final = 4
WINDOW_DAYS: Final = 91
CASES: Final = ("nominative", "genitive", "dative", "instrumental", "prepositional")
VOWELS: Final = frozenset("aeiou")
KEY_LENGTH: Final = 20
"""As long as what partners store of it."""


@dataclass(frozen=True, slots=True)
class KindsFile:
    """All that the file says; `unknown` is the kind of a company whose code is none."""

    groups: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, BusinessKind]
    unknown: BusinessKind


@cache
def kinds_file() -> KindsFile:
    """Return what the file says; read once in each process."""
    return kinds_read(FILE.read_text(encoding="utf-8"))


def kinds_read(text: str) -> KindsFile:
    """Read and prove the text of a file of kinds.

    Raises
    ------
    KindsProblem
        For the first mistake, with its place.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KindsProblem(f"{FILE.name} can't be read: {error}.") from error
    _only(said, ("default", "customers", "groups", "kinds"), "the file")
    groups = {key: _texts(value, f"groups.{key}") for key, value in _table(said, "groups", "the file").items()}
    buyers = {key: _people(value, f"customers.{key}") for key, value in _table(said, "customers", "the file").items()}
    default = _table(said, "default", "the file")
    _only(default, ("kind", "customers", "regular_days", "headline"), "default")
    shared = {name: value for name, value in default.items() if name != "kind"}
    kinds = {
        key: _kind(key, {**shared, **_as_table(one, f"kinds.{key}")}, groups, buyers)
        for key, one in _table(said, "kinds", "the file").items()
    }
    _codes_prove(kinds.values())
    _prove(default.get("kind") in kinds, "default.kind", "one of the kinds")
    return KindsFile(MappingProxyType(groups), MappingProxyType(kinds), kinds[str(default["kind"])])


def _kind(
    key: str, said: Mapping[str, Any], groups: Mapping[str, Any], buyers: Mapping[str, Mapping[str, Noun]]
) -> BusinessKind:
    place = f"kinds.{key}"
    _only(said, ("group", "codes", "rest", "title", *LANGUAGES, "customers", "regular_days", "headline"), place)
    _prove(len(key) <= KEY_LENGTH and key.isidentifier() and key.islower(), place, "a name of up to 20 letters a–z")
    _prove(said.get("group") in groups, f"{place}.group", f"one of {', '.join(groups)}")
    _prove(said.get("customers") in buyers, f"{place}.customers", f"one of {', '.join(buyers)}")
    days = said.get("regular_days")
    whole = isinstance(days, int) and not isinstance(days, bool)
    _prove(whole and 1 <= int(days or 0) <= WINDOW_DAYS, f"{place}.regular_days", f"a whole number, 1 to {WINDOW_DAYS}")
    headline = _strings(said.get("headline"), f"{place}.headline")
    _prove(len(headline) == HEADLINE == len(set(headline)), f"{place}.headline", f"{HEADLINE} different metrics")
    codes, rest = _strings(said.get("codes", []), f"{place}.codes"), _strings(said.get("rest", []), f"{place}.rest")
    for code in codes:
        _prove(_is_code(code), f"{place}.codes", f"four digits each, not {code!r}")
    _prove(bool(codes or rest), f"{place}.codes", "at least one code, or a range in rest")
    return BusinessKind(
        key=key,
        group=str(said["group"]),
        codes=codes,
        rest=tuple(_range(one, f"{place}.rest") for one in rest),
        titles=_texts(said.get("title"), f"{place}.title"),
        nouns=_nouns({lang: said.get(lang) for lang in LANGUAGES}, place),
        buyers=buyers[str(said["customers"])],
        regular_days=int(days or 0),
        headline=headline,
    )


def _codes_prove(kinds: Iterable[BusinessKind]) -> None:
    owner: dict[str, str] = {}
    fallen: list[tuple[int, int, str]] = []
    for kind in kinds:
        fallen += [(*one, kind.key) for one in kind.rest]
        for code in kind.codes:
            _prove(
                code not in owner,
                f"kinds.{kind.key}.codes",
                f"each code once; {code} belongs to {owner.get(code)} already",
            )
            owner[code] = kind.key
    next_free = 0
    for low, high, key in sorted(fallen):
        _prove(low == next_free, f"kinds.{key}.rest", f"ranges without gap or overlap: expected {next_free:04} here")
        next_free = high + 1
    _prove(next_free == 10_000, "kinds", f"a range in some rest that holds {next_free:04}")


def _range(text: str, place: str) -> tuple[int, int]:
    low, _dash, high = text.partition("-")
    _prove(_is_code(low) and _is_code(high) and low <= high, place, f'ranges like "5600-5699", not {text!r}')
    return int(low), int(high)


def _is_code(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


def _nouns(said: Mapping[str, Any], place: str) -> Mapping[str, Noun]:
    ru, en = (_as_table(said.get(lang), f"{place}.{lang}") for lang in LANGUAGES)
    _forms(ru, {"one", "of", "few", "many", "with"}, f"{place}.ru")
    _forms(en, {"one", "other"}, f"{place}.en")
    return MappingProxyType(
        {
            "ru": Noun(ru["one"], ru["few"], ru["many"], ru["of"], ru["with"]),
            "en": Noun(en["one"], en["other"], en["other"], en["one"], en["other"]),
        }
    )


def _people(said: Any, place: str) -> Mapping[str, Noun]:
    table = _as_table(said, place)
    _only(table, LANGUAGES, place)
    ru, en = (_as_table(table.get(lang), f"{place}.{lang}") for lang in LANGUAGES)
    _only(ru, ("one", "all"), f"{place}.ru")
    one, several = (_strings(ru.get(number), f"{place}.ru.{number}") for number in ("one", "all"))
    for number, cases in (("one", one), ("all", several)):
        whole = len(cases) == len(CASES) and all(case.strip() for case in cases)
        _prove(whole, f"{place}.ru.{number}", f"{len(CASES)} words: {', '.join(CASES)}")
    _forms(en, {"one", "other"}, f"{place}.en")
    _prove(en["one"][0].lower() not in VOWELS, f"{place}.en.one", "a word that takes “a”, not “an”")
    return MappingProxyType(
        {
            "ru": Noun(one[0], one[1], several[1], forms=(*one, *several)),
            "en": Noun(en["one"], en["other"], en["other"], forms=(en["one"], en["other"])),
        }
    )


def _forms(said: Mapping[str, Any], wanted: set[str], place: str) -> None:
    _only(said, sorted(wanted), place)
    for form in sorted(wanted):
        _prove(isinstance(said.get(form), str) and bool(said[form].strip()), f"{place}.{form}", "a word")


def _texts(said: Any, place: str) -> Mapping[str, str]:
    table = _as_table(said, place)
    _forms(table, set(LANGUAGES), place)
    return MappingProxyType(dict(table))


def _strings(said: Any, place: str) -> tuple[str, ...]:
    _prove(isinstance(said, list) and all(isinstance(one, str) for one in said), place, "a list of texts in quotes")
    return tuple(said)


def _table(said: Mapping[str, Any], name: str, place: str) -> Mapping[str, Any]:
    _prove(bool(said.get(name)), place, f"a table [{name}]")
    return _as_table(said[name], name)


def _as_table(said: Any, place: str) -> Mapping[str, Any]:
    _prove(isinstance(said, dict), place, "a table")
    return dict(said)


def _only(said: Mapping[str, Any], known: Iterable[str], place: str) -> None:
    strange = next((name for name in said if name not in known), None)
    _prove(strange is None, place, f"only {', '.join(known)}; {strange} is none of them")


def _prove(good: bool, place: str, expected: str) -> None:
    if not good:
        raise KindsProblem(f"{FILE.name}: {place}: expected {expected}.")
