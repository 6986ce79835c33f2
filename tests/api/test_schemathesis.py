"""A stranger's program, made from the description alone, meets nothing that the description does not say."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.keys import NewKey
from daas.wsgi import application
from tests.api.test_description import PATHS

HOST = "alpha.example.test"


@pytest.fixture
def connection_kept() -> Iterator[None]:
    """Keep the test's own connection at the end of a request, as Django's test client does."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture
def described(connection_kept: None, alpha: Any, computed: Any, new_key: Callable[..., NewKey]) -> Any:
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, headers={"Host": HOST})
    # WSGI has no transport that would unpack an answer.
    plain = {"Accept-Encoding": "identity", "Host": HOST}
    schema.config.update(headers={"Authorization": f"Bearer {new_key(alpha).text}", **plain})
    return schema


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_described(path: str, described: Any) -> None:
    operation = described[f"/api/v1/{path}"]["GET"]

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def every(case: Any) -> None:
        # Values of a right form may still be wrong together: a cursor of no list, from after to.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    every()
