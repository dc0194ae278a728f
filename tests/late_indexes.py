"""Updates of the admin's two indexes in tests: they wait until somebody reads an index, or until the test is over.

Wagtail updates its search index and its index of references after every save, so a record that is made, given a draft
and published is indexed three times; that was a third of the time of all tests. Here an object waits once, however
often it is saved. Whoever reads an index finds it up to date. On PostgreSQL every other update runs before its test
ends, and one that fails still fails its test (``failed_tasks`` in conftest.py). On SQLite, where the same tests run
first, what nobody read is dropped: it took another sixth of the time and told nothing that PostgreSQL does not.
"""

import threading
from contextlib import contextmanager

from django.apps import apps
from django.db import connection
from django_tasks.backends.immediate import ImmediateBackend

from tests.browser_loop import outside_the_loop

# By name: tasks can be imported only once their backend, which is here, can be.
LATE = {"modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"}
# The full text tables of SQLite begin like the table they belong to.
TABLES = ("wagtailcore_referenceindex", "wagtailsearch_indexentry")

_waiting: dict = {}
_is_late = False


class LateBackend(ImmediateBackend):
    """Runs tasks at once, but lets updates of the indexes wait where the running test allows it."""

    def enqueue(self, task, args, kwargs):
        if not _is_late or task.module_path not in LATE or threading.current_thread() is not threading.main_thread():
            return super().enqueue(task, args, kwargs)
        key = (task.module_path, *args)
        _waiting.pop(key, None)
        _waiting[key] = (super().enqueue, task, args, kwargs)
        return None


def run_waiting() -> None:
    """Run what waits, as if it had run at once: unseen by whoever counts queries; what is gone needs no update."""
    if not _waiting:
        return
    with at_once(), outside_the_loop():
        counts, connection.force_debug_cursor = connection.force_debug_cursor, False
        try:
            while _waiting:
                enqueue, task, args, kwargs = _waiting.pop(next(iter(_waiting)))
                app, model, key = args
                if apps.get_model(app, model).objects.filter(pk=key).exists():
                    enqueue(task, args, kwargs)
        finally:
            connection.force_debug_cursor = counts


@contextmanager
def late_indexes():
    """Let updates wait during the block; on PostgreSQL they have run when it ends, if the database takes them."""
    global _is_late
    if _before_reading not in connection.execute_wrappers:
        connection.execute_wrappers.append(_before_reading)
    _is_late = True
    try:
        yield
        if connection.vendor == "postgresql" and not connection.needs_rollback:
            run_waiting()
    finally:
        _is_late = False
        _waiting.clear()


@contextmanager
def at_once():
    """Let nothing wait during the block: for what several tests share, which outlives the test that made it."""
    global _is_late
    before, _is_late = _is_late, False
    try:
        yield
    finally:
        _is_late = before


def _before_reading(execute, sql, params, many, context):
    if _waiting and _is_late and any(table in sql for table in TABLES):
        run_waiting()
    return execute(sql, params, many, context)
