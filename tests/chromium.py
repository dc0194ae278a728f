"""Where the browser is, if there is one."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str:
    """Return the path of the first Chromium found on this machine, or nothing."""
    return next((path for path in map(shutil.which, NAMES) if path), "")


def is_required() -> bool:
    """Return whether a missing browser is an error, as it is in the build, and not a reason to skip."""
    return os.environ.get("BROWSER_REQUIRED", "") not in ("", "0")
