"""What a partner's business is: it decides words, thresholds and the figures on top of the first page."""

from collections import Counter

from insights.models import Outlet, Setting
from insights.selectors.gate import in_schema
from lake.kinds import BusinessKind
from lake.mcc import KINDS, kind_of
from tenants.models import Partner


def own_kind(partner: Partner) -> BusinessKind:
    """Return the kind that the partner chose, else that of most of its outlets."""
    with in_schema(partner):
        chosen = Setting.objects.values_list("kind", flat=True).first()
        # A kind that left the file is as if none had been chosen.
        if chosen and chosen in KINDS:
            return KINDS[chosen]
        codes = Outlet.objects.filter(listed=True).order_by("position").values_list("mcc", flat=True)
        kinds = Counter(kind_of(code).key for code in codes)
    most = kinds.most_common(1)
    return KINDS[most[0][0]] if most else kind_of("")
