"""The top of a likelihood, and how sharp it is there."""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
Slope: TypeAlias = Callable[[Floats], tuple[float, Floats]]
"""A function of the parameters' logarithms: mean negative log-likelihood of a customer, and its gradient."""

SAMPLE: Final = 10_000
FAR: Final = 6.0
STEP: Final = 1e-4


def climb(slope_of: Callable[[slice], Slope], rows: int, start: Floats) -> tuple[Floats, float, Floats]:
    """Find the top; always the same one for the same rows.

    Many rows are climbed from the top of some of them, taken evenly: the long way costs little there.

    Parameters
    ----------
    slope_of : callable
        The likelihood of some of the rows.
    rows : int
        How many there are.
    start : array of float64, shape (k,)
        Logarithms to begin with.

    Returns
    -------
    tuple of array, float, array
        Logarithms of the parameters, the mean negative log-likelihood, and the curvature of that: infinite all over
        where the top is no top.
    """
    at, guess = start, np.eye(len(start))
    if rows > 2 * SAMPLE:
        some = _top(slope_of(slice(None, None, rows // SAMPLE)), at, guess, 1e-6)
        if np.abs(some.x).max() < FAR:
            at, guess = some.x, (some.hess_inv + some.hess_inv.T) / 2
    whole = slope_of(slice(None))
    found = _top(whole, at, guess, 1e-8)
    return found.x, float(found.fun), _curvature(whole, found.x)


def covariance(curvature: Floats, customers: int) -> tuple[tuple[float, ...], ...]:
    """Return the covariance of the parameters' logarithms.

    Infinite all over where some direction does not lower the likelihood: the data don't tell the parameters apart.
    """
    size = len(curvature)
    result = np.full((size, size), np.inf)
    if np.isfinite(curvature).all():
        values, vectors = np.linalg.eigh(curvature * customers)
        if values.min() > 0:
            result = (vectors / values) @ vectors.T
    return tuple(map(tuple, result.tolist()))


def _top(slope: Slope, at: Floats, guess: Floats, tolerance: float):  # type: ignore[no-untyped-def]
    options = {"gtol": tolerance, "maxiter": 500, "hess_inv0": guess}
    return minimize(slope, at, jac=True, method="BFGS", options=options)


def _curvature(slope: Slope, at: Floats) -> Floats:
    """Return second derivatives by central differences of the gradient."""
    steps = np.eye(len(at)) * STEP
    curved = np.array([(slope(at + step)[1] - slope(at - step)[1]) / (2 * STEP) for step in steps])
    result: Floats = (curved + curved.T) / 2
    return result
