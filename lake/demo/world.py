"""The whole demo: a bank, its customers and two and a half years of their payments."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from lake.contract import BANK_ZONE, TABLES, LakeError
from lake.demo.bonds import Bonds, bonds_make, defections_make
from lake.demo.files import customer_ids, customers_write, merchants_write, payments_table, payments_writer
from lake.demo.partners import Outlet, Partner
from lake.demo.payments import Block, Till
from lake.demo.plan import plan_make
from lake.demo.scene import scene_make
from lake.demo.truth import Lives, Tally, truth_write

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """What was written.

    Parameters
    ----------
    transactions, refunds, customers, outlets : int
        Rows; refunds are among the transactions.
    partners : tuple of Partner
        The companies, the four known ones first.
    first_day, last_day : date
        Local days covered, both whole.
    """

    transactions: int
    refunds: int
    customers: int
    outlets: int
    partners: tuple[Partner, ...]
    first_day: date
    last_day: date


def demo_write(
    path: str | Path,
    *,
    partners: int = 146,
    customers: int,
    transactions: int,
    seed: int,
    end: date | None = None,
    truth: str | Path | None = None,
    on_progress: Progress | None = None,
    months: int = 30,
) -> DemoWorld:
    """Write a demo lake in the contract's form; the same arguments give the same bytes.

    Payments are drawn month by month, so that memory grows with the customers, never with the
    payments of all months.

    Parameters
    ----------
    path : str or Path
        A folder that does not exist, is empty, or holds an earlier demo lake, which is replaced.
    partners, customers, transactions : int
        Companies (at least 4), people, and payments; the latter are met exactly.
    seed : int
        Decides everything that is left to chance.
    end : date, optional
        The last day, which is complete; yesterday in Moscow by default.
    truth : str or Path, optional
        A JSON file for what was planted.
    on_progress : callable, optional
        Called with the payments written so far and in all.
    months : int
        Calendar months covered, the one of `end` among them; at least 6.

    Returns
    -------
    DemoWorld
        What was written.

    Raises
    ------
    LakeError
        For sizes that make no world, or a folder with other files in it.
    """
    _check(partners, customers, transactions, seed, months)
    end = end or datetime.now(ZoneInfo(BANK_ZONE)).date() - timedelta(days=1)
    if end.year < 1990:
        raise LakeError("A demo lake's end is a day after 1990; give another --end.")
    index = end.year * 12 + end.month - months
    first = date(index // 12, index % 12 + 1, 1)
    target = Path(path)
    draft = _draft(target)

    scene = scene_make(
        partners=partners, customers=customers, transactions=transactions, seed=seed, first=first, end=end
    )
    lives = Lives(*defections_make(bonds_make(scene), scene))
    bonds = Bonds.join([lives.own, lives.successors])
    bonds = bonds.take(np.argsort(bonds.outlet, kind="stable"))
    plan = plan_make(bonds, scene)

    ids = customer_ids(customers)
    merchants_write(draft / "merchants" / "merchants.parquet", scene.partners, scene.outlets)
    customers_write(draft / "customers" / "customers.parquet", scene.people, ids, first)
    tally = Tally(len(scene.outlets))
    for done, block in _payments_write(draft, Till(bonds, scene, plan), scene.outlets, ids):
        tally.add(block)
        if on_progress:
            on_progress(done, transactions)
    if truth is not None:
        truth_write(Path(truth), scene, lives, ids, tally)
    _publish(draft, target)
    refunds = int(plan.refunds.sum())
    return DemoWorld(transactions, refunds, customers, len(scene.outlets), tuple(scene.partners), first, end)


def _payments_write(draft: Path, till: Till, outlets: list[Outlet], ids: pa.Array) -> Iterator[tuple[int, Block]]:
    """Write month after month; yield each block with the number of payments written so far."""
    merchants = pa.array([outlet.merchant_id for outlet in outlets])
    done = 0
    for index, (start, _) in enumerate(till.months):
        with payments_writer(draft / "transactions" / f"{till.days.day(start):%Y-%m}.parquet") as writer:
            for block in till.month(index):
                writer.write_table(payments_table(block, merchants, ids), row_group_size=len(block.number))
                done += len(block.number)
                yield done, block


def _check(partners: int, customers: int, transactions: int, seed: int, months: int) -> None:
    if customers < 100:
        raise LakeError("A demo lake has at least 100 customers; ask for --customers 100 or more.")
    if transactions < 1000:
        raise LakeError("A demo lake has at least 1000 payments; ask for --transactions 1000 or more.")
    if transactions > customers * partners * 1000:
        raise LakeError("So many payments need more customers; ask for more --customers.")
    if seed < 0:
        raise LakeError("The seed is a whole number from 0 up.")
    if not 6 <= months <= 120:
        raise LakeError("A demo lake covers 6 to 120 months.")


def _draft(target: Path) -> Path:
    """Return an empty folder beside the target: what is there stays until the new lake is whole."""
    if target.exists() and not target.is_dir():
        raise LakeError(f"{target} is a file; name a folder for the demo lake.")
    if target.is_dir() and any(entry.name not in TABLES for entry in target.iterdir()):
        raise LakeError(f"{target} holds other files; name an empty folder for the demo lake.")
    draft = target.with_name(f"{target.name}.draft")
    try:
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir(parents=True)
    except OSError as error:
        raise LakeError(f"{target} can't be written: {error.strerror}.") from error
    return draft


def _publish(draft: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    draft.replace(target)
