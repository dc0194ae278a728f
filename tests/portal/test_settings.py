"""Settings: production does not start half set up, and nothing calls outside by default."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.repository import ROOT

SECRET = "x" * 50
COMPLETE = {
    "SECRET_KEY": SECRET,
    "DATABASE_URL": "sqlite://:memory:",
    "ALLOWED_HOSTS": "portal.example",
    "SITE_ADDRESS": "https://portal.example",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "portal@portal.example",
}
SHOWN = ("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "STAFF_SECOND_FACTOR",
         "DEVELOPMENT")  # fmt: skip


def start(**environment):
    """Load the settings of production in a process of its own, with nothing but this environment."""
    program = "import portal.settings.production as s; print({n: getattr(s, n) for n in %r})" % (SHOWN,)  # noqa: UP031
    kept = {name: value for name, value in os.environ.items() if name == "PATH"}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True
    )


@pytest.mark.parametrize("name", COMPLETE)
def test_production_without_one_of_its_settings_does_not_start_and_names_it(name):
    done = start(**{key: value for key, value in COMPLETE.items() if key != name})

    assert done.returncode != 0
    assert f"Set {name} in the environment" in done.stderr


def test_production_with_a_short_secret_does_not_start_and_does_not_show_it():
    done = start(**{**COMPLETE, "SECRET_KEY": "too-short-to-be-a-secret"})

    assert done.returncode != 0
    assert "at least 50 characters" in done.stderr
    assert "too-short-to-be-a-secret" not in done.stderr


def test_production_with_all_its_settings_is_safe():
    done = start(**COMPLETE)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(
        {
            "DEBUG": False,
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
            "SECURE_SSL_REDIRECT": True,
            "STAFF_SECOND_FACTOR": True,
            "DEVELOPMENT": False,
        }
    )


def test_every_setting_from_the_environment_is_explained():
    read = [(ROOT / "portal" / "settings" / name).read_text() for name in ("base.py", "dev.py", "production.py")]
    asked = {part.split('"')[1] for text in read for part in text.split("env")[1:] if '("' in part[:10]}
    explained = (ROOT / ".env.example").read_text()

    assert len(asked) > 5
    assert [name for name in sorted(asked) if name.isupper() and name not in explained] == []


def test_approval_is_asked_for_again_after_an_edit():
    assert settings.WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT is True


def test_admin_calls_nobody_outside():
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAILEMBEDS_FINDERS == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert "No changes detected" in capsys.readouterr().out


def test_django_finds_nothing_to_complain_about(capsys):
    call_command("check", fail_level="WARNING")
