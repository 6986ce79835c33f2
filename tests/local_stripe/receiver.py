"""A shop's webhook address: keeps what arrives, checks it with the real SDK, answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe

SECRET = "whsec_of_the_tests"


@dataclass
class Receiver:
    """What came, in order; `answers` are the statuses to give, 200 when none is left."""

    url: str = ""
    secret: str = SECRET
    bodies: list[bytes] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def events(self) -> list[stripe.Event]:
        """Return what came, each signature verified by the SDK."""
        pairs = zip(self.bodies, self.signatures, strict=True)
        return [stripe.Webhook.construct_event(body, header, self.secret) for body, header in pairs]

    @property
    def ids(self) -> list[str]:
        """Return the events' names in order of arrival."""
        return [event.id for event in self.events]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen on an address of our own."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            kept.signatures.append(self.headers["Stripe-Signature"])
            self.send_response(kept.answers.pop(0) if kept.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}/hook/?from=stripe"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()
