"""Tax rates: VAT, inside the price or on top."""

from billing.local_stripe.events import emit
from billing.local_stripe.ids import new_id
from billing.local_stripe.params import boolean, metadata, metadata_merged, number, taken, text
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of, update_of
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj

FIELDS = {
    "active": boolean,
    "country": text,
    "description": text,
    "display_name": text,
    "jurisdiction": text,
    "metadata": metadata,
    "state": text,
    "tax_type": text,
}


@api("POST", "tax_rates")
def create(call: Call) -> Obj:
    """Make a rate; its percentage never changes afterwards."""
    shape = {**FIELDS, "inclusive": boolean, "percentage": number}
    given = taken(call.params, shape, need=("display_name", "inclusive", "percentage"))
    rate: Obj = {
        "id": new_id("txr"),
        "object": "tax_rate",
        "active": True,
        "country": None,
        "created": call.world.now,
        "description": None,
        "effective_percentage": given["percentage"],
        "flat_amount": None,
        "jurisdiction": None,
        "jurisdiction_level": None,
        "livemode": False,
        "rate_type": "percentage",
        "state": None,
        "tax_type": None,
        **given,
        "metadata": metadata_merged({}, given.get("metadata")),
    }
    call.world.state.put(rate)
    emit(call.world, "tax_rate.created", rate)
    return rate


retrieve_of("tax_rate", "tax_rates")
list_of_kind("tax_rate", "tax_rates", {"active": boolean, "inclusive": boolean})
update_of("tax_rate", "tax_rates", FIELDS, "tax_rate.updated")
