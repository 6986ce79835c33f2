"""The timetable names tasks that exist, and none of them waits for ever."""

from typing import Any

import pytest

from celery_app import app


@pytest.mark.parametrize("entry", app.conf.beat_schedule.values(), ids=app.conf.beat_schedule)
def test_an_entry_names_a_task_a_queue_and_an_end(entry: dict[str, Any]) -> None:
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert entry["options"]["queue"] in {"small", "big"}
    assert entry["options"]["expires"] > 0
