"""What differs in production: a missing secret stops the start with a message that says what to set."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403
from portal.settings.base import env

REQUIRED = ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_ADDRESS", "EMAIL_URL", "DEFAULT_FROM_EMAIL")
missing = [name for name in REQUIRED if not env(name, default="")]
if missing:
    raise ImproperlyConfigured(
        f"Set {', '.join(missing)} in the environment before starting in production; .env.example explains each."
    )
if len(env("SECRET_KEY")) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters; make one with `make secret`.")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Django looks for its own two middlewares by name; PublicFrameMiddleware and StaffCsrfMiddleware derive from them.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
DEVELOPMENT = False
