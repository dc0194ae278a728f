"""Who may do what: every group, every action, every kind of record, by asking the admin itself."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS, ROLES, setup_roles
from tests.factories.admin import PUBLISH, address, fill
from tests.factories.articles import make_article
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.kept import kept_for_several_tests
from tests.factories.kernel import make_source
from tests.factories.staff import make_member, signed_in
from tests.factories.submissions import make_submission
from trials.models import RegistryRecord

EVERYBODY = {EDITORS, REVIEWERS, MODERATORS, ADMINISTRATORS}
WRITERS = {EDITORS, ADMINISTRATORS}
PUBLISHERS = {REVIEWERS, MODERATORS, ADMINISTRATORS}
ADMINS = {ADMINISTRATORS}
NOBODY = set()

every_group = pytest.mark.parametrize("group", ROLES)
every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)

# Screen of a record -> who gets to see it.
RECORD_SCREENS = {
    "list": EVERYBODY,
    "inspect": EVERYBODY,
    "history": WRITERS,
    "usage": WRITERS,
    "add": WRITERS,
    "edit": WRITERS,
    "delete": ADMINS,
    "unpublish": PUBLISHERS,
}
# Screen of the admin -> who gets to see it.
OTHER_SCREENS = {
    "/admin/": EVERYBODY,
    "/admin/account/": EVERYBODY,
    "/admin/snippets/base/source/": EVERYBODY,
    "/admin/snippets/base/source/add/": WRITERS,
    "/admin/snippets/articles/resource/": EVERYBODY,
    "/admin/snippets/articles/resource/add/": WRITERS,
    "/admin/snippets/trials/registryrecord/": EVERYBODY,
    "/admin/snippets/trials/registryrecord/add/": NOBODY,
    "/admin/snippets/submissions/submission/": {MODERATORS, ADMINISTRATORS},
    "/admin/snippets/submissions/submission/add/": NOBODY,
    "/admin/users/": ADMINS,
    "/admin/users/new/": ADMINS,
    "/admin/groups/new/": NOBODY,
    "/admin/redirects/": ADMINS,
    "/admin/locales/new/": ADMINS,
    "/admin/sites/": NOBODY,
    "/admin/workflows/new/": NOBODY,
    "/admin/workflows/tasks/new/": NOBODY,
    "/admin/images/add/": WRITERS,
    "/admin/documents/add/": WRITERS,
    "/admin/reports/workflow/": EVERYBODY,
    "/admin/pages/": EVERYBODY,
}


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    """The roles, one member of each, one record of each kind, and what else can be asked for."""
    with kept_for_several_tests(django_db_blocker):
        with django_db_blocker.unblock():
            setup_roles()
            article = make_article()
            things = SimpleNamespace(
                browsers={group: signed_in(make_member(group)) for group in ROLES},
                records={model: make(model) for model in RECORD_MODELS},
                article=article,
                section=article.get_parent(),
                source=make_source(),
                submission=make_submission(),
                registry_record=RegistryRecord.objects.get(),
            )
        yield things


def is_let_in(browser, path):
    """Whether a screen is shown; Wagtail sends somebody without the right back to the admin's first page."""
    response = browser.get(path)
    assert response.status_code in {200, 302, 403, 404}, f"{path}: {response.status_code}"
    return response.status_code == 200


def record_of(office, model):
    """The record of a kind as the database has it: what an earlier test did to the object is forgotten."""
    return model.objects.get(pk=office.records[model].pk)


def state_of_setup():
    return {
        "groups": {group.name: sorted(p.codename for p in group.permissions.all()) for group in Group.objects.all()},
        "permissions": Permission.objects.count(),
        "pages": GroupPagePermission.objects.count(),
        "media": GroupCollectionPermission.objects.count(),
        "tasks": sorted((task.name, type(task.specific).__name__) for task in Task.objects.all()),
        "workflows": sorted(Workflow.objects.values_list("name", "active")),
        "steps": sorted(WorkflowTask.objects.values_list("workflow__name", "sort_order", "task__name")),
        "kinds": sorted(WorkflowContentType.objects.values_list("content_type__model", "workflow__name")),
        "tree": list(WorkflowPage.objects.values_list("page__depth", "workflow__name")),
    }


