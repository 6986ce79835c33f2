"""What a kind of business is: its codes, its words, what counts in it."""

from collections.abc import Mapping
from dataclasses import dataclass


class KindsProblem(Exception):  # noqa: N818
    """A mistake in the file of kinds, in one line that names the place."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A word and its forms; English has the same in `few` and `many`, and in `others` behind "with other"."""

    one: str
    few: str
    many: str
    others: str = ""

    def of(self, count: int, lang: str) -> str:
        """Return the form that stands behind a number."""
        if lang == "en":
            return self.one if count == 1 else self.many
        tens, ones = count % 100, count % 10
        if ones == 1 and tens != 11:
            return self.one
        return self.few if ones in {2, 3, 4} and tens not in {12, 13, 14} else self.many


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
        return self.nouns.get(lang, self.nouns["ru"]).of(count, lang)

    def others(self, lang: str) -> str:
        """Return the word of a comparison: with other “coffee shops”; in Russian in its case."""
        return self.nouns.get(lang, self.nouns["ru"]).others

    def customers(self, count: int, lang: str) -> str:
        """Return the word behind a number of its customers: 17 “guests”."""
        return self.buyers.get(lang, self.buyers["ru"]).of(count, lang)
