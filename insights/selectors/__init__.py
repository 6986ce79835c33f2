"""THE READ DOOR: gated, clipped to the plan, frozen dataclasses out; the same number everywhere."""

from insights.selectors.metrics import metric, metrics
from insights.selectors.standing import as_of, catalogue, freshness, outlets, run_state, runs

__all__ = ["as_of", "catalogue", "freshness", "metric", "metrics", "outlets", "run_state", "runs"]
