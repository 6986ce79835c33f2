"""Promotion codes: what a customer types to get a coupon."""

from billing.local_stripe.errors import StripeError, invalid
from billing.local_stripe.events import emit, save
from billing.local_stripe.ids import new_id
from billing.local_stripe.params import boolean, hash_of, integer, metadata, metadata_merged, one_of, taken, text
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of, update_of
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

RESTRICTIONS = {"first_time_transaction": boolean, "minimum_amount": integer, "minimum_amount_currency": text}
SHAPE = {
    "active": boolean,
    "code": text,
    "customer": text,
    "expires_at": integer,
    "max_redemptions": integer,
    "metadata": metadata,
    "promotion": hash_of({"coupon": text, "type": one_of("coupon")}),
    "restrictions": hash_of(RESTRICTIONS),
}


@api("POST", "promotion_codes")
def create(call: Call) -> Obj:
    """Make a code for a coupon; two active codes never read the same."""
    given = taken(call.params, SHAPE, need=("promotion",))
    coupon = (given["promotion"] or {}).get("coupon")
    if not coupon:
        raise invalid("Missing required param: promotion[coupon].", "promotion[coupon]", "parameter_missing")
    call.world.state.need("coupon", coupon, "promotion[coupon]")
    code = given.get("code") or new_id("", 8).lstrip("_").upper()
    if _active(call.world, code):
        raise invalid("An active promotion code with this code already exists.", "code")
    restrictions = given.get("restrictions") or {}
    made: Obj = {
        "id": new_id("promo"),
        "object": "promotion_code",
        "active": given.get("active", True),
        "code": code,
        "created": call.world.now,
        "customer": given.get("customer"),
        "customer_account": None,
        "expires_at": given.get("expires_at"),
        "livemode": False,
        "max_redemptions": given.get("max_redemptions"),
        "metadata": metadata_merged({}, given.get("metadata")),
        "promotion": {"coupon": coupon, "type": "coupon"},
        "restrictions": {
            "first_time_transaction": restrictions.get("first_time_transaction", False),
            "minimum_amount": restrictions.get("minimum_amount"),
            "minimum_amount_currency": restrictions.get("minimum_amount_currency"),
        },
        "times_redeemed": 0,
    }
    call.world.state.put(made)
    emit(call.world, "promotion_code.created", made)
    return made


def _active(world: World, code: str) -> Obj | None:
    found = world.state.find("promotion_code", active=1)
    return next((one for one in found if one["code"].lower() == code.lower()), None)


def code_usable(world: World, code: str, customer: str | None) -> Obj:
    """Return the active code that a customer typed, or refuse it."""
    found = _active(world, code)
    late = found is not None and found["expires_at"] is not None and found["expires_at"] < world.now
    foreign = found is not None and found["customer"] not in (None, customer)
    if found is None or late or foreign:
        raise StripeError(400, f"The promotion code {code} is not valid.", code="promotion_code_invalid")
    return found


def code_used(world: World, code: Obj) -> None:
    """Count a use; the last allowed one puts the code out of use."""
    after = {**code, "times_redeemed": code["times_redeemed"] + 1}
    if code["max_redemptions"] and after["times_redeemed"] >= code["max_redemptions"]:
        after["active"] = False
    save(world, code, after, "promotion_code.updated")


def _asked_for(obj: Obj, asked: dict[str, str]) -> bool:
    return asked.get("coupon") in (None, obj["promotion"]["coupon"])


retrieve_of("promotion_code", "promotion_codes")
list_of_kind(
    "promotion_code",
    "promotion_codes",
    {"active": boolean, "code": text, "customer": text, "coupon": text},
    ("coupon",),
    _asked_for,
)
update_of("promotion_code", "promotion_codes", {"active": boolean, "metadata": metadata}, "promotion_code.updated")
