"""A dialect: the texts of a language with one noun said by another, “customers” by “guests”.

Only what authors wrote is changed, before names and figures are put into it: a shop called “Покупатель” stays so.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import get_language, trans_real

Words = tuple[tuple[str, str], ...]
"""Each form of the noun of the texts, and the form that is said for it."""

CONTEXT_END: Final = "\x04"


class Dialect(trans_real.DjangoTranslation):
    """A language's catalogue that says one noun by another."""

    def __init__(self, plain: trans_real.DjangoTranslation, words: Words) -> None:
        vars(self).update(vars(plain))
        self.words = dict(words)
        # Neither a placeholder, nor a part of an address or of a metric's key.
        forms = "|".join(sorted((re.escape(form) for form, _said in words), key=len, reverse=True))
        self.noun = re.compile(rf"(?<!%\()(?<![\w/])({forms})(?![\w/])", re.IGNORECASE)
        self.known: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        """Return the text in the dialect."""
        return self.said(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the text that stands with a number, in the dialect."""
        return self.said(super().ngettext(msgid1, msgid2, n))

    def said(self, text: str) -> str:
        """Say the noun by the other one."""
        if text not in self.known:
            # A text with a context that has no translation comes back with its context before it.
            self.known[text] = self.noun.sub(self._form, text.rpartition(CONTEXT_END)[2])
        return self.known[text]

    def _form(self, found: re.Match[str]) -> str:
        said = self.words[found[0].lower()]
        return said[:1].upper() + said[1:] if found[0][:1].isupper() else said


@contextmanager
def dialect(by_language: dict[str, Words]) -> Iterator[None]:
    """Speak the open language with other words; a language without any is spoken as it is."""
    words = by_language.get((get_language() or "").split("-")[0], ())
    if all(form == said for form, said in words):
        yield
        return
    before = trans_real.catalog()
    _speak(_dialect(before, words))
    try:
        yield
    finally:
        _speak(before)


def tongue() -> str:
    """Name the language and the dialect in which texts are said now: what is kept of them is kept under this name."""
    spoken = trans_real.catalog()
    return f"{get_language()}|{spoken.words!r}" if isinstance(spoken, Dialect) else str(get_language())


def _speak(catalogue: Any) -> None:
    """Open a catalogue where Django keeps the open one; looked up each time, as Django makes that place anew."""
    trans_real._active.value = catalogue  # type: ignore[attr-defined]


@lru_cache(maxsize=64)
def _dialect(plain: trans_real.DjangoTranslation, words: Words) -> Dialect:
    return Dialect(plain, words)
