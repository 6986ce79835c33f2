"""This room as Django knows it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    import pyarrow as pa

    from insights.engine.visits import Visits
    from insights.engine.windows import Ints
    from tenants.models import Partner


class SegmentsConfig(AppConfig):
    """What models find in a partner's customers."""

    name = "segments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer what the room of figures asks."""
        from insights import hooks  # noqa: PLC0415  they read models
        from segments.services.refit import value_refit  # noqa: PLC0415
        from segments.services.request import value_request  # noqa: PLC0415

        @hooks.recomputed.answered_by
        def recomputed(
            *,
            partner: "Partner",
            visits: "Visits",
            people: "pa.Table",
            first_day: date,
            as_of: date,
            data_version: int,
            pseudonyms: Callable[[], "Ints"],
        ) -> None:
            value_refit(
                partner=partner, visits=visits, people=people, pseudonyms=pseudonyms, first_day=first_day,
                as_of=as_of, data_version=data_version,
            )  # fmt: skip

        @hooks.holding_changed.answered_by
        def holding_changed(partner: "Partner") -> None:
            value_request(partner=partner)
