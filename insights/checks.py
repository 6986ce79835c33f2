"""What a start proves beyond the file itself: the figures that kinds of business put on top are metrics."""

from typing import Any

from django.core.checks import Error, register

from insights.metrics import catalogue
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
