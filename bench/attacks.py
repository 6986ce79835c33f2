"""The whole attack suite: who would learn what of one business, by all that the judge lets be told.

Attacks on the judge in made-up segments of 6 to 200 holdings; `ATTEMPTS=` how many of each.
"""

import os

from tests.attacks.quantile_attacks import ATTACKS, attack
from tests.attacks.share_attacks import SHARE_ATTACKS, share_attack
from tests.attacks.tallies import Tally


def attacks_run() -> int:
    """Print a line an attack; return how many succeed oftener than the guess and two points."""
    attempts = int(os.environ.get("ATTEMPTS") or 1_000)
    wrong = sum(_told(attack(name, attempts, 2, money=money)) for money in (True, False) for name in ATTACKS)
    return wrong + sum(_told(share_attack(name, attempts, 2)) for name in SHARE_ATTACKS)


def _told(tally: Tally) -> bool:
    print(f"{'harmless' if tally.harmless else 'HARMFUL '} {tally}", flush=True)
    return not tally.harmless


if __name__ == "__main__":
    raise SystemExit(1 if attacks_run() else 0)
