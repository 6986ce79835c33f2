"""What stands before the API and lets its answers go wrong on demand."""

import json
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from billing.local_stripe.faults import ERRORS, Faults

Start = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]
CONNECTION = "local_stripe.connection"
"""The key under which the server hands over the socket, so that it can be cut."""


class Faulty:
    """Wraps the application: errors instead of the work, slowness before it, a cut connection after it."""

    def __init__(self, inner: Wsgi, faults: Faults) -> None:
        self.inner = inner
        self.faults = faults

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer one request, or fail it in the way that was asked for."""
        path = str(environ["PATH_INFO"])
        fault = self.faults.answer(environ["REQUEST_METHOD"], path) if path.startswith("/v1/") else None
        if fault is None:
            return self.inner(environ, start_response)
        if fault.kind in ERRORS:
            return _error(fault.kind, start_response)
        if fault.kind == "slow":
            time.sleep(fault.seconds)
            return self.inner(environ, start_response)
        list(self.inner(environ, lambda *_: None))
        # The work is done and kept; the caller never learns of it.
        connection: socket.socket = environ[CONNECTION]
        connection.shutdown(socket.SHUT_RDWR)
        raise BrokenPipeError


def _error(kind: str, start_response: Start) -> Iterable[bytes]:
    status, error = ERRORS[kind]
    body = json.dumps({"error": error}).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    # As Stripe does: the refusal of a busy moment says that trying again is right.
    start_response(f"{status} Fault", [*headers, ("Stripe-Should-Retry", "true")])
    return [body]
