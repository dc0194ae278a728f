"""A database state that several tests share, because making it for each of them would take too long."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept_for_several_tests(blocker):
    """Keep what is written to the database until the end of the block, then undo it.

    For fixtures with the scope of a module or folder: ``blocker`` is pytest-django's ``django_db_blocker``. Each test
    still runs in a transaction of its own, inside this one.
    """
    with blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
