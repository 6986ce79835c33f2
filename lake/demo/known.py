"""The four partners of every demo lake that have a name of their own."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lake.demo.inn import inn_complete


@dataclass(frozen=True, slots=True)
class KnownPartner:
    """A partner that exists at any size and seed.

    Parameters
    ----------
    name, inn, plan : str
        Trade name, taxpayer number, key of the plan it has in the demo.
    kind : str
        Key of its kind of business.
    outlets : tuple of (str, str)
        City and district of each outlet; the district is empty for a site.
    share : float
        Its part of all payments.
    """

    name: str
    inn: str
    plan: str
    kind: str
    outlets: tuple[tuple[str, str], ...]
    share: float


KNOWN: Final = MappingProxyType(
    {
        "discount": KnownPartner(
            "Дискаунтер «Семь копеек»", inn_complete("770954317"), "network", "discount",
            (
                ("Москва", "Марьино"), ("Москва", "Митино"), ("Москва", "Ясенево"), ("Москва", "Тушино"),
                ("Санкт-Петербург", "Приморский"), ("Санкт-Петербург", "Выборгский"), ("Екатеринбург", "Чкаловский"),
                ("Новосибирск", "Ленинский"), ("Казань", "Приволжский"), ("Нижний Новгород", "Автозаводский"),
                ("Краснодар", "Прикубанский"),
            ),
            0.22,
        ),
        "coffee": KnownPartner(
            "Кофейня «Зерно и пар»", inn_complete("770312845"), "pro", "coffee",
            (("Москва", "Басманный"), ("Москва", "Хамовники"), ("Москва", "")), 0.04,
        ),
        "bakery": KnownPartner(
            "Пекарня «Тёплый хлеб»", inn_complete("780246913"), "growth", "bakery",
            (("Санкт-Петербург", "Петроградский"), ("Санкт-Петербург", "Василеостровский")), 0.025,
        ),
        "flowers": KnownPartner(
            "Цветы «Луговая»", inn_complete("1605318274"), "start", "flowers", (("Казань", "Вахитовский"),), 0.012,
        ),
    }
)  # fmt: skip
"""Subdomain → the partner's facts."""
