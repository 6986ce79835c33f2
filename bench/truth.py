"""`make truth`: long experiments whose answer is known beforehand. Exit status 1 when one fails.

Two processes at a time: in the one whole banks are made and attacked through the API, in the other all the rest.
Whole demo banks of several seeds are written, imported and folded, and every metric of a dozen companies is
asked at hundreds of windows, of the engine and of plain SQL. `SIZE=` payments a bank, `BANKS=` how many.
Then a hundred worlds whose customers follow the models of value: their parameters and next year must be found.
"""

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random

from lake.demo import KNOWN, demo_write
from lake.directory import companies
from lake.ingest import lake_import
from lake.marts import marts_refresh
from lake.store import Store

WINDOWS = 40
COMPANIES = 12


def main() -> int:
    """Print a line for each bank, and one for each value that differs."""
    size, banks = int(os.environ.get("SIZE") or 1_000_000), int(os.environ.get("BANKS") or 3)
    import django  # noqa: PLC0415  the metrics' words need Django, their values do not

    from bench.attacks import attacks_on_the_judge, through_the_api  # noqa: PLC0415
    from daas.env import VAR  # noqa: PLC0415
    from daas.runner.servers import servers  # noqa: PLC0415

    begun, beside, wrong = time.monotonic(), through_the_api(), 0
    try:
        harmful = attacks_on_the_judge()
        with servers(VAR / "truth", {"LAKE_URI": str(VAR / "truth" / "lake")}, throwaway=True) as run:
            os.environ.update(run.environ)
            django.setup()
            for seed in range(1, banks + 1):
                wrong += _bank(seed, size)
            print("every value is the one that SQL finds" if not wrong else f"{wrong} values differ", flush=True)
            met = _values_of_customers()
        harmful += beside.wait() != 0
    finally:
        beside.terminate()
    print("no attack beats the guess" if not harmful else f"{harmful} attacks beat the guess")
    print(f"{time.monotonic() - begun:.0f} s")
    return 1 if wrong or harmful or not met else 0


def _values_of_customers() -> bool:
    """Print what was found of planted worlds; say whether all of it is as promised."""
    from bench.value_truth import figures  # noqa: PLC0415

    met = True
    for figure in figures():
        print(figure, flush=True)
        met &= figure.met
    return met


def _bank(seed: int, size: int) -> int:
    from tests.insights.comparing import disagreements  # noqa: PLC0415

    chance, wrong = Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        demo_write(Path(folder, "raw"), customers=size // 50, transactions=size, seed=seed, end=date(2026, 11, 21))
        store = Store.open(f"{folder}/lake")
        lake_import(store, f"{folder}/raw")
        marts_refresh(store)
        known = [partner.inn for partner in KNOWN.values()]
        others = sorted({company.inn for company in companies(store)} - set(known))
        asked = known + chance.sample(others, COMPANIES - len(known))
        for inn in asked:
            for line in disagreements(store, inn, chance, windows=WINDOWS):
                wrong += 1
                print(line)
    print(f"bank {seed}: {size} payments, {len(asked)} companies, {WINDOWS} windows, 2 slices, {wrong} values differ")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
