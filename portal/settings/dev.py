"""What differs on a developer's machine (`make run`)."""

import os
from pathlib import Path

import environ

# Read first: the base settings take their values from the environment. What is set there already wins over the file.
environment_file = Path(__file__).resolve().parent.parent.parent / ".env"
if environment_file.exists():
    environ.Env.read_env(environment_file)
os.environ.setdefault("SECRET_KEY", "only-for-development-never-for-a-public-site")
os.environ.setdefault("SITE_ADDRESS", f"http://localhost:{os.environ.get('PORT', '8000')}")

from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import INSTALLED_APPS, env  # noqa: E402

DEBUG = env.bool("DEBUG", default=False)
DEVELOPMENT = True
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.styleguide"]
