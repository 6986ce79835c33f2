"""Make an SVG of ECharts fit to stand inside a page under a strict content security policy."""

import re
from html import escape

STYLE_ELEMENT = re.compile(r"<style\b.*?</style>", re.DOTALL)
STYLE_ATTRIBUTE = re.compile(r'\sstyle="([^"]*)"')
ENGINE_CLASS = re.compile(r'\sclass="zr[^"]*"')
ENGINE_IDS = re.compile(r'(\sid="|url\(#|href="#)zr\d+-')
OPENING = re.compile(r"<svg\b[^>]*>")
VIEW_BOX = re.compile(r'viewBox="[^"]*"')
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
# What SVG also knows as an attribute; anything else in a style is dropped.
PRESENTATION = {
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
    *("opacity", "fill-opacity", "stroke-opacity", "text-anchor", "dominant-baseline"),
    *("font-size", "font-family", "font-weight"),
}


def _attributes(found: re.Match[str]) -> str:
    kept = []
    for declaration in found.group(1).split(";"):
        name, _, text = declaration.partition(":")
        if name.strip() in PRESENTATION and text.strip():
            kept.append(f' {name.strip()}="{text.strip()}"')
    return "".join(kept)


def csp_safe(svg: str, *, title: str, description: str, name: str) -> str:
    """Drop every style, name the picture in words; ``name`` makes its ids unique on the page."""
    opening = OPENING.search(svg)
    if opening is None:
        raise ValueError("This is no SVG.")
    view_box = VIEW_BOX.search(opening.group(0))
    size = SIZE.search(opening.group(0))
    if view_box:
        box = view_box.group(0)
    elif size:
        box = f'viewBox="0 0 {size.group(1)} {size.group(2)}"'
    else:
        raise ValueError("This SVG has no size.")
    body = svg[opening.end() :]
    body = STYLE_ELEMENT.sub("", body)
    body = STYLE_ATTRIBUTE.sub(_attributes, body)
    body = ENGINE_CLASS.sub("", body)
    body = ENGINE_IDS.sub(rf"\g<1>{name}-", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" class="chart-svg" '
        f'aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>{body}'
    )
