"""An example of each answer about customers and similar businesses, for the schema and its page."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from api.schema.examples import answer

PROVENANCE: Final = {"rows": 4788, "lake_version": 41, "computed_at": "2026-11-23T04:12:09+00:00"}
WEEKS: Final = {"from": "2026-08-17", "to": "2026-11-15"}


def _group(customers: int | None, transactions: int | None, revenue: float | None, **more: Any) -> dict[str, Any]:
    known = customers and transactions and revenue
    return {
        "customers": customers,
        "transactions": transactions,
        "revenue": revenue,
        "average_ticket": round(revenue / transactions, 2) if known and revenue and transactions else None,
        "frequency": transactions / customers if known and customers and transactions else None,
        "share": None,
        "hidden": not known,
        "reference": None,
        **more,
    }


BREAKDOWNS: Final = answer(
    {
        "results": [
            {
                "key": "gender",
                "title": _("Gender"),
                "description": _("Women, men, and those of whom the bank does not know it."),
                "columns": ["gender"],
                "feature": "gender",
                "personal": True,
            }
        ],
        "next": None,
        "previous": None,
    }
)
BREAKDOWN: Final = answer(
    {
        "key": "gender",
        "columns": ["gender"],
        "as_of": "2026-11-22",
        "from": "2026-10-26",
        "to": "2026-11-22",
        "rows": [
            _group(812, 1510, 948200.5, gender="F", share=0.5625, reference=58),
            _group(640, 1180, 737466.75, gender="M", share=0.4375, reference=42),
            _group(None, None, None, gender="unknown"),
        ],
        "total": _group(1458, 2702, 1691440.25, share=1.0),
        "scaled": {"value": 2819067.08, "lo": 2601446.5, "hi": 3054893.25, "months": 3},
        "young_data": False,
        "n_peers": 17,
        "reference_days": {"from": "2026-10-19", "to": "2026-11-15"},
        "provenance": {"formula": _("Women, men, and those of whom the bank does not know it."), **PROVENANCE},
    }
)
RETENTION: Final = answer(
    {
        "key": "retention",
        "as_of": "2026-11-22",
        "first_day": "2024-11-23",
        "finished": False,
        "cohorts": [
            {"month": "2026-09-01", "size": 214, "rates": [0.3457943925233645, 0.29906542056074764]},
            {"month": "2026-10-01", "size": 198, "rates": [0.31313131313131315]},
            {"month": "2026-11-01", "size": 121, "rates": []},
        ],
        "rates": [
            {"month": "2026-10-01", "rate": 0.4218, "partial": False, "reference": 40},
            {"month": "2026-11-01", "rate": 0.3871, "partial": True, "reference": None},
        ],
        "n_peers": 17,
        "reference_days": {"from": "2025-10-01", "to": "2026-11-15"},
        "provenance": {"formula": _("Share of last month's customers who bought again"), **PROVENANCE},
    }
)
PEERS: Final = answer(
    {
        "results": [
            {
                "key": "revenue_vs_peers",
                "title": _("Revenue growth"),
                "description": _("How your revenue has grown, and how that of similar businesses has."),
                "unit": "share",
                "better": "up",
                "feature": "peers",
            }
        ],
        "next": None,
        "previous": None,
        "groups": [
            {
                "lens": "kind",
                "group": "usual",
                "level": "kind|city",
                "title": _("Coffee shops in Moscow"),
                "n_peers": 17,
                "quarter": "2026-10-01",
                "version": 1,
                "traits": [
                    {
                        "key": "ticket_vs_peers",
                        "title": _("Average ticket"),
                        "unit": "RUB",
                        "you": 312.4,
                        "low": 280.0,
                        "high": 350.0,
                    }
                ],
            },
            {
                "lens": "custom",
                "group": "usual",
                "level": "custom|",
                "title": _("Your own choice: coffee shops; Moscow, Kazan"),
                "n_peers": 31,
                "quarter": "2026-10-01",
                "version": 1,
                "traits": [],
                "chosen": {
                    "kinds": ["cafe"],
                    "groups": [],
                    "cities": ["Казань", "Москва"],
                    "regions": [],
                    "size": "any",
                    "ticket": "any",
                },
            },
        ],
    }
)
PEER: Final = answer(
    {
        "key": "revenue_vs_peers",
        "unit": "share",
        "lens": "kind",
        "group": "usual",
        "level": "kind|city",
        "n_peers": 17,
        "period": WEEKS,
        "you": 0.124,
        "median": 0.06,
        "q1": -0.02,
        "q3": 0.11,
        "percentile": None,
        "difference": 0.064,
        "against": "year",
        "provisional": True,
        "suppressed": None,
        "provenance": {
            "formula": _("How your revenue has grown, and how that of similar businesses has."),
            "lake_version": 41,
            "computed_at": "2026-11-23T04:20:41+00:00",
            "quarter": "2026-10-01",
            "group_version": 1,
        },
    }
)
VALUE: Final = answer(
    {
        "key": "ltv",
        "as_of": "2026-11-22",
        "first_day": "2024-11-23",
        "status": "fitted",
        "reason": None,
        "detail": None,
        "opens_on": None,
        "customers": 5210,
        "repeaters": 2874,
        "historic": {"mean": 2841.15, "total": 14802391.5},
        "margin": None,
        "kept": 0.9961,
        "model": {
            "name": "BG/NBD, Gamma-Gamma",
            "r": 0.61,
            "alpha": 5.02,
            "a": 0.48,
            "b": 2.31,
            "log_likelihood": -41822.6,
            "p": 5.9,
            "q": 3.7,
            "gamma": 164.2,
            "spend_log_likelihood": -19311.2,
        },
        "accuracy": {
            "days": 182,
            "from": "2026-05-25",
            "customers": 4360,
            "mae": 1.91,
            "mae_naive": 2.74,
            "ratio": 1.03,
            "revenue_ratio": 0.98,
            "deciles": [{"customers": 436, "predicted": 9.8, "actual": 9.5}],
        },
        "outlooks": [
            {
                "days": 365,
                "mean": 1420.35,
                "low": 1290.1,
                "high": 1551.75,
                "median": 610.4,
                "total": 7400023.5,
                "top_share": 0.41,
                "bars": [{"low": 0.0, "high": 1000.0, "customers": 3102}],
            }
        ],
        "cohorts": [
            {
                "quarter": "2026-07-01",
                "customers": 611,
                "historic": 1312.2,
                "predicted": [{"days": 365, "value": 1711.05}],
                "hidden": False,
            }
        ],
        "segments": [
            {
                "gender": "F",
                "age": "25-34",
                "marital_status": "single",
                "customers": 702,
                "historic": 3011.8,
                "predicted": [{"days": 365, "value": 1893.6}],
                "hidden": False,
            }
        ],
        "segments_hidden": 3,
        "provenance": {"formula": _("Expected purchase days × expected spend a day"), **PROVENANCE},
    }
)
