"""What a partner's business is: it decides words, thresholds and the figures on top of the first page."""

from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager

from insights.metrics import catalogue
from insights.models import Outlet, Setting
from insights.selectors.gate import in_schema
from lake.kinds import BusinessKind
from lake.mcc import KINDS, kind_of
from tenants.models import Partner
from ui.dialect import dialect


def own_kind(partner: Partner, codes: Iterable[str] | None = None) -> BusinessKind:
    """Return the kind that the partner chose, else that of most of its outlets.

    Parameters
    ----------
    partner : Partner
        Whose.
    codes : iterable of str, optional
        Category codes of its outlets, where they are known better than they are kept.
    """
    with in_schema(partner):
        chosen = Setting.objects.values_list("kind", flat=True).first()
        # A kind that left the file is as if none had been chosen.
        if chosen and chosen in KINDS:
            return KINDS[chosen]
        if codes is None:
            codes = Outlet.objects.filter(listed=True).values_list("mcc", flat=True)
        kinds = Counter(kind_of(code).key for code in codes)
    # Of two kinds with as many outlets the first by its name, so that it does not hang on their order.
    most = max(sorted(kinds), key=kinds.__getitem__, default=None)
    return KINDS[most] if most else kind_of("")


def headline_of(partner: Partner) -> tuple[str, ...]:
    """Return the metrics on top of the first page, in the order of the partner's kind of business."""
    return tuple(key for key in own_kind(partner).headline if key in catalogue())


def own_words(partner: Partner) -> AbstractContextManager[None]:
    """Let every text be said in the words of the partner's kind: `with own_words(partner): …`."""
    return dialect(own_kind(partner).spoken())
