"""What a kind of business is: its codes, its words, what counts in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": (
        *("покупатель", "покупателя", "покупателю", "покупателем", "покупателе"),
        *("покупатели", "покупателей", "покупателям", "покупателями", "покупателях"),
    ),
    "en": ("customer", "customers"),
}
"""The noun that all texts are written with, in all its forms: a kind says its own word in the same form."""


class KindsProblem(Exception):  # noqa: N818
    """A mistake in the file of kinds, in one line that names the place."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A word and its forms; English has the same in all but `one`.

    Parameters
    ----------
    one, few, many : str
        Behind a number: 1, 2, 5.
    of : str
        Of one, behind a number as well: in the middle of 21.
    others : str
        Of many, behind "with other".
    forms : tuple of str
        All forms in the order of `TEXTS`; of nouns of customers only.
    """

    one: str
    few: str
    many: str
    of: str = ""
    others: str = ""
    forms: tuple[str, ...] = ()

    def counted(self, count: int, lang: str) -> str:
        """Return the form that stands behind a number."""
        if _like_one(count, lang):
            return self.one
        few = count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}
        return self.few if few and lang != "en" else self.many

    def among(self, count: int, lang: str) -> str:
        """Return the form that stands behind a number in the genitive: among 21, in the middle of 5."""
        return self.of if _like_one(count, lang) else self.many


def _like_one(count: int, lang: str) -> bool:
    return count == 1 if lang == "en" else count % 10 == 1 and count % 100 != 11


@dataclass(frozen=True, slots=True)
class BusinessKind:
    """One kind of business; `titles`, `nouns` and `buyers` are by language.

    Parameters
    ----------
    key : str
        Stable name.
    group : str
        The wider group it belongs to.
    codes : tuple of str
        Its merchant category codes.
    rest : tuple of (int, int)
        Ranges of codes that fall to it when no kind names them.
    regular_days : int
        On so many days of the last 91 a regular customer buys.
    headline : tuple of str
        The metrics on top of the first page, in their order.
    """

    key: str
    group: str
    codes: tuple[str, ...]
    rest: tuple[tuple[int, int], ...]
    titles: Mapping[str, str]
    nouns: Mapping[str, Noun]
    buyers: Mapping[str, Noun]
    regular_days: int
    headline: tuple[str, ...]

    def title(self, lang: str) -> str:
        """Return what a list shows: “Coffee shop, fast food”."""
        return self.titles.get(lang, self.titles["ru"])

    def named(self, count: int, lang: str) -> str:
        """Return the word behind a number of such businesses: 17 “coffee shops”."""
        return self.nouns.get(lang, self.nouns["ru"]).counted(count, lang)

    def among(self, count: int, lang: str) -> str:
        """Return the word behind a number of them in the genitive: in the middle of 17 “coffee shops”."""
        return self.nouns.get(lang, self.nouns["ru"]).among(count, lang)

    def others(self, lang: str) -> str:
        """Return the word of a comparison: with other “coffee shops”; in Russian in its case."""
        return self.nouns.get(lang, self.nouns["ru"]).others

    def spoken(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return, by language, each form of the noun of the texts with the one that this kind says for it."""
        return {lang: tuple(zip(forms, self.buyers[lang].forms, strict=True)) for lang, forms in TEXTS.items()}
