"""What was begun and never confirmed is forgotten: an address typed by somebody is nobody's consent."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from onboarding.models import SignUp
from tenants.models import User

KEPT: Final = timedelta(days=30)


def sign_ups_forget() -> int:
    """Remove sign-ups whose e-mail was not confirmed in time, and the accounts that were made for them alone."""
    before = timezone.now() - KEPT
    with transaction.atomic():
        rows = SignUp.objects.filter(state=SignUp.State.UNCONFIRMED, created_at__lt=before, partner=None)
        people = list(rows.values_list("user", flat=True))
        rows.delete()
        unused = User.objects.filter(pk__in=people, emailaddress__verified=False, is_staff=False, last_login=None)
        unused.filter(memberships=None, sign_ups=None).delete()
    return len(people)
