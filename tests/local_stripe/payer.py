"""A person before the pages, with a browser that knows forms and redirects and no script."""

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

VOID = {"input", "link", "meta", "br", "hr"}


@dataclass
class Form:
    """A form as it stands on a page."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads the forms, the links and the text of a page; fails on tags that don't match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.words: list[str] = []
        self.errors: dict[str, str] = {}
        self.lang = ""
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        assert "style" not in named
        assert not any(name.startswith("on") for name in named)
        assert tag not in {"script", "style"}
        if tag == "html":
            self.lang = named["lang"] or ""
        if tag == "form":
            self.forms.append(Form(named["action"] or ""))
        if tag == "input":
            self.forms[-1].fields[named["name"] or ""] = named.get("value") or ""
        if tag == "button" and named.get("name") == "do":
            self.forms[-1].acts.append(named["value"] or "")
        if tag not in VOID:
            self._open.append((tag, named))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        tag, named = self._open[-1] if self._open else ("", {})
        if tag == "a":
            self.links[data] = href = named.get("href") or ""
            if href.startswith("#") and named.get("class") != "skip":
                self.errors[href.removeprefix("#")] = data
        if tag == "p" and named.get("class") == "error":
            self.errors[str(named["id"]).removesuffix("-error")] = data

    @property
    def text(self) -> str:
        """Return what is written on the page."""
        return " ".join(self.words)


class Payer:
    """Opens a page and goes on from it; `gone_to` is where a redirect led away from these pages."""

    def __init__(self, url: str, accept: str = "en") -> None:
        self.accept = accept
        self.url = url
        self.gone_to: str | None = None
        self.status = 0
        self.headers: http.client.HTTPMessage = http.client.HTTPMessage()
        self.body = b""
        self.open(url)

    def open(self, url: str) -> "Payer":
        """Go to an address."""
        return self._ask("GET", urljoin(self.url, url))

    def follow(self, words: str) -> "Payer":
        """Follow a link by its words."""
        return self.open(self.page.links[words])

    def act(self, do: str, **typed: str) -> "Payer":
        """Fill in the form that has this button, and press it."""
        form = self.form(do)
        unknown = set(typed) - set(form.fields)
        assert not unknown, f"The form has no {unknown}; it has {set(form.fields)}."
        body = urlencode({**form.fields, **typed, "do": do})
        return self._ask("POST", urljoin(self.url, form.action), body)

    def form(self, do: str) -> Form:
        """Return the form that has a button."""
        return next(form for form in self.page.forms if do in form.acts)

    @property
    def page(self) -> Reader:
        """Return the page as read."""
        return Reader(self.body.decode())

    @property
    def acts(self) -> set[str]:
        """Return what may be pressed here."""
        return {act for form in self.page.forms for act in form.acts}

    def _ask(self, method: str, url: str, body: str | None = None) -> "Payer":
        at = urlsplit(url)
        connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
        headers = {"Accept-Language": self.accept}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, at._replace(scheme="", netloc="", fragment="").geturl(), body, headers)
        answer = connection.getresponse()
        self.url, self.status, self.headers, self.body = url, answer.status, answer.headers, answer.read()
        connection.close()
        if answer.status == 303:
            onward = urljoin(url, answer.headers["Location"])
            if urlsplit(onward).netloc != at.netloc:
                self.gone_to = onward
                return self
            return self._ask("GET", onward)
        return self


CARD = {"exp": "12/34", "cvc": "123", "name": "ANNA SMIRNOVA"}
