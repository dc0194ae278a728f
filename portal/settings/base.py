"""Settings that are safe for production; the other modules of this package only say what differs.

Every value that may differ between two installations comes from the environment; `.env.example` lists them all.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_ADDRESS = env("SITE_ADDRESS", default="http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "submissions",
    "articles",
    "trials",
    "therapies",
    "organisations",
    "conditions",
    "glossary",
    "portal.starter",
    "portal.home",
    "portal.base",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_countries",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

# Sessions, sign-in and messages run for staff addresses only: a public page depends on nothing but its address.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.base.middleware.StaffReferrerMiddleware",
    "portal.base.middleware.PolicyMiddleware",
    "portal.base.middleware.PublicGZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.base.middleware.LanguageFromAddressMiddleware",
    "portal.base.middleware.StaffSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.home.list_in_address.ListInAddressMiddleware",
    "portal.base.middleware.StaffCsrfMiddleware",
    "portal.base.middleware.StaffAuthenticationMiddleware",
    "portal.base.middleware.StaffMessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.base.middleware.SecondFactorMiddleware",
    "portal.base.middleware.PublicFrameMiddleware",
    "portal.base.middleware.GoneMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

# Only these addresses get a session, a CSRF cookie or a signed-in user.
STAFF_ADDRESSES = ("/admin/", "/staff/", "/documents/")

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.base.context.site_identity",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE, two writers at once fail with "database is locked"; with it, none did in 240 trials.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

# What was published lately is told to all processes by small files, or by the cache where several machines share one.
STAMPS_IN_CACHE = "redis" in CACHES["default"]["BACKEND"].lower()
STAMP_FOLDER = env("STAMP_FOLDER", default=str(BASE_DIR / "var" / "stamps"))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("de", "Deutsch"), ("ar", "العربية")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="UTC")

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "/staff/login/"
LOGIN_REDIRECT_URL = "/admin/"
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
ACCOUNT_ADAPTER = "portal.base.signin.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# allauth keeps an unverified address of every account; a second factor must be possible without mail all the same.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Everything goes through the outbox; this is what hands a message over in the end.
MAIL_DELIVERY_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = "portal.base.mail.OutboxBackend"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Wagtail's admin has inline scripts and styles on its edit pages; it gets a policy of its own.
STAFF_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
}

WAGTAIL_SITE_NAME = _("Cell & Gene Compass")
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILAPI_DOCS_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "xlsx", "odt", "txt", "vtt"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS = []
TAGGIT_CASE_INSENSITIVE = True
COUNTRIES_OVERRIDE = {"XK": _("Kosovo")}

# Where fonts for letters that our own font does not have may be found: for pictures and PDF made on the server.
FONT_FOLDERS = env.list(
    "FONT_FOLDERS",
    default=[
        "/usr/share/fonts/truetype/noto",
        "/usr/share/fonts/opentype/noto",
        "/usr/share/fonts/truetype/dejavu",
        "/usr/share/fonts/dejavu",
        "/usr/share/fonts/noto",
    ],
)
# Address of an OpenSearch server for the public search; empty: the database answers.
SEARCH_URL = env("SEARCH_URL", default="")

# A registry entry counts as "recruiting" only if it was checked within this many days.
TRIAL_STATUS_VALID_DAYS = env.int("TRIAL_STATUS_VALID_DAYS", default=30)

# How many proxies of ours stand in front: so many last entries of X-Forwarded-For are believed.
PROXIES_IN_FRONT = env.int("PROXIES_IN_FRONT", default=0)

# Where trial registries are asked, and how politely. The address of CTIS is empty as long as it is not to be asked.
CTGOV_BASE_URL = env("CTGOV_BASE_URL", default="https://clinicaltrials.gov/api/v2")
CTIS_BASE_URL = env("CTIS_BASE_URL", default="")
REGISTRY_CONTACT = env("REGISTRY_CONTACT", default="")
REGISTRY_PAUSE = env.float("REGISTRY_PAUSE", default=1.0)
REGISTRY_TIMEOUT = env.float("REGISTRY_TIMEOUT", default=30.0)
REGISTRY_TRIES = env.int("REGISTRY_TRIES", default=6)
REGISTRY_BACKOFF = env.float("REGISTRY_BACKOFF", default=2.0)
REGISTRY_PAGE_SIZE = env.int("REGISTRY_PAGE_SIZE", default=1000)

# How politely check_links asks, and whether it may ask machines of this network (for tests only).
LINK_CHECK_PAUSE = env.float("LINK_CHECK_PAUSE", default=2.0)
LINK_CHECK_TIMEOUT = env.float("LINK_CHECK_TIMEOUT", default=20.0)
LINK_CHECK_PRIVATE = env.bool("LINK_CHECK_PRIVATE", default=False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"no_query": {"()": "portal.base.logs.WithoutQueryString"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_query"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        # These write whole addresses into the log, with what was asked for.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
