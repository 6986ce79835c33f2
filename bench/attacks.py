"""The whole attack suite: who would learn what of one business, by all that the judge lets be told.

Attacks on the judge in made-up segments of 6 to 200 holdings, `ATTEMPTS=` how many of each; then on what the public API
tells of whole banks, `ATTACK_BANKS=` how many.
"""

import os
import subprocess
import sys

from tests.attacks.quantile_attacks import ATTACKS, attack
from tests.attacks.share_attacks import SHARE_ATTACKS, share_attack
from tests.attacks.tallies import Tally

API = "tests/attacks/test_through_the_api.py"


def attacks_run() -> int:
    """Print a line an attack; return how many succeed oftener than the guess and two points."""
    attempts = int(os.environ.get("ATTEMPTS") or 1_000)
    wrong = sum(_told(attack(name, attempts, 2, money=money)) for money in (True, False) for name in ATTACKS)
    wrong += sum(_told(share_attack(name, attempts, 2)) for name in SHARE_ATTACKS)
    return wrong + through_the_api()


def through_the_api() -> bool:
    """Attack what the API tells, with the database and the cast of the tests; say whether an attack succeeded."""
    environ = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    environ.setdefault("ATTACK_BANKS", "25")
    # Its processes are its own: a demo that runs on this machine is not touched.
    return subprocess.run([sys.executable, "-m", "pytest", "-s", "-q", API], env=environ, check=False).returncode != 0


def _told(tally: Tally) -> bool:
    print(f"{'harmless' if tally.harmless else 'HARMFUL '} {tally}", flush=True)
    return not tally.harmless


if __name__ == "__main__":
    raise SystemExit(1 if attacks_run() else 0)
