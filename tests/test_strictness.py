"""The nets that catch silent mistakes do catch them; the one for templates has its tests in tests/base/."""

import warnings

import pytest
from django_tasks import task


@task()
def break_down():
    raise ValueError("broken on purpose")


def test_background_task_that_fails_is_noticed(failed_tasks):
    break_down.enqueue()

    assert len(failed_tasks) == 1
    failed_tasks.clear()


def test_warning_is_an_error():
    with pytest.raises(DeprecationWarning, match="on purpose"):
        warnings.warn("on purpose", DeprecationWarning, stacklevel=1)
