"""The whole attack suite: who would learn what of one business, by all that the judge lets be told.

Attacks on the judge in made-up segments of 6 to 200 holdings, `ATTEMPTS=` how many of each; and, in a process of its
own beside them, on what the public API tells of whole banks of three towns, `ATTACK_BANKS=` how many.
"""

import os
import subprocess
import sys
import time

from tests.attacks.quantile_attacks import ATTACKS, attack
from tests.attacks.share_attacks import SHARE_ATTACKS, share_attack
from tests.attacks.tallies import Tally

API = "tests/attacks/test_through_the_api.py"
BANKS = "40"
"""So many that most attacks through the API are tried a thousand times."""


def attacks_on_the_judge() -> int:
    """Print a line an attack; return how many succeed oftener than the guess and two points."""
    attempts, begun = int(os.environ.get("ATTEMPTS") or 1_000), time.monotonic()
    wrong = sum(_told(attack(name, attempts, 2, money=money), begun) for money in (True, False) for name in ATTACKS)
    return wrong + sum(_told(share_attack(name, attempts, 2), begun) for name in SHARE_ATTACKS)


def through_the_api() -> "subprocess.Popen[bytes]":
    """Begin to attack what the API tells, with servers and the cast of the tests; it ends with 1 if one succeeds."""
    environ = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    environ.setdefault("ATTACK_BANKS", BANKS)
    # Its processes are its own: a demo that runs on this machine is not touched.
    return subprocess.Popen([sys.executable, "-m", "pytest", "-s", "-q", API], env=environ)


def attacks_run() -> int:
    """Run all of it; return how many attacks on the judge, and whether any through the API, succeeded."""
    beside = through_the_api()
    try:
        wrong = attacks_on_the_judge()
        return wrong + (beside.wait() != 0)
    finally:
        beside.terminate()


def _told(tally: Tally, begun: float) -> bool:
    words = "harmless" if tally.harmless else "HARMFUL "
    print(f"{words} {tally}; {time.monotonic() - begun:.0f} s", flush=True)
    return not tally.harmless


if __name__ == "__main__":
    raise SystemExit(1 if attacks_run() else 0)
