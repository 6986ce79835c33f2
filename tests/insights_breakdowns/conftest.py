"""The lakes of the room of metrics, here too."""

from tests.insights.conftest import computed, lake_of

__all__ = ["computed", "lake_of"]
