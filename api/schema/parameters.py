"""Query parameters that several addresses share, for the schema."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from api.pages import PAGE_MAX, PAGE_SIZE
from api.schema.serializers import CHANNELS

FROM: Final = OpenApiParameter("from", OpenApiTypes.DATE, description=_("First day; to − 27 days by default"))
TO: Final = OpenApiParameter("to", OpenApiTypes.DATE, description=_("Last day; the newest of the data by default"))
OUTLET: Final = OpenApiParameter("outlet", str, description=_("One of your outlets; all of them by default"))
CHANNEL: Final = OpenApiParameter(
    "channel", {"type": "string", "enum": list(CHANNELS)}, description=_("How was paid; both by default")
)
PAGES: Final = (
    OpenApiParameter("cursor", str, description=_("From next or previous of this list")),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE_SIZE},
        description=_("Rows on a page"),
    ),
)


def key_parameter(example: str) -> OpenApiParameter:
    """Describe the key in an address, with one that can be tried."""
    examples = [OpenApiExample(example, value=example)]
    return OpenApiParameter(
        "key", str, OpenApiParameter.PATH, description=_("A key of the catalogue"), examples=examples
    )