# --- setting up ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_setup_roles_run_twice_changes_nothing(capsys):
    call_command("setup_roles")
    first = state_of_setup()

    call_command("setup_roles")

    assert state_of_setup() == first
    said = capsys.readouterr().out
    assert all(name in said for name in ROLES)


@pytest.mark.django_db
def test_setup_roles_makes_the_two_workflows():
    setup_roles()

    state = state_of_setup()
    assert [step for step in state["steps"] if step[0] == "Editorial"] == [
        ("Editorial", 0, "Editors' check"),
        ("Editorial", 1, "Medical review"),
    ]
    assert [step[2] for step in state["steps"] if step[0] == "Moderation"] == ["Moderators' check"]
    assert dict(state["kinds"]) == {model._meta.model_name: "Editorial" for model in RECORD_MODELS}
    assert state["tree"] == [(1, "Editorial")]
    assert {name for name, active in state["workflows"] if active} == {"Editorial", "Moderation"}


@pytest.mark.django_db
def test_setup_roles_takes_away_what_a_role_has_no_longer():
    setup_roles()
    editors = Group.objects.get(name=EDITORS)
    publish = Permission.objects.get(codename="publish_term")
    editors.permissions.add(publish)
    page_right = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=editors, page=Page.get_first_root_node(), permission=page_right)

    setup_roles()

    assert publish not in editors.permissions.all()
    assert not GroupPagePermission.objects.filter(group=editors, permission=page_right).exists()


@pytest.mark.django_db
def test_setup_roles_leaves_members_where_they_are():
    setup_roles()
    member = make_member(EDITORS)

    setup_roles()

    assert [group.name for group in member.groups.all()] == [EDITORS]


# --- records ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@every_group
@every_kind
def test_screens_of_a_record_are_shown_to_whom_they_are_for(office, group, model):
    shown = {
        screen
        for screen in RECORD_SCREENS
        if is_let_in(
            office.browsers[group],
            address(model if screen in ("list", "add") else office.records[model], screen),
        )
    }

    assert shown == {screen for screen, groups in RECORD_SCREENS.items() if group in groups}


@pytest.mark.django_db
@every_group
@every_kind
def test_record_is_deleted_by_administrators_only(office, group, model):
    record = record_of(office, model)

    office.browsers[group].post(address(record, "delete"))

    assert model.objects.filter(pk=record.pk).exists() is (group not in ADMINS)


@pytest.mark.django_db
@every_group
@every_kind
def test_record_is_locked_and_unlocked_by_administrators_only(office, group, model):
    record = record_of(office, model)

    office.browsers[group].post(address(record, "lock"))
    record.refresh_from_db()
    assert record.locked is (group in ADMINS)

    model.objects.filter(pk=record.pk).update(locked=True, locked_by=None)
    office.browsers[group].post(address(record, "unlock"))
    record.refresh_from_db()
    assert record.locked is (group not in ADMINS)


@pytest.mark.django_db
@every_group
@every_kind
def test_record_is_unpublished_by_whoever_may_publish(office, group, model):
    record = record_of(office, model)

    office.browsers[group].post(address(record, "unpublish"))

    record.refresh_from_db()
    assert record.live is (group not in PUBLISHERS)


@pytest.mark.django_db
@every_kind
def test_record_edited_by_an_editor_is_never_published_even_with_the_button(office, model):
    record = record_of(office, model)
    name = record.name

    fill(office.browsers[EDITORS], address(record, "edit"), {"name": "Past the workflow"}, button=PUBLISH)

    record.refresh_from_db()
    assert record.name == name


