"""Why the model itself is not shown, in words of a shopkeeper."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.numbers import pct

_STRANGE = _("The model could not be fitted to your customers: many different answers describe them equally well.")
_SPEND = _(
    "The model of spending does not fit your customers. Each customer's own mean spend is used, drawn a little to "
    "everybody's."
)
REASONS: Final[dict[str, str | Promise]] = {
    "no_customers": _("Nobody has bought by card yet."),
    "weeks": _("Half a year of purchases is needed to tell who comes back."),
    "customers": _("At least 200 customers are needed."),
    "repeaters": _("At least 50 customers who came back on another day are needed."),
    "no_repeats": _("Too few customers had come back before the days that the model is tried on."),
    "beyond_bounds": _STRANGE,
    "flat": _STRANGE,
    "beaten": _("On the last weeks a simple estimate was closer to what happened than the model."),
    "far_off": _("On the last weeks the model was wrong about your customers as a whole by more than twice."),
    "spend_no_mean": _SPEND,
    "spend_beyond_bounds": _SPEND,
    "spend_flat": _SPEND,
    "spend_nothing": _("Customers who came back paid nothing by card, so that spending can't be estimated."),
    "spend_linked": _(
        "Customers who come more often spend differently at a time, which the model of spending does not allow. Each "
        "customer's own mean spend is used, drawn a little to everybody's."
    ),
}


def percent(whole: int) -> str:
    """Write a margin as people read it: 30 → ``30 %``."""
    return pct(whole / 100, 0)


def reason_text(reason: str) -> str:
    """Say why the model itself is not shown; empty when it is."""
    return str(REASONS[reason]) if reason else ""


def formula(margin: int | None = None) -> str:
    """Say how a value is computed."""
    words = gettext("expected purchase days in the period × expected spend on such a day × share not returned")
    if margin is None:
        return words
    return gettext("%(formula)s × your margin of %(margin)s") % {"formula": words, "margin": percent(margin)}
