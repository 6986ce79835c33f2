"""Products: what is sold, by name."""

from billing.local_stripe.errors import StripeError
from billing.local_stripe.events import emit
from billing.local_stripe.ids import new_id
from billing.local_stripe.params import boolean, free, list_with, metadata, metadata_merged, one_of, taken, text
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of, update_of
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj

FIELDS = {
    "active": boolean,
    "description": text,
    "images": list_with(text),
    "marketing_features": free,
    "metadata": metadata,
    "name": text,
    "shippable": boolean,
    "statement_descriptor": text,
    "tax_code": text,
    "unit_label": text,
    "url": text,
}


@api("POST", "products")
def create(call: Call) -> Obj:
    """Make a product; its id may be given."""
    given = taken(call.params, {**FIELDS, "id": text, "type": one_of("good", "service")}, need=("name",))
    ident = given.get("id") or new_id("prod", 14)
    if call.world.state.get("product", ident):
        raise StripeError(400, f"Product already exists: {ident}", code="resource_already_exists", param="id")
    now = call.world.now
    product: Obj = {
        "id": ident,
        "object": "product",
        "active": True,
        "created": now,
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "name": None,
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": now,
        "url": None,
        **given,
        "metadata": metadata_merged({}, given.get("metadata")),
    }
    product["id"] = ident
    call.world.state.put(product)
    emit(call.world, "product.created", product)
    return product


def _asked_for(obj: Obj, asked: dict[str, list[str]]) -> bool:
    return obj["id"] in asked.get("ids", [obj["id"]])


retrieve_of("product", "products")
list_of_kind("product", "products", {"active": boolean, "ids": list_with(text)}, ("ids",), _asked_for)
update_of("product", "products", {**FIELDS, "default_price": text}, "product.updated")
