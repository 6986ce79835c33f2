"""A schedule's phases: each begins in its time and says what the subscription holds from then on."""

from typing import Any

from billing.local_stripe.alarms import alarm
from billing.local_stripe.events import emit, save
from billing.local_stripe.life.change import Wish, planned
from billing.local_stripe.life.discounting import discounts_given
from billing.local_stripe.life.items import items_of, period, rhythm
from billing.local_stripe.life.status import canceled, said
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def schedule_of(world: World, sub: Obj) -> Obj | None:
    """Return the schedule that governs a subscription."""
    found = world.state.get("subscription_schedule", sub["schedule"]) if sub["schedule"] else None
    return found if found and found["status"] == "active" else None


def alarms_set(world: World, schedule: Obj) -> None:
    """Set an alarm for the end of every phase, on the subscription: its own tick does the work in order."""
    for phase in schedule["phases"]:
        if phase["end_date"] >= world.now:
            world.state.alarm(phase["end_date"], "subscription.tick", schedule["subscription"])
    last = schedule["phases"][-1]["end_date"]
    world.state.alarm(max(world.now, last - 7 * 86_400), "schedule.expiring", schedule["id"])


def wishes_of(sub: Obj, phase: Obj) -> list[dict[str, Any]]:
    """Return the items to ask for so that a subscription holds what a phase says."""
    old, new = items_of(sub), phase["items"]
    wishes: list[dict[str, Any]] = []
    for at, item in enumerate(new):
        wish = {"price": item["price"], "quantity": item["quantity"]}
        wishes.append({"id": old[at]["id"], **wish} if at < len(old) else wish)
    return wishes + [{"id": item["id"], "deleted": True} for item in old[len(new) :]]


def sub_of_next_phase(world: World, sub: Obj, at: int) -> Obj:
    """Return a subscription as it will be at a time, when a phase begins then or has begun."""
    schedule = schedule_of(world, sub)
    if schedule is None:
        return sub
    phase = next((one for one in schedule["phases"] if one["start_date"] <= at < one["end_date"]), None)
    if phase is None or phase["start_date"] <= world.now:
        return sub
    return planned(world, sub, Wish(items=wishes_of(sub, phase), behavior="none")).sub


def phase_due(world: World, sub: Obj) -> Obj:
    """Begin the phase whose time has come; end the schedule after its last."""
    schedule = schedule_of(world, sub)
    if schedule is None or world.now < schedule["current_phase"]["end_date"]:
        return sub
    phase = next((one for one in schedule["phases"] if one["start_date"] <= world.now < one["end_date"]), None)
    if phase is None:
        return _ended(world, schedule, sub)
    now_in = {"start_date": phase["start_date"], "end_date": phase["end_date"]}
    save(world, schedule, {**schedule, "current_phase": now_in}, "subscription_schedule.updated")
    return _entered(world, sub, phase)


def _entered(world: World, sub: Obj, phase: Obj) -> Obj:
    from billing.local_stripe.life.applying import applied  # noqa: PLC0415  it shows invoices, which look at phases

    was, sub = sub, _with_phase(world, sub, phase)
    at_border = period(sub)[1] <= world.now
    if not at_border:
        plan = planned(world, sub, Wish(items=wishes_of(sub, phase), behavior=phase["proration_behavior"]))
        return applied(world, was, plan)
    # At a period's border there is nothing to prorate: the renewal that follows charges the new items.
    before = rhythm(sub)
    plan = planned(world, sub, Wish(items=wishes_of(sub, phase), behavior="none", at=world.now))
    after = {**sub, "items": plan.sub["items"]}
    for old, item in zip(items_of(sub), items_of(after), strict=False):
        item |= {name: old[name] for name in ("current_period_start", "current_period_end")}
    if rhythm(after) != before:
        after["billing_cycle_anchor"] = world.now
    return said(world, was, after)


def _with_phase(world: World, sub: Obj, phase: Obj) -> Obj:
    """Return a subscription with what a phase says beside its items; what it leaves out stays."""
    after = {**sub, "metadata": {**sub["metadata"], **phase["metadata"]}}
    if phase["default_tax_rates"]:
        after["default_tax_rates"] = phase["default_tax_rates"]
    if phase["discounts"]:
        wished = [{name: value for name, value in one.items() if value} for one in phase["discounts"]]
        kept = [one for one in wished if one.get("discount") in (None, *sub["discounts"])]
        after["discounts"] = discounts_given(world, sub, kept)
    return after


def _ended(world: World, schedule: Obj, sub: Obj) -> Obj:
    if schedule["end_behavior"] == "cancel":
        done = {**schedule, "status": "completed", "completed_at": world.now, "current_phase": None}
        world.state.put(done)
        emit(world, "subscription_schedule.completed", done)
        return canceled(world, {**sub, "schedule": None}, "cancellation_requested")
    return released(world, schedule, sub)


def released(world: World, schedule: Obj, sub: Obj) -> Obj:
    """Let a subscription go on without its schedule."""
    done = {**schedule, "status": "released", "released_at": world.now, "released_subscription": sub["id"]}
    done |= {"subscription": None, "current_phase": None}
    world.state.put(done)
    emit(world, "subscription_schedule.released", done)
    return said(world, sub, {**sub, "schedule": None})


@alarm("schedule.expiring")
def _expiring(world: World, ident: str) -> None:
    schedule = world.state.get("subscription_schedule", ident)
    if schedule and schedule["status"] == "active" and schedule["phases"][-1]["end_date"] > world.now:
        emit(world, "subscription_schedule.expiring", schedule)
