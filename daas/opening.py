"""Open a workspace from end to end: the bank's outlets, the partner, its plan, its schema."""

from dataclasses import dataclass

from billing.services import partner_open
from insights.lake_access import lake_options, lake_store
from insights.outlets import outlets_sync
from lake.marts import marts_refresh
from lake.scope import PartnerLake
from tenants.models import Partner, User
from tenants.provisioning import partner_provision
from tenants.scope import for_partner


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace that is ready to be signed in to."""

    partner: Partner
    outlets: int


def workspace_open(
    *,
    name: str,
    inn: str,
    subdomain: str,
    owner_email: str,
    plan: str | None = None,
    password: str | None = None,
    created_by: User | None = None,
) -> Opened:
    """Open a workspace whose outlets are the merchants of `inn`; without a plan, a trial.

    Raises
    ------
    LakeError
        When the lake is empty or has no such company; nothing was made then.
    Refused, UnknownName
        For a name, subdomain, address or plan that can't be used; nothing was made then.
    """
    store = lake_store()
    marts_refresh(store, options=lake_options())
    with PartnerLake.open(store, inn=inn.strip(), options=lake_options(threads=1)) as lake:
        rows = lake.outlets()
    # One that was killed between its row and its schema goes on; a finished one is refused as taken.
    partner = Partner.objects.filter(subdomain=subdomain, inn=inn.strip(), status=Partner.Status.PROVISIONING).first()
    partner = partner or partner_open(
        name=name,
        inn=inn,
        subdomain=subdomain,
        owner_email=owner_email,
        plan=plan,
        password=password,
        created_by=created_by,
    )
    partner_provision(partner)
    with for_partner(partner):
        return Opened(partner, outlets_sync(rows=rows))
