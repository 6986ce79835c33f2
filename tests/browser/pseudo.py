"""A language nobody speaks: every text of the catalogue with accents, in brackets, and some 40 % longer.

What has no accents on a page then was never translated, and what breaks there would break in a wordy language.
"""

import re

import pytest
from django.utils.translation import trans_real

ACCENTS = str.maketrans("aceinouyACEINOUY", "åçéîñöûÿÅÇÉÎÑÖÛÝ")
# Placeholders, tags and entities are no words.
KEPT = re.compile(r"(%\(\w+\)[a-z]|%[a-z%]|\{[^{}]*\}|<[^>]*>|&[#\w]+;|https?://\S+)")
WORD = re.compile(r"[^\W\d_]{2,}")
PLAIN = re.compile(r"[aceinouyACEINOUYа-яёА-ЯЁ]")


def pseudo(text: str) -> str:
    """Write a text in the language nobody speaks."""
    if not re.search(r"[^\W\d_]", text):
        return text
    parts = KEPT.split(text)
    parts[::2] = [re.sub(r"([aeiouyAEIOUY])", r"\1\1", part).translate(ACCENTS) for part in parts[::2]]
    return f"[{''.join(parts)}]"


def untranslated(text: str) -> set[str]:
    """Return the words that no catalogue was asked for."""
    return {word for word in WORD.findall(text) if PLAIN.search(word)}


class Pseudo(trans_real.DjangoTranslation):
    """Answers as English does, in that language."""

    def gettext(self, message: str) -> str:
        """Translate a text; its context, if it has one, is not shown."""
        return pseudo(message.rpartition(trans_real.CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Translate a text with a number."""
        return pseudo((msgid1 if n == 1 else msgid2).rpartition(trans_real.CONTEXT_SEPARATOR)[2])


@pytest.fixture
def pseudo_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let English be written so while a test runs."""
    monkeypatch.setitem(vars(trans_real)["_translations"], "en", Pseudo("en"))
