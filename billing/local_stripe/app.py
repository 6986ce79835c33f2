"""The WSGI application: who asks, what for, once or again; then the handler, inside one transaction."""

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from billing.local_stripe import API_VERSION, idempotency, wiring
from billing.local_stripe.errors import StripeError, invalid, not_here
from billing.local_stripe.expand import expanded
from billing.local_stripe.forms import parse
from billing.local_stripe.ids import new_id
from billing.local_stripe.routes import Call, Reply, Route, json_reply, look_up
from billing.local_stripe.world import Request, World

log = logging.getLogger(__name__)
Start = Callable[[str, list[tuple[str, str]]], Any]
REASONS = {200: "OK", 303: "See Other", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required"}
LONGEST_BODY = 1_000_000


class Application:
    """Answers over WSGI for one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        wiring.load()

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(new_id("req", 14), environ.get("HTTP_IDEMPOTENCY_KEY") or None)
        try:
            reply = self._answer(environ, request)
        except StripeError as error:
            reply = json_reply(error.body, error.status)
        except Exception:
            log.exception("%s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            sentence = "The local Stripe failed; its log says why."
            reply = json_reply({"error": {"type": "api_error", "message": sentence}}, 500)
        headers = [*reply.headers, ("Content-Length", str(len(reply.body)))]
        if environ["PATH_INFO"].startswith("/v1/"):
            headers += [("Request-Id", str(request.ident)), ("Stripe-Version", API_VERSION)]
            if request.idempotency_key:
                headers.append(("Idempotency-Key", request.idempotency_key))
        start_response(f"{reply.status} {REASONS.get(reply.status, 'Other')}", headers)
        return [reply.body]

    def _answer(self, environ: dict[str, Any], request: Request) -> Reply:
        method, path = environ["REQUEST_METHOD"], unquote(environ["PATH_INFO"])
        found = look_up(method, path)
        if path.startswith(("/v1/", "/v2/")):
            self._admit(environ)
        if found is None:
            raise not_here(method, path)
        route, parts = found
        text = environ.get("QUERY_STRING", "")
        if method != "GET":
            text = "&".join(part for part in (text, _body(environ)) if part)
        headers = {key[5:].replace("_", "-").title(): value for key, value in environ.items() if key[:5] == "HTTP_"}
        typed = environ.get("CONTENT_TYPE", "").startswith("application/json") and route.kind == "local"
        call = Call(self.world, method, path, _json(text) if typed else parse(text), parts, headers)
        if not route.locked:
            return _reply(route, call, None)
        if route.kind == "api" and method == "POST" and request.idempotency_key:
            return idempotency.once(call, request, lambda: self._handle(route, call, request))
        return self._handle(route, call, request)

    def _handle(self, route: Route, call: Call, request: Request) -> Reply:
        with self.world.transaction(request):
            self.world.clock.run_due()
            return _reply(route, call, call.params.pop("expand", None))

    def _admit(self, environ: dict[str, Any]) -> None:
        given = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ").strip()
        if not given:
            raise StripeError(401, "You did not provide an API key. Set it as a Bearer token in Authorization.")
        if given != self.world.settings.key:
            raise StripeError(401, f"Invalid API Key provided: {given[:8]}{'*' * 8}{given[-4:]}")
        version = environ.get("HTTP_STRIPE_VERSION", API_VERSION)
        if version != API_VERSION:
            raise StripeError(400, f"The local Stripe speaks API version {API_VERSION}, not {version}.")


def _body(environ: dict[str, Any]) -> str:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        # Read even what is refused, so that whoever sends it hears why.
        body = environ["wsgi.input"].read(min(length, 10 * LONGEST_BODY))
        if length > LONGEST_BODY:
            raise StripeError(413, "The request is too long.")
        return str(body.decode())
    except ValueError as error:
        raise invalid("The body is no UTF-8 text.") from error


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError as error:
        raise invalid("The body is no JSON.") from error
    if not isinstance(found, dict):
        raise invalid("The body is no JSON object.")
    return found


def _reply(route: Route, call: Call, expand: Any) -> Reply:
    answer = route.handler(call)
    if isinstance(answer, Reply):
        return answer
    return json_reply(expanded(call.world, answer, expand) if route.kind == "api" else answer)
