"""What differs on a developer's machine (`make run`)."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-development-never-for-a-public-site")

from portal.settings.base import *  # noqa: E402,F403
from portal.settings.base import BASE_DIR, INSTALLED_APPS, env  # noqa: E402

environ_file = BASE_DIR / ".env"
if environ_file.exists():
    env.read_env(environ_file)

DEBUG = env.bool("DEBUG", default=False)
DEVELOPMENT = True
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.styleguide"]
