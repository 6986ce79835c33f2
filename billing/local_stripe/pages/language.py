"""Which language a page is written in."""

LANGUAGES = ("ru", "en")


def language(*, asked: str = "", locale: str | None = None, accept: str = "") -> str:
    """Choose: what the payer asked for, then the session's locale, then what the browser accepts, then English."""
    for wanted in (asked, locale or "", *_accepted(accept)):
        code = wanted.lower().replace("_", "-").split("-")[0]
        if code in LANGUAGES:
            return code
    return "en"


def _accepted(header: str) -> list[str]:
    ranked = []
    for place, part in enumerate(header.split(",")):
        code, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            quality = 0.0
        ranked.append((-quality, place, code.strip()))
    return [code for quality, _, code in sorted(ranked) if quality < 0]
