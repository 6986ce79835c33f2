"""`python -m billing.local_stripe --port P --state FILE --webhook URL --secret whsec_… --key sk_test_local…`."""

import argparse
import signal
import sys

from billing.local_stripe.server import Running
from billing.local_stripe.world import BadSettingError, Settings, World


def main() -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m billing.local_stripe", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", required=True, help="the SQLite file that keeps everything")
    parser.add_argument("--webhook", default="", help="where events are sent")
    parser.add_argument("--secret", default="whsec_local", help="what they are signed with")
    parser.add_argument("--key", required=True, help="the only key that is let in; begins with sk_test_local")
    given = parser.parse_args()
    try:
        world = World(Settings(given.key, given.webhook, given.secret, given.state))
        running = Running(world, given.port)
    except (BadSettingError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: world.stop.set())
    world.stop.wait()
    running.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
