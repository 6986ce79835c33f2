"""What a million customers are worth, on one core; and the same fits by `lifetimes` in an environment of its own.

`python -m bench.value_bench [CUSTOMERS]` for it alone.
"""

import json
import os
import subprocess
import sys
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
FOLLOWED = 1_000_000
"""More would take lifetimes minutes."""
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
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _product(Path(folder)), _one_core():
        yield _refit(customers)
        yield from _against_lifetimes(min(customers, FOLLOWED), Path(folder))


def _refit(customers: int) -> Figure:
    from segments.value.draft import value_draft  # noqa: PLC0415  needs the settings made above
    from tests.segments.planted import FIRST, Truth, people_of, simulate, visits_of  # noqa: PLC0415

    rows = simulate(Truth(), customers=customers, days=DAYS, seed=3)
    visits, people = visits_of(rows), people_of(customers)
    started = time.process_time()
    draft = value_draft(visits, people, FIRST + timedelta(days=DAYS - 1))
    seconds = time.process_time() - started
    count = f"{customers:,}".replace(",", " ")
    detail = f"two fits, hold-out, {len(visits)} purchase days, every table; {draft.status}"
    return at_most(f"seconds for the values of {count} customers", seconds, MOST_SECONDS, detail)


def _against_lifetimes(customers: int, folder: Path) -> Iterator[Figure]:
    from segments.value.days import PurchaseDays  # noqa: PLC0415
    from segments.value.purchases import purchases_fit  # noqa: PLC0415
    from segments.value.seen import Visits  # noqa: PLC0415
    from segments.value.spend import spend_fit  # noqa: PLC0415
    from tests.segments.planted import Truth, simulate, visits_of  # noqa: PLC0415

    python = _environment()
    if python is None:
        return
    days = PurchaseDays.of(visits_of(simulate(Truth(), customers=customers, days=DAYS, seed=4)))
    known = days.histories(int(days.day.max()))
    arrays: dict[str, Any] = {name: getattr(known, name) for name in ("repeats", "last", "age", "average")}
    np.savez(folder / "customers.npz", **arrays)
    started = time.process_time()
    model = purchases_fit(Visits.of(known.repeats, known.last, known.age))
    money = spend_fit(known.repeats, known.average)
    ours = time.process_time() - started
    said = subprocess.run(
        [python, "-W", "ignore", "-c", THEIRS, str(folder / "customers.npz")],
        check=True,
        capture_output=True,
        text=True,
    )
    theirs = json.loads(said.stdout)
    pairs = {
        "r": model.r,
        "alpha": model.alpha,
        "a": model.a,
        "b": model.b,
        "p": money.p,
        "q": money.q,
        "v": money.gamma,
    }
    apart = max(abs(value / theirs[name] - 1) for name, value in pairs.items())
    detail = f"{theirs['seconds']:.1f} s / {ours:.2f} s, {customers} customers, one core"
    yield at_least("lifetimes / ours, BG/NBD and Gamma-Gamma", theirs["seconds"] / ours, 20, detail)
    yield at_most("largest difference of a parameter from theirs", apart, 0.01)


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
    for figure in figures(int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS):
        print(figure, flush=True)
