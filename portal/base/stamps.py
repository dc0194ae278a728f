"""A number that every process can read without asking the database, to notice that something was published.

On one machine it is the time of a small file; several machines share it through their cache (``STAMPS_IN_CACHE``).
"""

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction


def current(name: str) -> str:
    """Return the stamp of a name; it changes whenever ``renew`` was called in any process. Costs no query."""
    if settings.STAMPS_IN_CACHE:
        return str(cache.get_or_set(f"stamp:{name}", new_stamp, timeout=None))
    try:
        state = os.stat(_file(name))
    except FileNotFoundError:
        return ""
    return f"{state.st_mtime_ns}:{state.st_ino}"


def renew(name: str) -> None:
    """Change the stamp once the running transaction is committed; a rolled-back change is no change."""
    transaction.on_commit(lambda: _renew_now(name))


def new_stamp() -> str:
    return uuid.uuid4().hex


def _renew_now(name: str) -> None:
    if settings.STAMPS_IN_CACHE:
        cache.set(f"stamp:{name}", new_stamp(), timeout=None)
        return
    path = _file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{new_stamp()}")
    fresh.write_text(new_stamp())
    fresh.replace(path)


def _file(name: str) -> Path:
    return Path(settings.STAMP_FOLDER) / name


_kept: dict[tuple[str, object], tuple[str, object]] = {}
_lock = RLock()


def keep(name: str, key: object, build: Callable[[], Any]) -> Any:
    """Return what ``build`` made, kept in this process until the stamp of ``name`` changes; then built again.

    The stamp is read before building: what is published while building is noticed at the next call.
    """
    stamp = current(name)
    found = _kept.get((name, key))
    if found is not None and found[0] == stamp:
        return found[1]
    with _lock:
        found = _kept.get((name, key))
        if found is None or found[0] != stamp:
            found = _kept[name, key] = (stamp, build())
    return found[1]


def forget() -> None:
    """Drop everything kept in this process; for tests, whose changes are never committed."""
    _kept.clear()
