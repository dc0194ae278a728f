"""What differs in tests: no network, no real mail, quick passwords, strict templates."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")

from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, INSTALLED_APPS, TEMPLATES

DEBUG = False
DEVELOPMENT = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STAFF_SECOND_FACTOR = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = BASE_DIR / "var" / "test-media"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = __import__(
    "portal.base.strict_templates", fromlist=["UndefinedVariable"]
).UndefinedVariable("%s")
INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]
TASKS = {"default": {"BACKEND": "tests.late_indexes.LateBackend"}}
# One folder a process: what one worker publishes must not make another forget what it keeps.
STAMP_FOLDER = str(BASE_DIR / "var" / "test-stamps" / str(os.getpid()))
