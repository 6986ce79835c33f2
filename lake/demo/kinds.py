"""The kinds of business in the demo bank: what they sell, when, to whom and for how much."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of business.

    Parameters
    ----------
    key, mcc, label : str
        Own name, merchant category code, Russian word that stands before the trade name.
    partners : tuple of int, length 7
        How many of 142 partners work in each city, in the order of `places.CITIES`.
    ticket, spread : float
        Median payment in roubles; standard deviation of its logarithm.
    rate : float
        Visits a month of a customer.
    hours : tuple of (float, float, float, float)
        Opening, closing, first and second rush hour, local time.
    always_open, sunday_closed : float
        Share of outlets that never close, and that rest on Sundays.
    weekday : tuple of float, length 7
        Demand from Monday to Sunday.
    seasons : tuple of float, length 12
        Demand from January to December.
    women, young : float
        How much likelier than others women and people under 30 are to become customers.
    payday : float
        What is added to demand on a payday, as a share.
    refunds, delivery : float
        Share of payments returned, and of a shop's payments made online.
    step, below : int
        Prices are multiples of `step` kopecks, less `below` (1 990 ₽).
    proprietors : float
        Share of sole proprietors among the partners.
    """

    key: str
    mcc: str
    label: str
    partners: tuple[int, ...]
    ticket: float
    spread: float
    rate: float
    hours: tuple[float, float, float, float] = (10, 21, 13, 18)
    always_open: float = 0.0
    sunday_closed: float = 0.0
    weekday: tuple[float, ...] = (0.92, 0.9, 0.92, 0.96, 1.1, 1.2, 1.0)
    seasons: tuple[float, ...] = (0.9, 0.92, 1, 1, 1, 0.98, 0.96, 1, 1, 1.02, 1.05, 1.2)
    women: float = 1.0
    young: float = 1.0
    payday: float = 0.1
    refunds: float = 0.012
    delivery: float = 0.0
    step: int = 100
    below: int = 0
    proprietors: float = 0.1


_WORK_WEEK = (1.06, 1.06, 1.06, 1.06, 1.1, 0.88, 0.78)
_GIFTS = (0.8, 1.0, 1.05, 0.9, 0.9, 0.9, 0.9, 1.05, 1.0, 0.95, 1.1, 1.6)
_SUMMER = (0.75, 0.8, 1, 1.1, 1.2, 1.15, 1.1, 1.1, 1, 0.95, 0.85, 0.95)

