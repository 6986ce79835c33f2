"""The customer profiles planted in the discount chain: a tree whose leaves differ in revenue."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from lake.demo.arrays import Bools, Floats, Ints

# What one customer brings in a month, in units of `UNIT` roubles, by (profile, regular or not).
# Chosen so that gender comes out as a regression tree's root, and age, payroll, marriage and regularity below it.
# The margins are not wide: who left counts as not regular and brought less, so that a larger effect of being
# regular, or a larger share of the young, takes the root from gender. Try a change at 20 000 customers of the chain.
UNIT: Final = 230.0
REGULAR_SHARE: Final = 0.55
CORPORATE_WOMEN_REGULAR: Final = 0.8

# Visits a month: unmarried people come rarely, and to bring the same must buy much at a time.
_VISITS: Final = {("married", True): 4.2, ("single", True): 2.4, ("married", False): 0.45, ("single", False): 0.3}

Rule = tuple[dict[str, Any], ...]


def _rule(*conditions: tuple[str, str, Any]) -> Rule:
    return tuple({"feature": feature, "op": op, "value": value} for feature, op, value in conditions)


_F, _M = ("gender", "=", "F"), ("gender", "=", "M")
_ADULT, _YOUNG = ("age", ">", 23.5), ("age", "<=", 23.5)
_CORPORATE, _PRIVATE = ("is_corporate", "=", True), ("is_corporate", "=", False)
_MARRIED, _SINGLE = ("marital_status", "=", "married"), ("marital_status", "=", "single")
_REGULAR, _RARE = ("regular", "=", True), ("regular", "=", False)

LEAVES: Final[tuple[tuple[Rule, float], ...]] = (
    (_rule(_F, _YOUNG), 0.5),
    (_rule(_F, _ADULT, _CORPORATE, ("age", "<=", 47.5)), 13.0),
    (_rule(_F, _ADULT, _CORPORATE, ("age", ">", 47.5)), 8.0),
    (_rule(_F, _ADULT, _PRIVATE, _REGULAR), 6.8),
    (_rule(_F, _ADULT, _PRIVATE, _RARE), 4.9),
    (_rule(_M, _SINGLE, _YOUNG), 0.5),
    (_rule(_M, _SINGLE, _ADULT, _REGULAR), 9.0),
    (_rule(_M, _SINGLE, _ADULT, _RARE), 4.9),
    (_rule(_M, _MARRIED, _REGULAR, _CORPORATE), 3.9),
    (_rule(_M, _MARRIED, _REGULAR, _PRIVATE), 1.9),
    (_rule(_M, _MARRIED, _RARE), 0.3),
)
"""Rule and monthly value of each leaf."""


def plant(
    female: Bools, age: Ints, married: Bools, corporate: Bools, rng: np.random.Generator
) -> tuple[Floats, Floats, Ints]:
    """Return visits a month, roubles a visit and the leaf of each customer of the chain (each of length n)."""
    share = np.where(female & (age > 23) & corporate, CORPORATE_WOMEN_REGULAR, REGULAR_SHARE)
    regular = rng.random(len(age)) < share
    facts: Mapping[str, Any] = {
        "gender": np.where(female, "F", "M"),
        "age": age,
        "is_corporate": corporate,
        "marital_status": np.where(married, "married", "single"),
        "regular": regular,
    }
    leaf = np.full(len(age), -1, dtype=np.int64)
    for index, (rule, _) in enumerate(LEAVES):
        leaf[np.logical_and.reduce([_holds(facts, condition) for condition in rule])] = index
    visits = np.select(
        [married & regular, ~married & regular, married & ~regular],
        [_VISITS["married", True], _VISITS["single", True], _VISITS["married", False]],
        _VISITS["single", False],
    )
    value = np.array([worth for _, worth in LEAVES])[leaf] * UNIT
    return visits, value / visits, leaf


def _holds(facts: Mapping[str, Any], condition: Mapping[str, Any]) -> Bools:
    column, value = facts[condition["feature"]], condition["value"]
    result: Bools = {"=": np.equal, ">": np.greater, "<=": np.less_equal}[condition["op"]](column, value)
    return result
