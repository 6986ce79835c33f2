"""What a Checkout session sells: the order, its first invoice, its figures."""

from billing.local_stripe.expand import included
from billing.local_stripe.ids import new_id
from billing.local_stripe.life.discounting import discounts_given
from billing.local_stripe.life.items import items_of, whole_period
from billing.local_stripe.life.subscribing import Order, subscription_object
from billing.local_stripe.listing import list_of
from billing.local_stripe.money.lines import line_of
from billing.local_stripe.money.totals import totals
from billing.local_stripe.params import metadata_merged
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def order_of_session(session: Obj, customer: str, method: str | None, now: int) -> Order:
    """Return what a session sells."""
    data = session["_data"]
    trial = data.get("trial_end")
    if data.get("trial_period_days"):
        trial = now + data["trial_period_days"] * 86_400
    end = ((data.get("trial_settings") or {}).get("end_behavior") or {}).get("missing_payment_method")
    return Order(
        customer,
        session["_items"],
        method,
        metadata_merged({}, data.get("metadata")),
        data.get("description"),
        data.get("default_tax_rates") or [],
        [{key: value for key, value in one.items() if value} for one in session["discounts"]],
        trial,
        end or "create_invoice",
        session["id"],
    )


def bill(world: World, session: Obj) -> list[Obj]:
    """Return the lines of the first invoice that a session will make: what its page shows."""
    sub = subscription_object(world, order_of_session(session, session["customer"] or "", None, world.now))
    wished = [{key: value for key, value in one.items() if value} for one in session["discounts"]]
    sub["discounts"] = discounts_given(world, sub, wished, preview=True)
    trial = sub["status"] == "trialing"
    drafts = whole_period(world, sub, world.now, items_of(sub)[0]["current_period_end"], trial=trial)
    return [line_of(draft, "in_none") for draft in drafts]


def figures(world: World, session: Obj) -> Obj:
    """Return a session's amounts."""
    lines = bill(world, session)
    total = totals(world, lines, 0)
    return {
        "amount_subtotal": total["subtotal"],
        "amount_total": total["total"],
        "currency": lines[0]["currency"],
        "total_details": {
            "amount_discount": sum(one["amount"] for one in total["total_discount_amounts"]),
            "amount_shipping": 0,
            "amount_tax": sum(one["amount"] for one in total["total_taxes"]),
        },
    }


@included("checkout.session", "line_items")
def line_items_of(world: World, session: Obj) -> Obj:
    """Return the things sold, with their amounts."""
    items = []
    for line, item in zip(bill(world, session), session["_items"], strict=True):
        off = sum(one["amount"] for one in line["discount_amounts"])
        on_top = sum(one["amount"] for one in line["taxes"] if one["tax_behavior"] == "exclusive")
        price = world.state.need("price", item["price"])
        items.append(
            {
                "id": new_id("li"),
                "object": "item",
                "adjustable_quantity": None,
                "amount_discount": off,
                "amount_subtotal": line["amount"],
                "amount_tax": sum(one["amount"] for one in line["taxes"]),
                "amount_total": line["amount"] - off + on_top,
                "currency": line["currency"],
                "description": world.state.need("product", price["product"])["name"],
                "metadata": {},
                "price": price,
                "quantity": line["quantity"],
            }
        )
    return list_of(f"/v1/checkout/sessions/{session['id']}/line_items", items)
