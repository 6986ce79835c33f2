"""How sure a fit is of its parameters: the curvature of the likelihood at its top."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Slope: TypeAlias = Callable[[Floats], tuple[float, Floats]]
"""A function of the parameters' logarithms: mean negative log-likelihood of a customer, and its gradient."""

STEP = 1e-4


def covariance(slope: Slope, at: Floats, customers: int) -> Floats:
    """Return the covariance of the parameters' logarithms, from central differences of the gradient.

    Parameters
    ----------
    slope : callable
        As fitted.
    at : array of float64, shape (k,)
        Logarithms of the fitted parameters.
    customers : int
        How many the mean is over.

    Returns
    -------
    array of float64, shape (k, k)
        Infinite all over where the top is no top: some direction does not lower the likelihood, so the data
        don't tell the parameters apart.
    """
    steps = np.eye(len(at)) * STEP
    curved = np.array([(slope(at + step)[1] - slope(at - step)[1]) / (2 * STEP) for step in steps])
    curved = (curved + curved.T) / 2 * customers
    unknown = np.full((len(at), len(at)), np.inf)
    if not np.isfinite(curved).all():
        return unknown
    values, vectors = np.linalg.eigh(curved)
    if values.min() <= 0:
        return unknown
    return (vectors / values) @ vectors.T  # type: ignore[no-any-return]
