"""The language of an answer's texts: what Accept-Language asks for, Russian otherwise. Cookies don't count."""

from typing import Final

from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES: Final = ("ru", "en")


def language_of(accept: str) -> str:
    """Return the best of our languages for an Accept-Language header."""
    for wanted, quality in parse_accept_lang_header(accept):
        short = wanted.split("-")[0]
        if quality > 0 and short in LANGUAGES:
            return short
    return LANGUAGES[0]
