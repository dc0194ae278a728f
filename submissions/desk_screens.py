"""Admin screens of the moderation desk: the queue, one message, its preview, and a record that may be the same."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page

from portal.base.exporting import as_csv
from portal.base.frame import identity_of
from portal.base.review_screens import edit_address
from submissions import deciding
from submissions.changing import ShortForm, differences, text_flags
from submissions.choosing import Choice
from submissions.claiming import release_overdue
from submissions.desk_enums import FlagKind
from submissions.desk_models import DeskKeys
from submissions.desk_presenters import QueueRow, log_lines, note_of, sent_fields, shown, title_of
from submissions.drafting import in_workflow, make_draft
from submissions.duplicates import likely_duplicates
from submissions.enums import OPEN_STATES, SubmissionKind, SubmissionState
from submissions.erasing_at_desk import WISHES, has_contact
from submissions.fields import FIELDS
from submissions.looking_over import all_flags, same_text
from submissions.merging import fields_beside
from submissions.models import Submission
from submissions.queue import MINE, WAITING, counts, lately_decided, queue_of
from submissions.tending import settle_due
from submissions.wording import questions_for, reasons_for

ON_A_PAGE = 50


def for_moderators(view):
    """Let only those in who work at the desk; everybody else gets Wagtail's “not allowed”."""

    def guarded(request, *args, **kwargs):
        if not deciding.may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def filters_of(request) -> dict:
    """Return the filters of the queue that an address asks for; what is not known counts as “all”."""
    asked = {name: request.GET.get(name, "") for name in ("state", "kind", "flag", "language")}
    asked["state"] = asked["state"] if asked["state"] in {MINE, *SubmissionState.values} else WAITING
    asked["kind"] = asked["kind"] if asked["kind"] in SubmissionKind.values else ""
    asked["flag"] = asked["flag"] if asked["flag"] in FlagKind.values else ""
    return asked


@for_moderators
def desk(request):
    """The queue, with filters, what was decided lately, and declining of spam."""
    settle_due()
    release_overdue()
    asked = filters_of(request)
    found = queue_of(request.user, **asked)
    if request.GET.get("export") == "csv":
        return _export(found)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    now = timezone.now()
    languages = list(Submission._meta.get_field("language").flatchoices)
    context = {
        "rows": [QueueRow(submission, request.user, now) for submission in page],
        "page": page,
        "counts": counts(now),
        "asked": asked,
        "states": [(WAITING, _("Waiting")), (MINE, _("Taken by me")), *SubmissionState.choices],
        "kinds": SubmissionKind.choices,
        "flags": FlagKind.choices,
        "languages": languages,
        "lately": [(one, title_of(one)) for one in lately_decided(now)],
        "has_keys": DeskKeys.objects.filter(user=request.user).exists(),
        "header_title": _("Moderation"),
    }
    return render(request, "wagtailadmin/submissions/desk.html", context)


