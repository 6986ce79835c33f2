"""Tasks run at once here, and their letters land in the outbox."""

from collections.abc import Iterator

import pytest

from celery_app import app


@pytest.fixture(autouse=True)
def _tasks_at_once() -> Iterator[None]:
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
