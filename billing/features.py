"""All that a plan may hold: features, which one has or not, and limits, which have a number."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class UnknownName(LookupError):  # noqa: N818
    """A name that no feature or limit has. A typo is an error, not a silent "no"."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something a plan has or has not."""

    key: str
    title: str | Promise

    def __str__(self) -> str:
        return self.key


class Per(StrEnum):
    """What a limit is a limit of."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    STANDING = "standing"
    """What there is at one moment, like people in a team."""
    ACT = "act"
    """What one act may take, whatever was done before."""
    VIEW = "view"
    """How much is shown."""


COUNTED: Final = (Per.DAY, Per.WEEK, Per.MONTH)
"""Kinds that are counted and begin anew with each period."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Something a plan has so much of; None is no limit.

    `of` are the features that bring it: granted one by one they bring their own plan's number,
    taken away they leave the number of the plans that lack them.
    """

    key: str
    title: str | Promise
    per: Per
    unit: str | Promise = ""
    of: tuple[Feature, ...] = ()

    def __str__(self) -> str:
        return self.key


# --- Growth -----------------------------------------------------------------------------------------
GROWTH: Final = Feature("growth", _("Growth of your business"))
FORECAST: Final = Feature("forecast", _("Forecast"))
GOALS: Final = Feature("goals", _("Goals"))
# --- Competitors ------------------------------------------------------------------------------------
PEERS: Final = Feature("peers", _("Comparison with similar businesses"))
PEERS_ALL: Final = Feature("peers_all", _("All metrics against similar businesses, with quartiles"))
PEERS_LENSES: Final = Feature("peers_lenses", _("All three ways to choose similar businesses"))
SHARED_CUSTOMERS: Final = Feature("shared_customers", _("Customers shared with competitors"))
DEFECTION: Final = Feature("defection", _("Where lost customers went"))
PEERS_CUSTOM: Final = Feature("peers_custom", _("A peer group of your own choice"))
# --- Customers --------------------------------------------------------------------------------------
GENDER: Final = Feature("gender", _("Customers by gender"))
AGE: Final = Feature("age", _("Customers by age"))
NEW_RETURNING: Final = Feature("new_returning", _("New and returning customers"))
REGULAR: Final = Feature("regular", _("Regular customers"))
RETENTION: Final = Feature("retention", _("Retention"))
SEASONALITY: Final = Feature("seasonality", _("Seasonality"))
RFM: Final = Feature("rfm", _("Groups by recency, frequency and money"))
LTV: Final = Feature("ltv", _("Customer value (LTV)"))
SOLVENCY: Final = Feature("solvency", _("Solvency"))
CUSTOMERS_BY_OUTLET: Final = Feature("customers_by_outlet", _("Customers of each outlet"))
# --- Profiles and risk ------------------------------------------------------------------------------
PROFILES: Final = Feature("profiles", _("Customer profiles"))
PROFILES_PEER_GAP: Final = Feature("profiles_peer_gap", _("What profiles bring at similar businesses"))
PROFILES_EXPORT: Final = Feature("profiles_export", _("Export of profiles"))
CHURN_SUMMARY: Final = Feature("churn_summary", _("How many customers are about to leave"))
CHURN_CUSTOMERS: Final = Feature("churn_customers", _("Who is about to leave, and why"))
CHURN_API: Final = Feature("churn_api", _("Risk of leaving through the API"))
# --- Findings and campaigns -------------------------------------------------------------------------
INSIGHTS: Final = Feature("insights", _("Findings"))
CAUSE_SPLIT: Final = Feature("cause_split", _("Causes of a change, to the rouble"))
OWN_RULES: Final = Feature("own_rules", _("Rules of your own"))
CAMPAIGNS: Final = Feature("campaigns", _("Campaigns"))
UPLIFT: Final = Feature("uplift", _("Whom a campaign changes"))
AD_CABINET: Final = Feature("ad_cabinet", _("Ad cabinet"))
# --- Taking it along --------------------------------------------------------------------------------
EXPORT_CSV: Final = Feature("export_csv", _("Export to CSV"))
EXPORT_PDF: Final = Feature("export_pdf", _("Reports in PDF"))
EXPORT_XLSX: Final = Feature("export_xlsx", _("Export to Excel"))
AUDIENCES: Final = Feature("audiences", _("Export of audiences"))
EXPORT_SCHEDULED: Final = Feature("export_scheduled", _("Exports by schedule"))
API: Final = Feature("api", _("API"))
WEBHOOKS: Final = Feature("webhooks", _("Webhooks"))
DIGEST: Final = Feature("digest", _("Monthly digest"))
DIGEST_WEEKLY: Final = Feature("digest_weekly", _("Weekly digest"))
DIGEST_DAILY: Final = Feature("digest_daily", _("Daily digest"))
ALERTS: Final = Feature("alerts", _("Alerts"))

# --- Limits -----------------------------------------------------------------------------------------
OUTLETS: Final = Limit("outlets", _("Outlets"), Per.STANDING)
USERS: Final = Limit("users", _("People in the team"), Per.STANDING)
HISTORY_MONTHS: Final = Limit("history_months", _("History"), Per.VIEW, _("mo."))
FORECAST_DAYS: Final = Limit("forecast_days", _("Forecast by day"), Per.VIEW, _("d."), (FORECAST,))
FORECAST_WEEKS: Final = Limit("forecast_weeks", _("Forecast by week"), Per.VIEW, _("wk."), (FORECAST,))
PEER_METRICS: Final = Limit("peer_metrics", _("Metrics against similar businesses"), Per.VIEW, "", (PEERS, PEERS_ALL))
PROFILES_SHOWN: Final = Limit("profiles_shown", _("Profiles"), Per.VIEW, "", (PROFILES,))
INSIGHTS_A_WEEK: Final = Limit("insights_a_week", _("Findings a week"), Per.WEEK, "", (INSIGHTS,))
CAMPAIGNS_A_MONTH: Final = Limit("campaigns_a_month", _("Campaigns a month"), Per.MONTH, "", (CAMPAIGNS,))
CAMPAIGN_CUSTOMERS: Final = Limit("campaign_customers", _("Customers in a campaign"), Per.ACT, "", (CAMPAIGNS,))
API_CALLS: Final = Limit("api_calls", _("API calls a day"), Per.DAY, "", (API,))

_NAMED = tuple(value for value in list(globals().values()) if isinstance(value, (Feature, Limit)))
FEATURES: Final = {named.key: named for named in _NAMED if isinstance(named, Feature)}
LIMITS: Final = {named.key: named for named in _NAMED if isinstance(named, Limit)}


def feature_of(name: Feature | str) -> Feature:
    """Return the feature of a name.

    Raises
    ------
    UnknownName
        When there is none.
    """
    try:
        return FEATURES[str(name)]
    except KeyError as error:
        raise UnknownName(f"There is no feature {name!s}. There are: {', '.join(FEATURES)}.") from error


def limit_of(name: Limit | str) -> Limit:
    """Return the limit of a name.

    Raises
    ------
    UnknownName
        When there is none.
    """
    try:
        return LIMITS[str(name)]
    except KeyError as error:
        raise UnknownName(f"There is no limit {name!s}. There are: {', '.join(LIMITS)}.") from error
