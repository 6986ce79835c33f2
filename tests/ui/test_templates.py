"""Templates keep the policy: no inline style, no inline script; and components say what they mean."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.parent.name != "email"  # mail programs read no files
)
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", text)
    for opening in re.findall(r"<script[^>]*>", text):
        assert "src=" in opening
    assert "✓" not in text
    assert not re.search("[▲▼→←]", text), "the font has no such sign; use an icon"


def test_every_component_is_described() -> None:
    described = (ROOT / "templates" / "components" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in COMPONENTS if path.name not in described and path.name != "card.html"] == []


def rendered(name: str, **values: object) -> str:
    with translation.override("ru"):
        return " ".join(Template(f"{{% include 'components/{name}.html' %}}").render(Context(values)).split())


@pytest.mark.parametrize(
    ("change", "better", "expected"),
    [
        (0.074, "up", 'class="delta good"'),
        (0.074, "down", 'class="delta bad"'),
        (-0.074, "down", 'class="delta good"'),
        (-0.074, "", 'class="delta "'),
    ],
)
def test_colour_means_good_or_bad_not_up_or_down(change: float, better: str, expected: str) -> None:
    html = rendered("delta", change=change, unit="RUB", better=better)
    assert expected in html
    assert ("arrow-up" in html) == (change > 0)
    assert ("+7,4" in html) == (change > 0)


def test_a_change_says_when_there_is_none_and_when_it_is_unknown() -> None:
    assert "без изменений" in rendered("delta", change=0.0001, unit="RUB", better="up")
    assert "мало данных для сравнения" in rendered("delta", change=None, unit="RUB", better="up")
    assert "п.п." in rendered("delta", change=-0.013, unit="share", better="up")


def test_a_missing_value_is_spoken() -> None:
    html = rendered("kpi", label="Чек", value=None, unit="RUB", change=None, better="up")
    assert "нет данных" in html
    assert "None" not in html


def test_text_of_people_stays_text() -> None:
    html = rendered("kpi", label="<b>x</b>", value=1, unit="count", change=None, better="up", against="<i>")
    assert "<b>" not in html
    assert "<i>" not in html
