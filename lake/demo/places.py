"""The cities of the demo bank, with their districts, regions and time zones."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class City:
    """One city.

    Parameters
    ----------
    name, region, timezone : str
        As the bank writes them.
    code : str
        The first two digits of the taxpayer numbers given out there.
    weight : float
        Its share of the bank's customers; all cities sum to 1.
    districts : tuple of str
        Where outlets stand.
    """

    name: str
    region: str
    timezone: str
    code: str
    weight: float
    districts: tuple[str, ...]


# No city whose clock the law moved in recent years: the offset of a zone is one number here.
CITIES: Final = (
    City(
        "Москва",
        "Москва",
        "Europe/Moscow",
        "77",
        0.40,
        ("Тверской", "Хамовники", "Басманный", "Замоскворечье", "Митино", "Марьино", "Ясенево", "Измайлово", "Тушино"),
    ),
    City(
        "Санкт-Петербург",
        "Санкт-Петербург",
        "Europe/Moscow",
        "78",
        0.20,
        ("Центральный", "Петроградский", "Василеостровский", "Приморский", "Московский", "Выборгский"),
    ),
    City(
        "Екатеринбург",
        "Свердловская область",
        "Asia/Yekaterinburg",
        "66",
        0.10,
        ("Верх-Исетский", "Ленинский", "Октябрьский", "Чкаловский"),
    ),
    City(
        "Новосибирск",
        "Новосибирская область",
        "Asia/Novosibirsk",
        "54",
        0.09,
        ("Центральный", "Ленинский", "Советский", "Октябрьский"),
    ),
    City(
        "Казань",
        "Республика Татарстан",
        "Europe/Moscow",
        "16",
        0.08,
        ("Вахитовский", "Ново-Савиновский", "Советский", "Приволжский"),
    ),
    City(
        "Нижний Новгород",
        "Нижегородская область",
        "Europe/Moscow",
        "52",
        0.07,
        ("Нижегородский", "Канавинский", "Автозаводский", "Советский"),
    ),
    City(
        "Краснодар",
        "Краснодарский край",
        "Europe/Moscow",
        "23",
        0.06,
        ("Западный", "Центральный", "Прикубанский", "Карасунский"),
    ),
)
