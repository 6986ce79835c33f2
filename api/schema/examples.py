"""An example of each answer, for the schema and its page."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample


def answer(value: dict[str, Any]) -> OpenApiExample:
    """Write an example of a good answer."""
    return OpenApiExample("answer", value=value, response_only=True, status_codes=["200"])


ACCOUNT: Final = answer(
    {
        "partner": {"name": _("Coffee by the bridge"), "subdomain": "coffee", "timezone": "Europe/Moscow"},
        "plan": "pro",
        "features": ["api", "forecast", "growth"],
        "limits": {"api_calls": {"limit": 10000, "used": 312}, "users": {"limit": 10, "used": 2}},
        "as_of": "2026-11-22",
    }
)
METRICS: Final = answer(
    {
        "results": [
            {
                "key": "revenue",
                "title": _("Revenue"),
                "unit": "RUB",
                "better": "up",
                "grains": ["day", "week", "month", "total"],
                "feature": "growth",
            }
        ],
        "next": None,
        "previous": None,
    }
)
METRIC: Final = answer(
    {
        "key": "revenue",
        "unit": "RUB",
        "grain": "month",
        "as_of": "2026-11-22",
        "points": [
            {"period": "2026-10-01", "value": 1714980.4, "n": 2731, "partial": False},
            {"period": "2026-11-01", "value": 1262310.25, "n": 1994, "partial": True},
        ],
        "compare": {"value": 2801455.1, "change": 0.0627867},
        "forecast": [],
        "provenance": {
            "formula": _("sum of purchases − sum of refunds"),
            "rows": 4788,
            "lake_version": 41,
            "computed_at": "2026-11-23T04:12:09+00:00",
        },
    }
)