@pytest.mark.django_db
@every_kind
def test_record_edited_by_an_administrator_is_published(office, model):
    record = record_of(office, model)

    fill(office.browsers[ADMINISTRATORS], address(record, "edit"), {"name": "By an administrator"}, button=PUBLISH)

    record.refresh_from_db()
    assert record.name == "By an administrator"


@pytest.mark.django_db
@every_group
def test_menu_of_the_admin_offers_every_kind_of_record(office, group):
    menu = office.browsers[group].get("/admin/").content.decode()

    for model in RECORD_MODELS:
        assert address(model, "list").replace("/", "\\u002F") in menu or address(model, "list") in menu


# --- everything else -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@every_group
def test_screens_of_the_admin_are_shown_to_whom_they_are_for(office, group):
    shown = {path for path in OTHER_SCREENS if is_let_in(office.browsers[group], path)}

    assert shown == {path for path, groups in OTHER_SCREENS.items() if group in groups}


@pytest.mark.django_db
@every_group
def test_words_of_the_site_are_changed_by_administrators_only(office, group):
    site = Site.objects.get(is_default_site=True)

    assert is_let_in(office.browsers[group], f"/admin/settings/base/siteidentity/{site.pk}/") is (group in ADMINS)


@pytest.mark.django_db
@every_group
@pytest.mark.parametrize("thing", ["registry_record", "submission"])
@pytest.mark.parametrize("screen", ["edit", "delete"])
def test_what_registries_and_senders_said_is_changed_by_nobody(office, group, thing, screen):
    subject = getattr(office, thing)
    browser = office.browsers[group]

    assert not is_let_in(browser, address(subject, screen))
    browser.post(address(subject, screen), {"number": "NCT00000000", "official_title": "Changed", "kind": "story"})

    after = type(subject).objects.get(pk=subject.pk)
    assert {field.attname: getattr(after, field.attname) for field in subject._meta.fields} == {
        field.attname: getattr(subject, field.attname) for field in subject._meta.fields
    }


@pytest.mark.django_db
@every_group
def test_registry_record_can_be_read_in_the_admin(office, group):
    assert is_let_in(office.browsers[group], address(office.registry_record, "inspect"))


@pytest.mark.django_db
@every_group
def test_submission_is_read_by_moderators_and_administrators(office, group):
    may_read = is_let_in(office.browsers[group], address(office.submission, "inspect"))

    assert may_read is (group in {MODERATORS, ADMINISTRATORS})


@pytest.mark.django_db
@every_group
def test_pages_are_written_published_and_deleted_by_whom_they_are_for(office, group):
    permissions = office.article.permissions_for_user(office.browsers[group].get("/admin/").wsgi_request.user)

    assert {
        "edit": permissions.can_edit(),
        "publish": permissions.can_publish(),
        "lock": permissions.can_lock(),
        "delete": permissions.can_delete(),
        "add below the section": office.section.permissions_for_user(permissions.user).can_add_subpage(),
    } == {
        "edit": group in WRITERS,
        "publish": group in PUBLISHERS,
        "lock": group in ADMINS,
        "delete": group in ADMINS,
        "add below the section": group in WRITERS,
    }


@pytest.mark.django_db
@every_group
def test_screens_of_pages_are_shown_to_whom_they_are_for(office, group):
    browser, pk = office.browsers[group], office.article.pk

    assert is_let_in(browser, f"/admin/pages/{pk}/edit/") is (group in WRITERS)
    assert is_let_in(browser, f"/admin/pages/add/articles/articlepage/{office.section.pk}/") is (group in WRITERS)
    assert is_let_in(browser, f"/admin/pages/{pk}/delete/") is (group in ADMINS)
    assert is_let_in(browser, f"/admin/pages/{pk}/unpublish/") is (group in PUBLISHERS)


@pytest.mark.django_db
def test_member_without_a_group_gets_nowhere(office):
    browser = signed_in(make_member())

    assert not [path for path in OTHER_SCREENS if is_let_in(browser, path)]
