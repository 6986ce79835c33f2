"""The frame of every page, its headers, and the pieces that several pages share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from billing.local_stripe.pages.markup import Child, Markup, el, join
from billing.local_stripe.pages.texts import Words, words
from billing.local_stripe.pages.writing import date, money
from billing.local_stripe.routes import Reply, html_reply


@dataclass(frozen=True, slots=True)
class Tongue:
    """How this page speaks: its language, its sentences, its money."""

    lang: str
    asked: bool = False

    def link(self, path: str) -> str:
        """Return an address of ours that keeps the language the payer asked for."""
        return f"{path}?lang={self.lang}" if self.asked else path

    @property
    def say(self) -> Words:
        """Return the sentences."""
        return words(self.lang)

    def money(self, minor: int, currency: str) -> str:
        """Write an amount."""
        return money(minor, currency, self.lang)

    def date(self, at: int) -> str:
        """Write a day."""
        return date(at, self.lang)


def page_reply(
    tongue: Tongue, title: str, *content: Child, leads_to: Iterable[str | None] = (), status: int = 200
) -> Reply:
    """Answer a whole page. ``leads_to``: addresses elsewhere to which a form of this page may end in a redirect."""
    say = tongue.say
    other = "en" if tongue.lang == "ru" else "ru"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="robots", content="noindex"),
        el("title", f"{title} · {say('test_payment')}"),
        el("link", rel="icon", href="/_pages/icon.svg"),
        el("link", rel="stylesheet", href="/_pages/pay.css"),
    )
    body = el(
        "body",
        el("a", say("skip"), class_="skip", href="#main"),
        el("header", el("p", say("test_payment"), class_="test")),
        el("main", *content, id="main", tabindex="-1"),
        el(
            "footer",
            el("p", say("footer")),
            el("p", el("a", say("other_language"), href=f"?lang={other}", lang=other, hreflang=other)),
        ),
    )
    text = join(Markup("<!doctype html>"), el("html", head, body, lang=tongue.lang))
    return html_reply(text, status, _headers(tongue.lang, leads_to))


def _headers(lang: str, leads_to: Iterable[str | None]) -> tuple[tuple[str, str], ...]:
    # Chromium holds a form's whole chain of redirects to form-action, so the way back has to be named.
    allowed = " ".join(["'self'", *sorted({_origin(address) for address in leads_to if address})])
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {allowed}"
    )
    return (
        ("Content-Security-Policy", policy),
        ("Content-Language", lang),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Vary", "Accept-Language"),
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def field(
    tongue: Tongue,
    name: str,
    *,
    value: str = "",
    error: str | None = None,
    hint: str | None = None,
    **attributes: str | bool | int | None,
) -> Markup:
    """Return a labelled input; what is wrong stands under it and is read with it."""
    say = tongue.say
    said = el("p", say(hint), class_="hint", id=f"{name}-hint") if hint else None
    wrong = el("p", say(error), class_="error", id=f"{name}-error") if error else None
    described = " ".join(f"{name}-{what}" for what, present in (("error", wrong), ("hint", said)) if present)
    box = el(
        "input", id=name, name=name, value=value, aria_describedby=described or None,
        aria_invalid="true" if error else None, **attributes,
    )  # fmt: skip
    return el("div", el("label", say(name), for_=name), said, box, wrong, class_="field")


def summary(tongue: Tongue, errors: Mapping[str, str]) -> Markup | None:
    """Return the list of what is to be mended, which takes the focus; nothing when all is well."""
    if not errors:
        return None
    items = [el("li", el("a", tongue.say(error), href=f"#{name}")) for name, error in errors.items()]
    return el(
        "div", el("h2", tongue.say("mend")), el("ul", *items), class_="note bad", role="alert", tabindex="-1",
        autofocus=True,
    )  # fmt: skip


def note(text: str | None, kind: str = "good") -> Markup | None:
    """Return a short message above the rest."""
    return el("p", text, class_=f"note {kind}", role="status") if text else None


def button_form(action: str, label: str, *, do: str, quiet: bool = False) -> Markup:
    """Return a form that is one button."""
    button = el("button", label, name="do", value=do, class_="quiet" if quiet else None)
    return el("form", button, method="post", action=action)


def over_reply(tongue: Tongue, key: str, back: str | None = None, *, status: int = 200) -> Reply:
    """Answer that this page is no longer, or never was, of use; with the way back where it is known."""
    say = tongue.say
    link = el("p", el("a", say("go_back"), href=back, class_="button")) if back else None
    title = say(f"{key}_title")
    return page_reply(tongue, title, el("h1", title), el("p", say(f"{key}_line")), link, status=status)
