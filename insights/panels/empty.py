"""What stands where there are no figures yet: why, and what happens next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Empty:
    """What templates/insights/empty.html shows."""

    heading: str
    title: str
    text: str
    sign: str = "database"
    url: str = ""
    action: str = ""


def no_outlets() -> Empty:
    """Say that the bank lists no outlet for this company."""
    return Empty(
        _("Your figures"),
        _("No outlets yet"),
        _(
            "The bank lists no shop or site under your INN. As soon as it does, your figures appear here by "
            "themselves. If you take cards already, write to your account manager."
        ),
        "building-store",
    )


def no_payments() -> Empty:
    """Say that nothing was paid by card so far."""
    return Empty(
        _("Your figures"),
        _("No card payments yet"),
        _(
            "Your outlets are known, but nobody has paid by card there yet. The first payments appear "
            "here the next day."
        ),
        "credit-card",
    )


def failed() -> Empty:
    """Say that the first computation stopped."""
    return Empty(
        _("Your figures"),
        _("The figures could not be computed"),
        _("It will be tried again by itself within minutes. If this page stays, write to your account manager."),
        "alert-triangle",
    )
