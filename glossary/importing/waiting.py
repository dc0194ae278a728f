"""Keeps an uploaded table between the report and the “yes” of whoever uploaded it, and no longer."""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.cache import cache

SECONDS = 3600
SALT = "glossary.importing.waiting"


class NothingWaits(Exception):
    """The uploaded file is gone, was replaced by another one, or belongs to somebody else."""


@dataclass(frozen=True)
class WaitingFile:
    """An uploaded table, and the digest of the report that was shown for it."""

    content: bytes
    file_name: str
    report_digest: str


def keep(content: bytes, *, user_key: int, file_name: str, report_digest: str) -> str:
    """Keep a file for a user and return a signed token for it; it takes the place of an earlier one of theirs."""
    sweep()
    if settings.STAMPS_IN_CACHE:
        cache.set(_cache_key(user_key), content, timeout=SECONDS)
    else:
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = _file(user_key).with_suffix(f".{time.time_ns()}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(content)
        fresh.replace(_file(user_key))
    facts = {"user": user_key, "file": _digest(content), "name": file_name, "report": report_digest}
    return signing.dumps(facts, salt=SALT)


def fetch(token: str, *, user_key: int) -> WaitingFile:
    """Return exactly the bytes that a token was given for. Raises NothingWaits."""
    try:
        facts = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise NothingWaits from None
    content = _content(user_key) if facts["user"] == user_key else None
    if content is None or _digest(content) != facts["file"]:
        raise NothingWaits
    return WaitingFile(content, facts["name"], facts["report"])


def drop(*, user_key: int) -> None:
    """Delete the file that waits for a user, if there is one."""
    cache.delete(_cache_key(user_key))
    _file(user_key).unlink(missing_ok=True)


def _content(user_key: int) -> bytes | None:
    if settings.STAMPS_IN_CACHE:
        return cache.get(_cache_key(user_key))
    try:
        return _file(user_key).read_bytes()
    except FileNotFoundError:
        return None


def sweep() -> None:
    """Delete what nobody said yes or no to within an hour."""
    for path in _folder().glob("*"):
        if path.stat().st_mtime < time.time() - SECONDS:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    """Return a folder beside the stamps: every process of this machine sees it, and no browser does."""
    return Path(settings.STAMP_FOLDER).with_name("glossary-imports")


def _file(user_key: int) -> Path:
    return _folder() / f"{user_key}.table"


def _cache_key(user_key: int) -> str:
    return f"glossary-import:{user_key}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
