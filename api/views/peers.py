"""`peers/` and `peers/{key}/`: how you stand among similar businesses."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers_peers import group_body, peer_body, peer_info_body
from api.doors import door, opened
from api.problems import not_found
from api.schema.examples_customers import PEER, PEERS
from api.schema.parameters import PAGES, key_parameter
from api.schema.peers import LENSES, WIDTHS, PeerAnswerSerializer, PeerPageSerializer
from api.views.base import PlanView
from api.views.lists import listed
from insights.peers.metrics import UnknownPeerMetric
from insights.selectors.peers import peer_catalogue, peer_groups, peer_metric


class PeerListView(PlanView):
    """The catalogue and the groups."""

    query = ("cursor", "page_size")

    @extend_schema(
        operation_id="peers",
        summary=_("The catalogue of comparisons, and the groups of similar businesses"),
        description=_(
            "What can be compared, and with whom: how each group is chosen, how wide it is, how many businesses are "
            "in it, and its traits. A group is frozen for a quarter. Nobody is named, and nobody sees you either."
        ),
        parameters=list(PAGES),
        responses={200: PeerPageSerializer},
        examples=[PEERS],
    )
    def get(self, request: Request) -> Response:
        """Answer with a page of the catalogue, and the groups."""
        with door(self.partner):
            catalogue, groups = peer_catalogue(self.partner), peer_groups(self.partner)
        page = listed(self, request, catalogue, lambda item: item.key, peer_info_body)
        return Response({**page, "groups": [group_body(group) for group in groups]})


class PeerView(PlanView):
    """One comparison."""

    query = ("lens", "group")

    @extend_schema(
        operation_id="peer",
        summary=_("You among similar businesses"),
        description=_(
            "Your value beside the middle and the quartiles of a group of similar businesses. Figures about others "
            "are rounded, and left out where somebody could be recognised; suppressed says why, and whether the wider "
            "group can be asked instead."
        ),
        parameters=[
            key_parameter("revenue_vs_peers"),
            OpenApiParameter(
                "lens",
                {"type": "string", "enum": list(LENSES), "default": LENSES[0]},
                description=_("How they are chosen: by kind and place, size, shared customers, or as you described"),
            ),
            OpenApiParameter(
                "group",
                {"type": "string", "enum": list(WIDTHS), "default": WIDTHS[0]},
                description=_("The usual group or the wider one"),
            ),
        ],
        responses={200: PeerAnswerSerializer},
        examples=[PEER],
    )
    def get(self, request: Request, key: str) -> Response:
        """Answer with the comparison."""
        lens = self.parameters.one_of("lens", LENSES) or LENSES[0]
        wide = self.parameters.one_of("group", WIDTHS) == "wide"
        try:
            with door(self.partner):
                found = opened(peer_metric(self.partner, key, lens=lens, wide=wide))
        except UnknownPeerMetric as error:
            raise not_found(gettext("There is no such comparison. The catalogue is at peers/.")) from error
        return Response(peer_body(found))
