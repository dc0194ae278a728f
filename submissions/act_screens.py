"""What the buttons of the desk do: each takes one POST, acts, says what happened, and leads on."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from portal.base.frame import identity_of
from submissions import changing, choosing, claiming, deciding
from submissions.claiming import Taken, TooLate
from submissions.desk_models import DeskKeys
from submissions.desk_screens import filters_of, for_moderators, item_context, record_for
from submissions.drafting import make_draft
from submissions.enums import ErasedBy
from submissions.erasing_at_desk import WISHES, erase_all, forget_sender
from submissions.merging import merge_into
from submissions.models import Submission
from submissions.placing import CannotDraft
from submissions.queue import queue_of
from submissions.wording import question_text, reason_text

REFUSALS = (deciding.NotNow, Taken, TooLate, CannotDraft)


@for_moderators
@require_POST
def take_next(request):
    """Take the message that waits longest among those the filters leave, and open it."""
    asked = filters_of(request)
    among = queue_of(request.user, **{**asked, "state": "waiting"})
    submission = claiming.take_next(request.user, among)
    if submission is None:
        messages.success(request, _("Nothing waits for you any more. Thank you."))
        return redirect("submissions_desk")
    return redirect(f"{reverse('submissions_item', args=[submission.pk])}?run=1")


@for_moderators
@require_POST
def act(request, pk, name):
    """Do one act on one message; a refusal is told and changes nothing."""
    get_object_or_404(Submission, pk=pk)
    if name not in ACTS:
        raise Http404
    try:
        return ACTS[name](request, pk)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return _back(request, pk)


def _back(request, pk):
    """Back to the message; with the sign of a run through the queue, where there was one."""
    run = "?run=1" if request.POST.get("run") else ""
    return redirect(f"{reverse('submissions_item', args=[pk])}{run}")


def _on(request, text, pk, way_back=None):
    """Say what was done, and lead to the next message of a run, or to the queue."""
    address = reverse("submissions_item", args=[pk])
    messages.success(request, text, buttons=[messages.button(address, way_back or _("Look at it, or undo"))])
    if request.POST.get("run"):
        submission = claiming.take_next(request.user)
        if submission is not None:
            return redirect(f"{reverse('submissions_item', args=[submission.pk])}?run=1")
    return redirect("submissions_desk")


def _claim(request, pk):
    claiming.claim(pk, request.user)
    return _back(request, pk)


def _release(request, pk):
    claiming.release(pk, request.user)
    messages.success(request, _("It is back in the queue."))
    return redirect("submissions_desk")


def _save(request, pk):
    """Store the form; with “approve” as the button pressed, approve what was stored."""
    submission = claiming.claim(pk, request.user)
    draft = submission.handling.draft if hasattr(submission, "handling") else None
    if draft is None:
        return _approve(request, pk)
    draft = draft.specific if isinstance(draft, Page) else draft
    if str(draft.latest_revision_id) != request.POST.get("revision"):
        raise deciding.NotNow(_("The text was changed while you were reading: read it once more, then approve."))
    short_form = changing.ShortForm.of(request, draft, request.POST)
    is_approval = "approve" in request.POST
    if not is_approval:
        short_form.form.defer_required_fields()
    if not short_form.form.is_valid():
        messages.error(request, _("Nothing was stored: see what is marked in the text."))
        context = item_context(
            request, Submission.objects.select_related("handling", "claimed_by").get(pk=pk), short_form
        )
        return render(request, "wagtailadmin/submissions/item.html", context)
    has_changed = changing.save_draft(pk, request.user, short_form)
    if is_approval:
        return _approve(request, pk)
    messages.success(request, _("Stored.") if has_changed else _("Nothing was changed."))
    return _back(request, pk)


def _approve(request, pk):
    is_done = deciding.approve(pk, request.user)
    if is_done:
        return _on(request, _("Approved. It can be undone for ten minutes."), pk)
    told = _("Your approval is noted. A second moderator reads the story before it is published.")
    return _on(request, told, pk, _("Look at it"))


def _decline(request, pk):
    code = request.POST.get("reason", "")
    deciding.decline(pk, request.user, request.POST.get("text", "").strip() or reason_text(code))
    return _on(request, _("Declined. It can be undone for ten minutes."), pk)


def _ask(request, pk):
    words = question_text(request.POST.get("question", ""), identity_of(request).emergency_words)
    deciding.ask(pk, request.user, request.POST.get("text", "").strip() or words)
    told = _("The question is on the sender’s status page; the answer brings the message back.")
    return _on(request, told, pk, _("Look at it"))


def _opinion(request, pk):
    deciding.ask_colleague(pk, request.user, request.POST.get("text", ""))
    return _on(request, _("It waits for a colleague now."), pk, _("Look at it"))


def _note(request, pk):
    deciding.note_for_staff(pk, request.user, request.POST.get("text", ""))
    return _back(request, pk)


def _undo(request, pk):
    deciding.undo(pk, request.user)
    messages.success(request, _("Undone. You have the message again."))
    return _back(request, pk)


def _take_out(request, pk):
    number = changing.take_out(pk, request.user, request.POST.get("words", ""))
    told = ngettext("%(number)s spot was taken out.", "%(number)s spots were taken out.", number)
    messages.success(request, told % {"number": number})
    return _back(request, pk)


def _draft(request, pk):
    claiming.claim(pk, request.user)
    handling = make_draft(pk, name=request.POST.get("name", ""))
    if handling is None or handling.draft is None:
        raise deciding.NotNow(handling.problem if handling else _("Everything about this message has been deleted."))
    return _back(request, pk)


def _merge(request, pk):
    submission = get_object_or_404(Submission, pk=pk)
    record = record_for(submission, request.POST.get("model", ""), request.POST.get("record", "0"))
    merge_into(pk, record, request.POST.getlist("take"), request.user)
    messages.success(request, _("It is a change of “%(record)s” now: read it, then approve.") % {"record": record})
    return _back(request, pk)


def _choose(request, pk):
    problem = choosing.choose(pk, request.POST.get("entry", ""), request.user)
    if problem:
        messages.warning(request, problem)
    else:
        messages.success(request, _("It is a new version of that entry now: read it, then approve."))
    return _back(request, pk)


def _confirmed(request, pk) -> tuple[str, ErasedBy]:
    """Return code and wish of an erasure, once the code was typed."""
    code = get_object_or_404(Submission, pk=pk).receipt_code
    if request.POST.get("code", "").strip().upper() != code:
        raise deciding.NotNow(_("Type the code of the message to delete it: nothing was deleted."))
    wish = request.POST.get("asked_by", "")
    return code, ErasedBy(wish) if wish in WISHES else ErasedBy.STAFF


def _erase(request, pk):
    """Delete everything about a message."""
    code, wish = _confirmed(request, pk)
    erase_all(pk, request.user, wish)
    messages.success(request, _("Everything about %(code)s is deleted.") % {"code": code})
    return redirect("submissions_desk")


def _forget(request, pk):
    """Delete how to reach the sender; what was sent stays."""
    code, wish = _confirmed(request, pk)
    forget_sender(pk, request.user, wish)
    messages.success(request, _("Name and address of the sender of %(code)s are deleted.") % {"code": code})
    return _back(request, pk)


ACTS = {
    "claim": _claim, "release": _release, "save": _save, "decline": _decline, "ask": _ask, "opinion": _opinion,
    "note": _note, "undo": _undo, "take-out": _take_out, "draft": _draft, "merge": _merge, "erase": _erase,
    "forget": _forget, "choose": _choose,
}  # fmt: skip


@for_moderators
@require_POST
def decline_spam(request):
    """Decline several messages as spam. Nothing can be approved in bulk."""
    keys = [int(key) for key in request.POST.getlist("message") if key.isdigit()]
    if not keys:
        messages.error(request, _("Tick the messages that are spam first."))
        return redirect("submissions_desk")
    number = deciding.decline_spam(keys, request.user, reason_text("spam"))
    told = ngettext("%(number)s message was declined as spam.", "%(number)s messages were declined as spam.", number)
    messages.success(request, told % {"number": number} + " " + _("It can be undone for ten minutes."))
    if number < len(keys):
        messages.warning(request, _("Some are taken by colleagues or decided already: they stay as they are."))
    return redirect("submissions_desk")


@for_moderators
@require_POST
def switch_keys(request):
    """Switch the keys of the desk on or off for oneself."""
    if "on" in request.POST:
        DeskKeys.objects.get_or_create(user=request.user)
    else:
        DeskKeys.objects.filter(user=request.user).delete()
    return redirect("submissions_desk")
