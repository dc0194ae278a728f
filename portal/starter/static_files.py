"""Collects static files only when one of them changed: hashing and compressing all takes too long for a start."""

import hashlib
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def fingerprint() -> str:
    """Return a digest of our static files (path, size, time), of how they are stored and of all packages' versions."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            state = path.stat()
            digest.update(f"{path}:{state.st_size}:{state.st_mtime_ns}".encode())
    for name in sorted(f"{package.name}=={package.version}" for package in distributions()):
        digest.update(name.encode())
    return digest.hexdigest()


def collect_static_files() -> bool:
    """Collect static files if anything changed since the last time; return whether they were collected."""
    mark = Path(settings.STATIC_ROOT) / ".fingerprint"
    current = fingerprint()
    if mark.exists() and mark.read_text() == current:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(current)
    return True
