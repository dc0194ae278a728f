"""What is under way with terms, so that nobody writes over it: locked, in review, or about to be published."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Revision, WorkflowState

from glossary.models import Term


def under_way(keys: Collection[int]) -> dict[int, str]:
    """Return, for those of some terms that must be left alone now, who or what holds them and what to do."""
    return {**_scheduled(keys), **_in_review(keys), **_locked(keys)}


def _locked(keys: Collection[int]) -> dict[int, str]:
    terms = Term.objects.filter(locked=True, pk__in=keys).select_related("locked_by").order_by("pk")
    return {
        term.pk: _("“%(term)s” has been locked by %(who)s since %(day)s: ask them to unlock it.")
        % {"term": term, "who": _person(term.locked_by), "day": _day(term.locked_at)}
        for term in terms
    }


def _in_review(keys: Collection[int]) -> dict[int, str]:
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Term),
        object_id__in=[str(key) for key in keys],
        status=WorkflowState.STATUS_IN_PROGRESS,
    ).select_related("current_task_state__task", "requested_by")
    names = dict(Term.objects.filter(pk__in=keys).order_by().values_list("pk", "name"))
    return {
        int(state.object_id): _(
            "“%(term)s” is in review (%(step)s), sent in by %(who)s on %(day)s: wait for the decision, or cancel the "
            "review."
        )
        % {
            "term": names[int(state.object_id)],
            "step": state.current_task_state.task.name if state.current_task_state else state.workflow,
            "who": _person(state.requested_by),
            "day": _day(state.created_at),
        }
        for state in states.order_by("pk")
    }


def _scheduled(keys: Collection[int]) -> dict[int, str]:
    revisions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Term),
        object_id__in=[str(key) for key in keys],
        approved_go_live_at__isnull=False,
    ).order_by("pk")
    return {
        int(revision.object_id): _("“%(term)s” will be published on %(day)s: wait, or cancel that first.")
        % {"term": revision.object_str, "day": _day(revision.approved_go_live_at)}
        for revision in revisions
    }


def _person(user) -> str:
    return get_user_display_name(user) if user else _("somebody")


def _day(moment) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else _("an unknown day")
