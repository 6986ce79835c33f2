"""Colours: contrast of text and marks, and series that people with any colour vision tell apart."""

import itertools
import math
import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static" / "app.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--([a-z0-9-]+): light-dark\(([^)]*)\)", CSS))
THEMES = ("light", "dark")

# Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def colour(token: str, theme: str) -> tuple[float, float, float]:
    """Answer a token's linear RGB."""
    text = TOKENS[token].split(",")[THEMES.index(theme)].strip().removeprefix("#")
    raw = [int(text[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in raw)
    return red, green, blue


def contrast(one: str, other: str, theme: str) -> float:
    bright = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (colour(one, theme), colour(other, theme))]
    return (max(bright) + 0.05) / (min(bright) + 0.05)


def lab(rgb: tuple[float, float, float], vision: str) -> tuple[float, float, float]:
    seen = [min(1.0, max(0.0, sum(k * c for k, c in zip(row, rgb, strict=True)))) for row in VISION[vision]]
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
    xyz = [sum(k * c for k, c in zip(row, seen, strict=True)) for row in to_xyz]
    x, y, z = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
        for t in (v / w for v, w in zip(xyz, (0.95047, 1.0, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Answer the colour difference of Sharma, Wu, Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - math.sqrt(mean / (mean + 25**7)))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    twist = -math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2)))) * 2 * math.sqrt(cm**7 / (cm**7 + 25**7))
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + twist * (dc / sc) * (dh / sh))


def test_the_measure_is_that_of_its_paper() -> None:
    assert ciede2000((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((50.0, 2.5, 0.0), (58.0, 24.0, 15.0)) == pytest.approx(19.4535, abs=1e-4)


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_read(theme: str) -> None:
    inks = ("text", "text-2", "link", "good", "bad", "warning", "info", "primary")
    pairs = [(ink, ground) for ink in inks for ground in ("surface", "page", "surface-2")]
    pairs += [(kind, f"{kind}-soft") for kind in ("good", "bad", "warning", "info")]
    pairs += [(f"q{step}-text", f"q{step}") for step in range(5)]
    pairs += [
        ("on-primary", "primary"),
        ("on-primary", "primary-strong"),
        ("primary-strong", "primary-soft"),
        ("on-primary", "bad"),
    ]
    assert {pair: contrast(*pair, theme) for pair in pairs if contrast(*pair, theme) < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_marks_and_borders_of_controls_are_seen(theme: str) -> None:
    for token in ("c1", "c2", "c3", "c4", "c-previous", "control"):
        assert contrast(token, "surface", theme) >= 3, token


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("theme", "least"), [("light", 20), ("dark", 15)])
def test_series_are_told_apart(theme: str, least: int, vision: str) -> None:
    seen = {token: lab(colour(token, theme), vision) for token in ("c1", "c2", "c3", "c4")}
    for one, other in itertools.combinations(seen, 2):
        assert ciede2000(seen[one], seen[other]) >= least, (one, other)
