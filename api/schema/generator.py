"""The schema of a language, made once in each process."""

from functools import lru_cache
from typing import Any

from django.urls import include, path
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator


def schema_in(language: str) -> dict[str, Any]:
    """Return the OpenAPI document with its texts in a language. Shared: don't change it."""
    return _schema(language)


@lru_cache(maxsize=4)
def _schema(language: str) -> dict[str, Any]:
    with translation.override(language):
        generator = SchemaGenerator(patterns=[path("api/v1/", include("api.urls"))])  # type: ignore[no-untyped-call]
        document: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document