def _export(submissions) -> HttpResponse:
    """The queue as CSV that no spreadsheet takes for formulas; a story's own words and contacts are never in it."""
    header = ("code", "kind", "state", "language", "received", "decided", "reason", "flags", "what was sent")
    rows = [
        (
            one.receipt_code, one.kind, one.state, one.language, one.received_at.isoformat(timespec="minutes"),
            one.decided_at.isoformat(timespec="minutes") if one.decided_at else "", one.decision_reason,
            ", ".join(one.handling.flags) if hasattr(one, "handling") else "", _as_one_text(one),
        )
        for one in submissions
    ]  # fmt: skip
    answer = HttpResponse(as_csv(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="submissions.csv"'
    return answer


def _as_one_text(submission) -> str:
    if submission.kind == SubmissionKind.STORY:
        return ""
    pairs = [(one.label, one.words(submission.sent.get(one.name, one.empty))) for one in FIELDS[submission.kind]]
    return shown(" | ".join(f"{label}: {' '.join(value.split())}" for label, value in pairs if value.strip()))


@for_moderators
@require_GET
def item(request, pk):
    """One message: what was sent on the left, the public text on the right, and what can be done."""
    make_draft(pk)
    submission = get_object_or_404(Submission.objects.select_related("handling", "claimed_by", "supersedes"), pk=pk)
    return render(request, "wagtailadmin/submissions/item.html", item_context(request, submission))


def item_context(request, submission, short_form=None) -> dict:
    """Return everything the screen of one message shows; ``short_form`` is one with errors, shown as it was typed."""
    handling, user, now = submission.handling, request.user, timezone.now()
    draft = handling.draft
    draft = draft.specific if isinstance(draft, Page) else draft
    is_open = submission.state in OPEN_STATES
    is_mine = is_open and submission.claimed_by_id == user.pk and submission.claimed_until > now
    row = QueueRow(submission, user, now)
    hides_original = submission.kind == SubmissionKind.STORY and not deciding.may_read_original(user)
    latest = draft.get_latest_revision_as_object() if draft is not None else None
    if draft is not None and is_mine and short_form is None:
        short_form = ShortForm.of(request, draft)
    return {
        "submission": submission,
        "handling": handling,
        "row": row,
        "draft": draft,
        "draft_address": edit_address(draft) if draft is not None else "",
        "latest_revision": draft.latest_revision_id if draft is not None else "",
        "is_open": is_open,
        "is_mine": is_mine,
        "is_held": is_open and bool(row.holder) and not is_mine,
        "can_undo": deciding.can_be_undone(submission, now),
        "in_workflow": draft is not None and in_workflow(handling),
        "hides_original": hides_original,
        "sent": [] if hides_original else sent_fields(submission, all_flags(submission)),
        "about": submission.sent.get("about") or {},
        "short_form": short_form if is_mine else None,
        "differences": _differences(request, handling, latest),
        "left_flags": [(shown(flag.text), note_of(flag)) for flag in text_flags(latest)] if latest is not None else [],
        "duplicates": likely_duplicates(submission, draft) if is_open else [],
        "same_text": same_text(submission)[:5],
        "earlier": earlier_decisions(submission, handling),
        "reasons": reasons_for(submission.kind),
        "questions": questions_for(submission.kind, identity_of(request).emergency_words),
        "choice": Choice.of(submission, request) if is_mine else None,
        "wishes": [(wish.value, wish.label) for wish in WISHES],
        "has_contact": has_contact(submission),
        "is_story": submission.kind == SubmissionKind.STORY,
        "lines": log_lines(submission),
        "run": request.GET.get("run") or request.POST.get("run") or "",
        "has_keys": DeskKeys.objects.filter(user=user).exists(),
        "header_title": f"{submission.receipt_code} {submission.get_kind_display()}",
    }


def _differences(request, handling, latest):
    """What differs from what is published; for something new, from what was sent."""
    before = handling.revision_before if not handling.is_new else handling.sent_revision
    if latest is None or before is None:
        return []
    return differences(request, before.as_object(), latest)


def earlier_decisions(submission, handling):
    """Return what was decided before on the same record, the latest first."""
    subjects = [(submission.content_type_id, submission.object_id), (handling.content_type_id, handling.object_id)]
    found = Submission.objects.none()
    for content_type, object_id in subjects:
        if content_type and object_id:
            found = found | Submission.objects.filter(content_type_id=content_type, object_id=object_id)
            found = found | Submission.objects.filter(
                handling__content_type_id=content_type, handling__object_id=object_id
            )
    return found.exclude(pk=submission.pk).exclude(state__in=OPEN_STATES).distinct().order_by("-decided_at")[:10]


@for_moderators
@require_GET
def preview(request, pk):
    """The draft as readers would see it; for moderators only."""
    submission = get_object_or_404(Submission.objects.select_related("handling"), pk=pk)
    draft = submission.handling.draft if hasattr(submission, "handling") else None
    if draft is None:
        raise Http404
    draft = draft.specific if isinstance(draft, Page) else draft
    latest = draft.get_latest_revision_as_object()
    return latest.make_preview_request(request, latest.default_preview_mode)


@for_moderators
@require_GET
def compare(request, pk, model_label, record_pk):
    """What was sent beside a record that is there, with the way to make the one into a change of the other."""
    submission = get_object_or_404(Submission.objects.select_related("handling"), pk=pk)
    record = record_for(submission, model_label, record_pk)
    context = {
        "submission": submission,
        "record": record,
        "record_address": record.get_absolute_url(),
        "model_label": model_label,
        "rows": fields_beside(submission, record),
        "run": request.GET.get("run", ""),
        "header_title": _("Is it the same?"),
    }
    return render(request, "wagtailadmin/submissions/compare.html", context)


def record_for(submission, model_label, record_pk):
    """Return the published record that a message is laid beside; Http404 for one of another kind or a draft."""
    fitting = {
        SubmissionKind.ORGANISATION: "organisations.organisation",
        SubmissionKind.TRIAL: "trials.trial",
        SubmissionKind.TERM: "glossary.term",
    }
    if fitting.get(submission.kind) != model_label:
        raise Http404
    return get_object_or_404(apps.get_model(model_label).objects.live(), pk=record_pk)
