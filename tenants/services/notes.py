"""What account managers write down about a partner."""

from django.utils.translation import gettext as _

from tenants.errors import Refused
from tenants.models import Note, Partner, User

LONGEST = 4000


def note_add(*, partner: Partner, author: User, text: str) -> Note:
    """Keep a note; the partner never sees it.

    Raises
    ------
    Refused
        For an empty or an overlong one.
    """
    written = text.strip()
    if not written:
        raise Refused(_("Write the note first."), field="text")
    if len(written) > LONGEST:
        raise Refused(_("Shorten the note to %(most)d characters.") % {"most": LONGEST}, field="text")
    return Note.objects.create(partner=partner, author=author, text=written)
