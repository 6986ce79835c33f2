"""Tasks run at once here, and their letters land in the outbox."""

from collections.abc import Iterator
from typing import Any

import pytest
from celery.app.trace import build_tracer

from celery_app import app


@pytest.fixture(autouse=True)
def _tasks_at_once() -> Iterator[None]:
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def task_as_a_worker_runs_it(task: Any, *args: Any) -> tuple[str, Any]:
    """Run a task through Celery's own tracer, as a worker does; return its state and its value."""
    trace = build_tracer(task.name, task, app=app, eager=True)
    value, info, *_rest = trace("id", list(args), {}, {"is_eager": True})
    return (info.state if info else "SUCCESS", value)