KINDS: Final = (
    Kind(
        "discount", "5331", "Дискаунтер", (11, 1, 1, 0, 0, 0, 0), 620, 0.55, 1.0, hours=(9, 21.5, 12, 18), payday=0.18,
    ),
    Kind(
        "coffee", "5814", "Кофейня", (23, 4, 2, 1, 1, 0, 1), 290, 0.45, 1.7, hours=(8, 22, 9, 16), always_open=0.08,
        weekday=_WORK_WEEK, seasons=(1, 1.02, 1, 1, 0.98, 0.95, 0.92, 0.95, 1.05, 1.05, 1.04, 1.04), young=1.8,
        delivery=0.06, step=1000, payday=0.05, proprietors=0.4, refunds=0.004,
    ),
    Kind(
        "restaurant", "5812", "Ресторан", (10, 4, 2, 1, 1, 0, 0), 1900, 0.6, 0.55, hours=(11, 23.95, 14, 20),
        weekday=(0.75, 0.8, 0.85, 0.95, 1.35, 1.45, 0.95), delivery=0.05, step=1000, refunds=0.006,
    ),
    Kind(
        "grocery", "5411", "Продукты", (7, 3, 2, 1, 1, 1, 1), 640, 0.75, 2.4, hours=(8, 22.5, 12, 18.5),
        always_open=0.25, delivery=0.05, step=1, payday=0.12, women=1.3,
    ),
    Kind(
        "bakery", "5462", "Пекарня", (3, 11, 1, 0, 0, 0, 0), 340, 0.5, 1.6, hours=(7, 21, 9, 17.5),
        weekday=(0.98, 0.97, 0.98, 1, 1.08, 1.1, 0.88), step=500, women=1.4, proprietors=0.5, refunds=0.005,
    ),
    Kind(
        "flowers", "5992", "Цветы", (3, 1, 0, 0, 6, 0, 0), 2300, 0.6, 0.3, hours=(8, 22, 12, 18), always_open=0.2,
        seasons=(0.8, 1.05, 1.2, 0.95, 1.05, 1, 0.85, 0.95, 1.15, 0.95, 0.95, 1.1), women=0.7, delivery=0.2,
        step=5000, below=1000, proprietors=0.7, payday=0.08,
    ),
    Kind(
        "pharmacy", "5912", "Аптека", (6, 2, 1, 0, 0, 0, 0), 780, 0.7, 0.75, hours=(8, 22, 11, 18), always_open=0.2,
        seasons=(1.1, 1.12, 1.08, 1, 0.92, 0.88, 0.86, 0.9, 1, 1.05, 1.08, 1.1), women=1.5, young=0.6, step=100,
    ),
    Kind(
        "clothing", "5651", "Одежда", (6, 1, 0, 0, 0, 0, 0), 3600, 0.6, 0.3, women=1.6, young=1.3, delivery=0.1,
        seasons=(0.9, 0.8, 1, 1.05, 1.05, 0.95, 0.9, 1.1, 1.1, 1.05, 1.1, 1.3), refunds=0.05, step=10000, below=1000,
        payday=0.22,
    ),
    Kind(
        "shoes", "5661", "Обувь", (1, 1, 0, 0, 0, 0, 0), 4700, 0.5, 0.2,
        women=1.4, refunds=0.045, step=10000, below=1000,
    ),
    Kind(
        "electronics", "5732", "Электроника", (2, 0, 0, 0, 0, 0, 0), 7900, 1.0, 0.2, women=0.7, seasons=_GIFTS,
        refunds=0.03, step=10000, below=100, delivery=0.15, payday=0.2,
    ),
    Kind(
        "furniture", "5712", "Мебель", (1, 1, 0, 0, 0, 0, 0), 16500, 0.9, 0.12, hours=(10, 20, 13, 17), refunds=0.02,
        step=10000, below=1000, sunday_closed=0.3,
    ),
    Kind(
        "beauty", "7230", "Салон красоты", (3, 1, 0, 0, 0, 0, 0), 2400, 0.55, 0.5, hours=(9, 21, 12, 18), women=3.0,
        sunday_closed=0.4, step=5000, proprietors=0.7, refunds=0.004,
    ),
    Kind(
        "fitness", "7997", "Фитнес-клуб", (1, 1, 0, 0, 0, 0, 0), 3300, 0.5, 0.9, hours=(7, 23, 9, 19), young=1.7,
        weekday=(1.2, 1.1, 1.1, 1.05, 0.95, 0.85, 0.75), step=10000, refunds=0.02,
        seasons=(1.3, 1.1, 1.1, 1, 0.9, 0.8, 0.75, 0.85, 1.15, 1.1, 1, 0.9),
    ),
    Kind(
        "fuel", "5541", "АЗС", (1, 1, 0, 0, 0, 0, 0), 2050, 0.4, 1.3, hours=(6, 23.5, 8.5, 18.5), always_open=1.0,
        women=0.5, step=1, weekday=_WORK_WEEK, seasons=_SUMMER, refunds=0.003,
    ),
    Kind("books", "5942", "Книги", (1, 0, 0, 0, 0, 0, 0), 960, 0.6, 0.35, women=1.4, seasons=_GIFTS, delivery=0.1),
    Kind(
        "sport", "5941", "Спорттовары", (1, 1, 0, 0, 0, 0, 0), 4100, 0.7, 0.35,
        seasons=_SUMMER, refunds=0.04, step=10000, below=100,
    ),
    Kind(
        "toys", "5945", "Игрушки", (1, 0, 0, 0, 0, 0, 0), 1700, 0.65, 0.35,
        women=1.7, seasons=_GIFTS, refunds=0.025, step=1000, below=100,
    ),
    Kind("pets", "5995", "Зоотовары", (1, 0, 0, 0, 0, 0, 0), 1450, 0.6, 0.6, women=1.4, step=100, proprietors=0.4),
    Kind(
        "auto", "5533", "Автозапчасти", (1, 1, 0, 0, 0, 0, 0), 3900, 0.9, 0.3, hours=(9, 20, 11, 16), women=0.35,
        sunday_closed=0.6, weekday=_WORK_WEEK, seasons=_SUMMER, refunds=0.03, step=1000,
    ),
    Kind(
        "taxi", "4121", "Такси", (1, 0, 0, 0, 0, 0, 0), 520, 0.5, 1.8, hours=(6, 23.9, 9, 21), always_open=1.0,
        young=1.5, weekday=(0.9, 0.9, 0.92, 1, 1.25, 1.25, 0.9), step=100, refunds=0.004,
    ),
)  # fmt: skip

KIND: Final = {kind.key: index for index, kind in enumerate(KINDS)}
"""Key → position in `KINDS`."""
