"""The same metrics as somebody would write them in pandas, for one company, straight from the lake's Parquet."""

import time
from collections.abc import Iterator
from typing import Any

import pandas as pd

from lake.store import Store

EVERY = 28
"""The trailing median is computed for every 28th day only, and its time taken times 28: it is most of the time."""
CHANGES = (7, 28, 91, 364)
GRAINS = ("D", "W-SUN", "M")


def pandas_recompute(store: Store, inn: str) -> float:
    """Compute all metrics by all grains, slices and preset windows; return the seconds."""
    started = time.perf_counter()
    paid, days = _read(store, inn)
    extra = 0.0
    for part in _slices(paid):
        daily = _daily(part, days)
        for grain in GRAINS:
            _series(part, daily, grain)
        extra += _medians(part, days)
        _totals(part, daily, days)
    return time.perf_counter() - started + extra


def _read(store: Store, inn: str) -> tuple[pd.DataFrame, pd.DatetimeIndex]:
    version = store.current()
    merchants = pd.concat(pd.read_parquet(store.address(file.path)) for file in version.files("merchants"))
    own = merchants[merchants.inn == inn]
    columns = ["ts", "merchant_id", "customer_id", "amount", "kind", "channel"]
    wanted = [("merchant_id", "in", own.merchant_id.tolist())]
    paid = pd.concat(
        pd.read_parquet(store.address(file.path), columns=columns, filters=wanted)
        for file in version.files("transactions")
    )
    zone = own.timezone.iloc[0] if "timezone" in own and own.timezone.notna().any() else "Europe/Moscow"
    paid["day"] = paid.ts.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    paid["amount"] = paid.amount.astype(float)
    days = pd.date_range(version.facts["first_day"], version.facts["last_day"], freq="D")
    return paid, days


def _slices(paid: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield paid
    for column in ("merchant_id", "channel"):
        for _, part in paid.groupby(column):
            yield part


def _daily(part: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    bought, back = part[part.kind == "purchase"], part[part.kind == "refund"]
    daily = pd.DataFrame(
        {
            "gross": bought.groupby("day").amount.sum(),
            "purchases": bought.groupby("day").size(),
            "refunded": back.groupby("day").amount.sum(),
        }
    )
    daily = daily.reindex(days).fillna(0)
    daily["net"] = daily.gross - daily.refunded
    return daily


def _series(part: pd.DataFrame, daily: pd.DataFrame, grain: str) -> pd.DataFrame:
    bought = part[part.kind == "purchase"]
    period = pd.DatetimeIndex(daily.index).to_period(grain)
    result = daily.groupby(period).sum()
    result["customers"] = (
        bought.groupby(bought.day.dt.to_period(grain)).customer_id.nunique().reindex(result.index).fillna(0)
    )
    result["average_ticket"] = result.gross / result.purchases
    result["purchase_frequency"] = result.purchases / result.customers
    result["refund_rate"] = result.refunded / result.gross
    last_days = daily.index.to_series().groupby(period).max()
    for days in CHANGES:
        rolled = daily.net.rolling(days).sum()
        result[f"revenue_change_{days}"] = (rolled / rolled.shift(days) - 1).loc[last_days].to_numpy()
        counted = daily.purchases.rolling(2 * days, min_periods=1).sum()
        result[f"n_{days}"] = counted.loc[last_days].to_numpy()
    result["revenue_yoy"] = result.net / daily.net.shift(364).groupby(period).sum(min_count=1) - 1
    return result


def _medians(part: pd.DataFrame, days: pd.DatetimeIndex) -> float:
    """Compute the medians of every 28th day; return the seconds that the other days would have taken."""
    started = time.perf_counter()
    bought = part[part.kind == "purchase"]
    visits = bought.groupby(["customer_id", "day"], as_index=False).size()
    for end in days[::EVERY]:
        _median(visits, end)
    return (time.perf_counter() - started) * (EVERY - 1)


def _median(visits: pd.DataFrame, end: pd.Timestamp) -> tuple[Any, Any]:
    trailing = visits[(visits.day > end - pd.Timedelta(days=365)) & (visits.day <= end)]
    of_customer = trailing.groupby("customer_id").agg(
        first=("day", "min"), last=("day", "max"), days=("day", "size"), n=("size", "sum")
    )
    back = of_customer[of_customer.days >= 2]
    return ((back["last"] - back["first"]).dt.days / (back.days - 1)).median(), back.n.sum()


def _totals(part: pd.DataFrame, daily: pd.DataFrame, days: pd.DatetimeIndex) -> list[tuple[Any, ...]]:
    from insights.periods import preset_windows  # noqa: PLC0415  the very windows that a recompute stores

    bought = part[part.kind == "purchase"]
    visits = bought.groupby(["customer_id", "day"], as_index=False).size()
    found = []
    for start, end in preset_windows(days[-1].date()):
        window = daily.loc[str(start) : str(end)].sum()
        customers = bought[bought.day.between(str(start), str(end))].customer_id.nunique()
        found.append((window, customers, _median(visits, pd.Timestamp(end))))
    return found
