"""What a request says about the payer: the language; and addresses of ours to go on to."""

from urllib.parse import urlencode

from billing.local_stripe.pages.language import LANGUAGES, language
from billing.local_stripe.pages.layout import Tongue
from billing.local_stripe.routes import Call, Reply, redirect_reply


def tongue_of(call: Call, locale: str | None = None) -> Tongue:
    """Return the language of the answer: asked for in the address, the session's, the browser's."""
    asked = str(call.params.get("lang", ""))
    chosen = language(asked=asked, locale=locale, accept=call.headers.get("Accept-Language", ""))
    return Tongue(chosen, asked=asked in LANGUAGES)


def typed(call: Call) -> dict[str, str]:
    """Return the fields of a form as text; what is nested is nothing a page of ours has sent."""
    return {name: value for name, value in call.params.items() if isinstance(value, str)}


def go_on(tongue: Tongue, path: str, **query: str) -> Reply:
    """Redirect to a page of ours, in the language asked for."""
    if tongue.asked:
        query["lang"] = tongue.lang
    return redirect_reply(f"{path}?{urlencode(query)}" if query else path)
