"""The way from a partner to its own rows of the lake."""

from datetime import date

from django.conf import settings

from insights.engine.windows import Ints
from insights.models import Outlet
from lake.contract import LakeError
from lake.engine import EngineOptions
from lake.scope import PartnerLake
from lake.store import Store
from tenants.models import Partner
from tenants.scope import for_partner


def lake_store() -> Store:
    """Return the lake that the environment names."""
    return Store.open(settings.LAKE_URI)


def lake_options(*, threads: int = 0) -> EngineOptions:
    """Return how the environment wants an engine opened; with 0 threads it takes all cores."""
    return EngineOptions(name=settings.LAKE_ENGINE, threads=threads)


def disowned() -> frozenset[str]:
    """Return the outlets that the open partner says are not its own."""
    return frozenset(Outlet.objects.filter(disowned=True).values_list("merchant_id", flat=True))


def partner_lake(partner: Partner, *, as_of: date | None = None) -> PartnerLake:
    """Open a partner's rows, without the outlets it says are not its own; one thread, for workers side by side.

    Raises
    ------
    LakeError
        When the company has not proven its right to the INN, the lake is empty, or it has no such company.
    """
    if not partner.proven:
        raise LakeError(f"{partner.subdomain} has not proven its right to the INN; its outlets stay closed.")
    with for_partner(partner):
        without = disowned()
    options = lake_options(threads=1)
    return PartnerLake.open(lake_store(), inn=partner.inn, options=options, as_of=as_of, without=without)


def pseudonyms_of(partner: Partner, lake: PartnerLake) -> Ints:
    """Return the names, as numbers by code, under which a partner sees the customers met so far."""
    return lake.pseudonyms(secret=settings.PSEUDONYM_KEY, partner=partner.schema_name)
