"""What a million customers are worth, on one core; and the same fits by `lifetimes` in an environment of its own.

`python -m bench.value_bench [CUSTOMERS]` for it alone.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import Figure, at_least, at_most
from bench.recompute_bench import _product
from daas.env import VAR

CUSTOMERS = 1_000_000
DAYS = 600
MOST_SECONDS = 10.0
HOME = VAR / "bench" / "lifetimes"
NEEDED = ("lifetimes==0.11.3", "pandas<3")
THEIRS = """
import json, sys, time
import numpy as np
from lifetimes import BetaGeoFitter, GammaGammaFitter
data = np.load(sys.argv[1])
started = time.process_time()
model = BetaGeoFitter().fit(data["repeats"], data["last"], data["age"])
again = data["repeats"] > 0
money = GammaGammaFitter().fit(data["repeats"][again], data["average"][again])
seconds = time.process_time() - started
print(json.dumps({"seconds": seconds, **model.params_, **money.params_}))
"""


def figures(customers: int = CUSTOMERS) -> Iterator[Figure]:
    """Yield the time of a whole refit, and of the bare fits against lifetimes, each on one core."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _product(Path(folder)):
        found = Path(folder) / "customers.npz"
        ours = _measured([sys.executable, "-m", "bench.value_bench", "measure", str(customers), str(found)])
        count = f"{customers:,}".replace(",", " ")
        detail = f"two fits, hold-out, {ours['rows']:.0f} purchase days, every table"
        yield at_most(f"seconds for the values of {count} customers", ours["whole"], MOST_SECONDS, detail)
        python = _environment()
        if python is None:
            return
        theirs = _measured([str(python), "-W", "ignore", "-c", THEIRS, str(found)])
    apart = max(abs(ours[name] / theirs[name] - 1) for name in ("r", "alpha", "a", "b", "p", "q", "v"))
    detail = f"{theirs['seconds']:.1f} s / {ours['fits']:.2f} s, {count} customers, one core"
    yield at_least("lifetimes / ours, BG/NBD and Gamma-Gamma", theirs["seconds"] / ours["fits"], 20, detail)
    yield at_most("largest difference of a parameter from theirs", apart, 0.01)


def measure(customers: int, found: Path) -> None:
    """Print what this process needs, in seconds of its processor, and leave the customers for lifetimes."""
    import django  # noqa: PLC0415

    django.setup()
    from segments.value.days import PurchaseDays  # noqa: PLC0415  needs the settings that the bench made
    from segments.value.draft import value_draft  # noqa: PLC0415
    from segments.value.purchases import purchases_fit  # noqa: PLC0415
    from segments.value.seen import Visits  # noqa: PLC0415
    from segments.value.spend import spend_fit  # noqa: PLC0415
    from tests.segments.planted import FIRST, Truth, people_of, simulate, visits_of  # noqa: PLC0415

    visits, people = visits_of(simulate(Truth(), customers=customers, days=DAYS, seed=3)), people_of(customers)
    started = time.process_time()
    value_draft(visits, people, FIRST + timedelta(days=DAYS - 1))
    whole = time.process_time() - started
    days = PurchaseDays.of(visits)
    known = days.histories(int(days.day.max()))
    arrays: dict[str, Any] = {name: getattr(known, name) for name in ("repeats", "last", "age", "average")}
    np.savez(found, **arrays)
    started = time.process_time()
    model = purchases_fit(Visits.of(arrays["repeats"], arrays["last"], arrays["age"]))
    money = spend_fit(arrays["repeats"], arrays["average"])
    fits = time.process_time() - started
    facts = {"whole": whole, "fits": fits, "rows": len(days), "p": money.p, "q": money.q, "v": money.gamma}
    print(json.dumps(facts | {name: getattr(model, name) for name in ("r", "alpha", "a", "b")}))


def _measured(command: list[str]) -> dict[str, float]:
    """Run a program on one core and read what it printed."""
    alone = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with _one_core():
        said = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | alone)
    facts: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return facts


def _environment() -> Path | None:
    """Return the interpreter that has lifetimes, made from PyPI when it is first asked for; None where it can't be."""
    python = HOME / "bin" / "python"
    ready = HOME / "ready"
    if not ready.exists():
        commands = ([sys.executable, "-m", "venv", str(HOME)], [str(python), "-m", "pip", "install", "-q", *NEEDED])
        for command in commands:
            made = subprocess.run(command, check=False, capture_output=True, text=True)
            if made.returncode:
                reason = (made.stderr.strip() or "no reason was given").splitlines()[-1]
                print(f"lifetimes could not be installed, so nothing is compared with it: {reason}")
                return None
        ready.touch()
    return python


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep this process, and those it starts, on one core where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        for figure in figures(int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS):
            print(figure, flush=True)
