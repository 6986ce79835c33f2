"""What this room lets managers do to a partner: close and open its host, hand it over, note, judge a claim."""

from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.admin.acts import Act, Done, ReasonForm
from tenants.forms import Form
from tenants.models import Partner, User
from tenants.roles import bank_people
from tenants.services import partner_resume, partner_suspend
from tenants.services.bank import manager_change
from tenants.services.entry import support_link
from tenants.services.notes import LONGEST, note_add


class ManagerForm(ReasonForm):
    """Who takes the partner over."""

    manager: Any = forms.ModelChoiceField(
        label=gettext_lazy("Account manager"), queryset=None, required=False, empty_label=gettext_lazy("Nobody yet")
    )
    field_order = ("manager", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = bank_people()  # type: ignore[attr-defined]


class NoteForm(Form):
    """A note."""

    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "cols": 40})
    )


def _suspend(*, partner: Partner, by: User, reason: str) -> Done:
    partner_suspend(partner=partner)
    return Done(_("%(name)s is suspended: its host is closed.") % {"name": partner.name})


def _resume(*, partner: Partner, by: User, reason: str) -> Done:
    partner_resume(partner=partner)
    return Done(_("%(name)s is resumed: its host is open.") % {"name": partner.name})


def _hand_over(*, partner: Partner, by: User, manager: User | None, reason: str) -> Done:
    manager_change(partner=partner, manager=manager, by=by)
    return Done(
        _("Account manager of %(name)s: %(manager)s.") % {"name": partner.name, "manager": manager or _("nobody")}
    )


def _enter(*, partner: Partner, by: User, reason: str) -> Done:
    # That somebody came in is kept when the link is used.
    return Done("", support_link(by, partner, reason))


def _note(*, partner: Partner, by: User, text: str) -> Done:
    note_add(partner=partner, author=by, text=text)
    page = reverse("admin:tenants_partner_change", args=[partner.pk])
    return Done(_("The note is kept."), f"{page}#notes")


SUSPENDED: Final = "partner_suspended"
RESUMED: Final = "partner_resumed"
ACTS: Final = (
    Act(
        "enter",
        gettext_lazy("Enter to look"),
        gettext_lazy(
            "You come into the partner's pages for half an hour and can change nothing. A banner says so; the owner "
            "reads who came in and why."
        ),
        _enter,
        card="partner",
        offered=lambda partner: bool(partner.active),
    ),
    Act(
        "suspend",
        gettext_lazy("Suspend"),
        gettext_lazy(
            "The partner's host closes for all its people at once, and nothing more is charged. "
            "Nothing is deleted; it can be resumed."
        ),
        _suspend,
        card="partner",
        danger=True,
        action=SUSPENDED,
        sentence=gettext_lazy("Suspended the workspace. Reason: %(reason)s"),
        offered=lambda partner: partner.status == Partner.Status.ACTIVE,
    ),
    Act(
        "resume",
        gettext_lazy("Resume"),
        gettext_lazy("The partner's host opens again for its people."),
        _resume,
        card="partner",
        action=RESUMED,
        sentence=gettext_lazy("Resumed the workspace. Reason: %(reason)s"),
        offered=lambda partner: partner.status == Partner.Status.SUSPENDED,
    ),
    Act(
        "manager",
        gettext_lazy("Change the manager"),
        gettext_lazy("The partner goes to another account manager; the one before sees it no more."),
        _hand_over,
        card="partner",
        form=ManagerForm,
        heads=True,
        action="manager_changed",
        sentence=gettext_lazy("Changed the account manager. Reason: %(reason)s"),
        initial=lambda partner: {"manager": partner.account_manager_id},
    ),
    Act(
        "note",
        gettext_lazy("Keep the note"),
        gettext_lazy("Only people of the bank read notes."),
        _note,
        card="",
        form=NoteForm,
        # Without a record: the owner reads those, and is told nothing of notes.
    ),
)
