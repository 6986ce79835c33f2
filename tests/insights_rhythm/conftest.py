"""The shop of the pages' tests, for this room."""

from tests.insights_pages.conftest import shop, shop_uri

__all__ = ["shop", "shop_uri"]
