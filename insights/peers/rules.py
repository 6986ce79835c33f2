"""The numbers of disclosure, as the bank has set them."""

from django.conf import settings

from lake.disclosure import Rules


def rules_now() -> Rules:
    """Return the thresholds in force."""
    return getattr(settings, "DISCLOSURE_RULES", Rules())
