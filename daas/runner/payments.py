"""The local Stripe of a run without a key: a newcomer pays with a test card, and nothing leaves the machine."""

import secrets
import socket
import sys
import time
from pathlib import Path
from typing import Final

from daas.env import EnvironmentProblem
from daas.runner.processes import Supervisor

BESIDE_WEB: Final = 1000
"""Its port is the web's plus this when that is free: links in letters stay good from one start to the next."""


def local_stripe_start(supervisor: Supervisor, folder: Path, port: int) -> None:
    """Start it beside the web on `port` and point the product to it.

    Raises
    ------
    EnvironmentProblem
        When it does not answer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = _port(port + BESIDE_WEB)
    key = f"sk_test_local_{_kept(folder / 'key')}"
    secret = f"whsec_{_kept(folder / 'webhook-secret')}"
    base_domain = supervisor.environ["BASE_DOMAIN"]
    supervisor.environ |= {
        "STRIPE_SECRET_KEY": key,
        "STRIPE_WEBHOOK_SECRET": secret,
        "STRIPE_API_BASE": f"http://127.0.0.1:{own}",
    }
    supervisor.start(
        "stripe", sys.executable, "-m", "billing.local_stripe", "--port", str(own), "--state",
        str(folder / "state.sqlite"), "--webhook", f"http://{base_domain}/billing/webhook/", "--secret", secret,
        "--key", key,
    )  # fmt: skip
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", own)) == 0:
                return
        time.sleep(0.05)
    raise EnvironmentProblem(f"The local Stripe did not start; its output is in {supervisor.logs / 'stripe.log'}.")


def _port(wished: int) -> int:
    for port in (wished, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                continue
            return int(probe.getsockname()[1])
    raise EnvironmentProblem("No port is free for the local Stripe.")


def _kept(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(16))
    return path.read_text()
