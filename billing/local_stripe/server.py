"""HTTP on 127.0.0.1, a thread a request, and the loops beside it."""

import socket
import threading
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from billing.local_stripe.app import Application
from billing.local_stripe.faulty import CONNECTION, Faulty
from billing.local_stripe.routes import BACKGROUND
from billing.local_stripe.webhook_target import target_ensure
from billing.local_stripe.world import World

HOST = "127.0.0.1"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128

    def server_bind(self) -> None:
        # The library asks the resolver for this host's name, which may take seconds; nobody needs it.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart takes the same port at once
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, int(self.server_address[1])
        self.setup_environ()


class _Quiet(WSGIRequestHandler):
    def get_environ(self) -> dict[str, Any]:
        # A fault may cut the connection.
        return {**super().get_environ(), CONNECTION: self.connection}

    def log_message(self, format: str, *args: Any) -> None:
        return


class Running:
    """A local Stripe that listens, until `stop`."""

    def __init__(self, world: World, port: int = 0) -> None:
        self.world = world
        self.server = _Server((HOST, port), _Quiet)
        self.server.set_app(Faulty(Application(world), world.faults))
        world.base = f"http://{HOST}:{self.server.server_port}"
        with world.transaction():
            target_ensure(world)
        loops: list[Any] = [lambda: self.server.serve_forever(poll_interval=0.05)]
        loops += [lambda loop=loop: loop(world) for loop in BACKGROUND]
        self.threads = [threading.Thread(target=loop, daemon=True, name="local-stripe") for loop in loops]
        for thread in self.threads:
            thread.start()

    @property
    def base(self) -> str:
        """Return the address to point the SDK to."""
        return self.world.base

    def stop(self) -> None:
        """Stop listening and end the loops."""
        self.world.stop.set()
        self.world.wake.set()
        self.server.shutdown()
        self.server.server_close()
        for thread in self.threads:
            thread.join(timeout=5)
