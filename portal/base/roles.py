"""Who may do what: groups, their permissions, and the two workflows. Set up by ``setup_roles``, again and again."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from portal.base.models import EditorsCheck, PublishingCheck, Record

EDITORS = "Editors"
REVIEWERS = "Medical reviewers"
MODERATORS = "Moderators"
ADMINISTRATORS = "Administrators"

EDITORIAL_WORKFLOW = "Editorial"
MODERATION_WORKFLOW = "Moderation"


@dataclass(frozen=True)
class Role:
    """What one group may do: with records, with other models, with pages and with pictures and documents."""

    records: tuple[str, ...]
    pages: tuple[str, ...]
    media: tuple[str, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()


KERNEL = ("base.source", "articles.resource")
READ_ONLY = ("trials.registryrecord", "submissions.submission")

# What editors learn from searches without result, and what they pin to the top.
SEARCH = (("home.failedsearch", ("view",)), ("home.pinnedanswer", ("add", "change", "delete", "view")))

# Editors have no "publish": whoever may publish can publish past the workflow, unseen by a second person.
ROLES = {
    EDITORS: Role(
        records=("add", "change", "view"),
        pages=("add_page", "change_page"),
        media=("add", "change", "choose"),
        others=(("base.source", ("add", "change", "view")), ("articles.resource", ("add", "change", "view")),
                ("trials.registryrecord", ("view",)), ("organisations.organisationcontact", ("change", "view")),
                *SEARCH),
    ),
    REVIEWERS: Role(
        records=("view", "publish"),
        pages=("publish_page",),
        media=("choose",),
        others=(("base.source", ("view",)), ("articles.resource", ("view",)), ("trials.registryrecord", ("view",))),
    ),
    MODERATORS: Role(
        records=("view", "publish"),
        pages=("publish_page",),
        media=("choose",),
        others=(("base.source", ("view",)), ("articles.resource", ("view",)), ("trials.registryrecord", ("view",)),
                ("submissions.submission", ("view",)), ("submissions.handling", ("moderate", "read_original"))),
    ),
    ADMINISTRATORS: Role(
        records=("add", "change", "delete", "view", "publish", "lock", "unlock"),
        pages=("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
        media=("add", "change", "delete", "choose"),
        others=(
            ("base.source", ("add", "change", "delete", "view")),
            ("articles.resource", ("add", "change", "delete", "view")),
            ("base.siteidentity", ("add", "change", "delete", "view")),
            ("trials.registryrecord", ("view",)),
            ("organisations.organisationcontact", ("change", "view")),
            ("submissions.submission", ("view",)),
            ("submissions.handling", ("moderate", "read_original")),
            ("submissions.erasure", ("view",)),
            ("auth.user", ("add", "change", "delete", "view")),
            ("auth.group", ("view",)),
            ("wagtailredirects.redirect", ("add", "change", "delete", "view")),
            ("wagtailcore.workflow", ("view",)),
            ("wagtailcore.locale", ("add", "change", "view")),
            ("simple_translation", ("submit_translation",)),
            *SEARCH,
        ),
    ),
}  # fmt: skip


def record_models() -> list:
    """Return the models of all kinds of record."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


@transaction.atomic
def setup_roles() -> None:
    """Make groups, permissions and workflows as described here; running it again changes nothing."""
    for name, role in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(permissions_of(role))
        _grant_pages(group, role.pages)
        _grant_media(group, role.media)
    _set_up_workflows()


def permissions_of(role: Role) -> list[Permission]:
    """Return the permissions of a role. Raises Permission.DoesNotExist when one of them was never made."""
    wanted = [("wagtailadmin", "access_admin")]
    for model in record_models():
        wanted += [(model._meta.app_label, f"{action}_{model._meta.model_name}") for action in role.records]
    for label, actions in role.others:
        if "." not in label:
            wanted += [(label, action) for action in actions]
            continue
        app, model_name = label.split(".")
        wanted += [(app, f"{action}_{model_name}") for action in actions]
    return [Permission.objects.get(content_type__app_label=app, codename=codename) for app, codename in wanted]


def _grant_pages(group, codenames):
    root = Page.get_first_root_node()
    wanted = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    GroupPagePermission.objects.filter(group=group).exclude(permission__in=wanted, page=root).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _grant_media(group, actions):
    root = Collection.get_first_root_node()
    codenames = [f"{action}_{model}" for action in actions for model in ("image", "document")]
    wanted = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
    )
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _set_up_workflows():
    editors = _task(EditorsCheck, "Editors' check", [EDITORS])
    reviewers = _task(PublishingCheck, "Medical review", [REVIEWERS])
    # The desk decides on what the public sends in; its step is a model of a layer further up.
    moderators = _task(apps.get_model("submissions", "ModeratorsCheck"), "Moderators' check", [MODERATORS])
    editorial = _workflow(EDITORIAL_WORKFLOW, [editors, reviewers])
    _workflow(MODERATION_WORKFLOW, [moderators])
    for model in record_models():
        content_type = ContentType.objects.get_for_model(model)
        WorkflowContentType.objects.update_or_create(content_type=content_type, defaults={"workflow": editorial})
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": editorial})
    Workflow.objects.exclude(name__in=[EDITORIAL_WORKFLOW, MODERATION_WORKFLOW]).update(active=False)


def _task(task_class, name, group_names):
    task, _made = task_class.objects.get_or_create(name=name)
    task.groups.set(Group.objects.filter(name__in=group_names))
    return task


def _workflow(name, tasks):
    workflow, _made = Workflow.objects.get_or_create(name=name, defaults={"active": True})
    WorkflowTask.objects.filter(workflow=workflow).exclude(task__in=tasks).delete()
    for order, task in enumerate(tasks):
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    return workflow
