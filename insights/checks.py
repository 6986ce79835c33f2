"""What a start proves beyond the files themselves: names of figures in them are those of figures."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from billing.features import FEATURES
from insights.metrics import catalogue
from insights.peers.metrics import METRICS
from lake.mcc import KINDS


@register()
def headlines_are_metrics(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Report each figure of lake/kinds.toml that is no metric."""
    known = catalogue()
    return [
        Error(f"lake/kinds.toml: kinds.{kind.key}.headline: there is no metric {key}.", id="insights.E001")
        for kind in KINDS.values()
        for key in kind.headline
        if key not in known
    ]


REFERENCES = frozenset(
    {"gender", "age", "demographic_segment", "new_returning", "regular_customers", "retention", "weekday"}
)
"""What others' shares stand beside: a breakdown, or a rhythm."""


@register()
def what_is_switched_off_exists(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Report each name that the bank switched off and nothing bears: a slip must not leave a figure told."""
    return [
        Error(f"DISCLOSURE_OFF: there is no feature and no figure {name}.", id="insights.E002")
        for name in sorted(settings.DISCLOSURE_OFF - {*FEATURES, *METRICS, *REFERENCES})
    ]
