"""The program itself: what it refuses to start with, what lasts, where it listens, its clock."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
import stripe

from billing.local_stripe.world import BadSettingError, Settings
from tests.local_stripe.running import DAY, HOUR, KEY, START, LocalStripe
from tests.local_stripe.shop import Shop


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start(state, port: int, key: str = KEY) -> subprocess.Popen[str]:
    words = ["--port", str(port), "--state", str(state), "--webhook", "http://127.0.0.1:9/hook", "--secret", "whsec_x"]
    program = [sys.executable, "-m", "billing.local_stripe", *words, "--key", key]
    return subprocess.Popen(program, stderr=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"]})


def client_of(port: int) -> stripe.StripeClient:
    base = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{base}/_local/clock").close()
            break
        except urllib.error.URLError:
            time.sleep(0.05)
    return stripe.StripeClient(KEY, base_addresses={"api": base})


@pytest.mark.parametrize("key", ["sk_live_1234", "sk_test_51abc", "rk_live_x", "", "pk_test_local"])
def test_a_key_that_may_be_real_is_refused(key: str, tmp_path):
    with pytest.raises(BadSettingError):
        Settings(key)


def test_the_program_says_so_and_ends(tmp_path):
    program = start(tmp_path / "state", free_port(), key="sk_live_real")
    _, said = program.communicate(timeout=20)
    assert program.returncode == 1
    assert said.strip() == "The local Stripe takes only keys that begin with sk_test_local."


def test_what_is_kept_survives_a_kill(tmp_path):
    port = free_port()
    program = start(tmp_path / "state", port)
    try:
        client = client_of(port)
        made = client.v1.customers.create({"email": "a@x.example"}, {"idempotency_key": "one"})
        assert client.v1.webhook_endpoints.list().data[0].url == "http://127.0.0.1:9/hook"
    finally:
        program.kill()
        program.communicate(timeout=20)
    program = start(tmp_path / "state", port)
    try:
        client = client_of(port)
        assert client.v1.customers.retrieve(made.id).email == "a@x.example"
        assert client.v1.customers.create({"email": "a@x.example"}, {"idempotency_key": "one"}).id == made.id
        assert len(client.v1.webhook_endpoints.list().data) == 1
        program.terminate()
        assert program.wait(timeout=20) == 0
    finally:
        program.kill()
        program.communicate(timeout=20)


def test_it_listens_on_this_machine_only(local_stripe: LocalStripe):
    assert local_stripe.running.server.server_address[0] == "127.0.0.1"


def test_a_taken_port_is_told(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        program = start(tmp_path / "state", int(taken.getsockname()[1]))
        _, said = program.communicate(timeout=20)
    assert program.returncode == 1
    assert "in use" in said


def test_the_clock_goes_forward_only(local_stripe: LocalStripe):
    assert local_stripe.now == START
    assert local_stripe.advance(90) == START + 90
    assert local_stripe.control("GET", "clock") == {"now": START + 90, "frozen": True, "ran": 0}
    with pytest.raises(AssertionError, match="only goes forward"):
        local_stripe.advance(to=START)


def test_the_clock_runs_when_it_is_let_go(local_stripe: LocalStripe):
    assert local_stripe.control("POST", "clock", frozen="false", to=START + DAY)["frozen"] is False
    assert START + DAY <= local_stripe.now < START + DAY + HOUR


def test_what_is_due_happens_though_nobody_asks(shop: Shop):
    session = shop.checkout(shop.customer())
    with shop.local.world.transaction():
        shop.local.world.clock.set(session.expires_at, frozen=True)
    for _ in range(100):
        if shop.local.world.state.get("checkout.session", session.id)["status"] == "expired":  # type: ignore[index]
            break
        time.sleep(0.05)
    assert shop.client.checkout.sessions.retrieve(session.id).status == "expired"


def test_a_refused_request_leaves_nothing(shop: Shop):
    before = len(shop.local.events())
    with pytest.raises(stripe.InvalidRequestError):
        shop.client.subscriptions.create({"customer": shop.customer(), "items": [{"price": "price_none"}]})
    assert [event.type for event in shop.local.events()][before:] == ["customer.created"]
    assert shop.client.subscriptions.list({"status": "all"}).data == []
