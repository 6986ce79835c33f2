"""Comparisons of all partners in one pass over the lake, against one pass for each of them, in one run.

`python -m bench.peers_bench SIZE [SAMPLE]` for it alone.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, at_least
from bench.recompute_bench import _bank, _product

SAMPLE = 5


def figures(size: int, sample: int = SAMPLE) -> Iterator[Figure]:
    """Yield one pass against partner by partner for a lake of `size` payments."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _product(Path(folder)):
        from insights.peers.recompute import peers_recompute  # noqa: PLC0415  needs the settings made above

        partners, _store = _bank(Path(folder), size)
        # Groups are frozen once a quarter: that pass is measured beside, not in the ratio.
        freezing = peers_recompute(partners)
        whole = peers_recompute(partners)
        begun = time.monotonic()
        step = max(1, len(partners) // sample)
        chosen = partners[::step][:sample]
        for partner in chosen:
            peers_recompute([partner])
        each = (time.monotonic() - begun) / len(chosen)
    if freezing.failed or whole.failed:
        raise RuntimeError("A partner could not be compared.")
    yield at_least(
        f"partner by partner / one pass, {len(partners)} partners",
        each * len(partners) / whole.seconds,
        5,
        f"{each:.2f} s each (mean of {len(chosen)}) / {whole.seconds:.1f} s; with the quarter's freeze "
        f"{freezing.seconds:.1f} s",
    )


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    for figure in figures(words[0] if words else 100_000, *words[1:2]):
        print(figure)
