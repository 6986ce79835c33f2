"""A dialect says one noun by another in every form, and changes nothing else."""

from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.utils.translation.reloader import translation_file_changed

from lake.mcc import KINDS
from ui.dialect import dialect, tongue

CAFE, SHOP = KINDS["cafe"].spoken(), KINDS["grocery"].spoken()
LATER = gettext_lazy("New customers")


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", ("Новые гости", "Гости", "Число ваших гостей снизилось")), ("en", ("New guests", "Guests", "guests fell"))],
)
def test_every_way_to_translate_speaks_it(language: str, said: tuple[str, str, str]) -> None:
    with translation.override(language), dialect(CAFE):
        assert str(LATER) == said[0]
        assert pgettext("menu", "Customers") == said[1]
        assert said[2] in _("The number of your customers fell by %(growth)s.")
        assert translation.get_language() == language


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 гость"), (2, "2 гостя"), (5, "5 гостей"), (11, "11 гостей"), (21, "21 гость")]
)
def test_a_number_takes_its_form(count: int, said: str) -> None:
    one, several = "%(period)s: %(count)s customer bought from you.", "%(period)s: %(count)s customers bought from you."
    with translation.override("ru"), dialect(CAFE):
        assert said in ngettext(one, several, count) % {"count": count, "period": "вчера"}
    with translation.override("en"), dialect(CAFE):
        assert ("guests" if count > 1 else "guest ") in ngettext(one, several, count)


def test_what_is_no_word_of_the_text_stays() -> None:
    with translation.override("en"), dialect(CAFE):
        assert _("customers then: %(customers)s, customers_vs_peers, customers/rfm/") == (
            "guests then: %(customers)s, customers_vs_peers, customers/rfm/"
        )
        assert _("A customer's days; the customers’ own; CUSTOMERS") == "A guest's days; the guests’ own; Guests"


def test_it_ends_and_what_is_as_written_needs_none() -> None:
    with translation.override("ru"):
        plain = tongue()
        with dialect(SHOP):
            assert tongue() == plain
        with dialect(CAFE):
            inside = tongue()
            with translation.override("en"):
                assert _("Customers") == "Customers"
        assert _("New customers") == "Новые покупатели"
        assert (tongue(), inside != plain) == (plain, True)


def test_it_is_spoken_after_catalogues_were_read_anew() -> None:
    translation_file_changed(None, Path("django.mo"))
    with translation.override("ru"), dialect(CAFE):
        assert _("New customers") == "Новые гости"
