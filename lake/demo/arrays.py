"""Names for the arrays the demo is made of, and its independent streams of chance."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def stream(seed: int, *place: int) -> np.random.Generator:
    """Return the generator of one place of the world.

    Each stage, month and block draws from a stream of its own, so that none depends on what
    another one drew, and any of them can be made alone.
    """
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, *place])))


def shares(total: int, weights: Floats) -> Ints:
    """Split `total` by weights into whole parts that sum to it (largest remainders)."""
    if total == 0 or weights.sum() <= 0:
        return np.zeros(len(weights), dtype=np.int64)
    exact = weights / weights.sum() * total
    parts: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts
