"""Worlds whose customers follow the models: do the planted parameters come back, and do the intervals hold?

`python -m bench.value_truth [WORLDS]` for it alone.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from math import log

from bench.figures import Figure, at_least, at_most

WORLDS = 100
CUSTOMERS = 2_000
SEEN, AHEAD = 450, 365
LEAST, MOST = 0.70, 0.90
"""Of a hundred intervals of 80 %, so many hold with a probability of more than 98 in 100."""
NAMES = ("r", "alpha", "a", "b")


def figures(worlds: int = WORLDS) -> Iterator[Figure]:
    """Yield how often the mean value of the next year lay in its 80 % interval, and how far parameters strayed."""
    from segments.value.draft import value_draft  # noqa: PLC0415
    from tests.segments.planted import FIRST, Truth, people_of, simulate, visits_of  # noqa: PLC0415

    held, fitted, strayed, checked = 0, 0, 0, 0
    truth, end = Truth(), FIRST + timedelta(days=SEEN - 1)
    for seed in range(1, worlds + 1):
        rows = simulate(truth, customers=CUSTOMERS, days=SEEN + AHEAD, seed=seed, arrive=SEEN)
        seen = rows.until(SEEN - 1)
        draft = value_draft(visits_of(seen), people_of(CUSTOMERS), end)
        outlook = draft.body["outlooks"][-1]
        if draft.status != "fitted":
            continue
        fitted += 1
        came = float(rows.kopecks.sum() - seen.kopecks.sum()) / 100 / CUSTOMERS
        held += outlook["low"] <= came <= outlook["high"]
        for name, error in zip(NAMES, draft.card["errors"], strict=True):
            checked += 1
            strayed += abs(log(draft.card["params"][name] / getattr(truth, name))) > 2 * error
    detail = f"{held} of {fitted} worlds of {CUSTOMERS} customers, {SEEN} days seen, {AHEAD} ahead"
    yield at_least("share of worlds where the model is shown", fitted / worlds, 0.95)
    yield at_least("80 % interval of next year's mean value holds, share", held / max(1, fitted), LEAST, detail)
    yield at_most("the same, not more often than it says", held / max(1, fitted), MOST)
    yield at_most("parameters beyond two standard errors, share", strayed / max(1, checked), 0.12, f"of {checked}")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daas.settings")
    django.setup()
    for figure in figures(int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS):
        print(figure, flush=True)
