"""Addresses of workspaces: made of the company's name, free, and allowed."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants.models import Partner
from tenants.names import subdomain_validate

LETTERS: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
        "я": "ya",
    }
)  # fmt: skip
FORMS: Final = re.compile(r"^(ооо|зао|оао|пао|нао|ао|ип|llc|ltd|jsc)\b|\b(llc|ltd|jsc)\.?$")
QUOTED: Final = re.compile(r"[«\"“„]([^»\"”“]+)[»\"”“]")
LONGEST: Final = 30


def subdomain_of(company: str) -> str:
    """Write a company's name as a host label: `ООО «Тёплый хлеб»` → `teplyy-hleb`; never empty."""
    quoted = QUOTED.search(company)
    name = (quoted[1] if quoted else FORMS.sub("", company.strip().lower())).lower().translate(LETTERS)
    label = re.sub(r"[^a-z0-9]+", "-", name).strip("-")
    label = label[:LONGEST].strip("-")
    if not label or not label[0].isalpha():
        label = f"shop-{label}".strip("-")
    return label


def subdomain_free(wanted: str) -> str:
    """Return the label, or the nearest one that is neither taken nor reserved."""
    for number in range(1, 10_000):
        label = wanted if number == 1 else f"{wanted[:34]}-{number}"
        if not subdomain_problem(label):
            return label
    raise ValueError(f"No free address near {wanted}.")


def subdomain_problem(label: str) -> str:
    """Say in a sentence why this label can't be had; empty when it can."""
    try:
        subdomain_validate(label)
    except ValidationError as error:
        return str(error.messages[0])
    if Partner.objects.filter(subdomain=label).exists():
        return _("This address is taken. Choose another one.")
    return ""
