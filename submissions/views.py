"""The public forms, from choosing what to send to the receipt; and the sender's own page."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base.origins import is_from_elsewhere
from submissions import answering, hurdles
from submissions.about import about_of
from submissions.carried import Carried, fresh
from submissions.enums import ErasedBy, SubmissionKind
from submissions.fields import FIELDS, Step
from submissions.finding import with_code, with_secret, with_token
from submissions.keeping import CannotTakeBack, erase, take_back
from submissions.posting import takes_forms
from submissions.presenters import CheckPage, StepPage, kinds_to_choose
from submissions.receiving import AlreadyErased, receive
from submissions.replying import CannotAnswer, answer
from submissions.status_presenters import StatusPage, ThanksPage

LONGEST_CARRIED = 400_000
ABOUT_SOMETHING = (SubmissionKind.CORRECTION, SubmissionKind.PROBLEM)
TYPED_STEPS = {step.value: step for step in (Step.FACTS, Step.YOU)}

DAMAGED = gettext_lazy(
    "Something was wrong with this form, and we had to begin a new one. Please look at your answers again."
)
ELSEWHERE = gettext_lazy(
    "We could not tell whether this came from our own page. Please look at your answers and press the button again."
)
TRAPPED = gettext_lazy(
    "A field that people do not see was filled in, perhaps by your browser. We emptied it. Please go on."
)
CHANGED = gettext_lazy(
    "You have sent this message already, with other answers. "
    "If you send it again, these answers replace the first ones."
)
ODD_SIGNS = gettext_lazy(
    "We took out signs that cannot be seen. Please look whether your text still says what you mean."
)


@takes_forms()
def contribute(request):
    """Step 1: what somebody wants to send."""
    about = about_of(request.GET.get("about", ""), request)
    context = {"kinds": kinds_to_choose(about), "about": about}
    return render(request, "submissions/contribute.html", context)


@takes_forms()
def form(request, kind):
    """Steps 2 to 4 of one kind, and the receipt. The state is in the form; nothing is stored before the last step."""
    if kind not in FIELDS:
        raise Http404
    if request.method != "POST":
        about = about_of(request.GET.get("about", ""), request) if kind in ABOUT_SOMETHING else None
        return show_step(request, fresh(kind, about), Step.FACTS)
    state = Carried.unpack(request.POST.get("state", ""), kind)
    is_damaged = state is None
    state = state or fresh(kind, None)
    step = TYPED_STEPS.get(request.POST.get("step", ""))
    if step is not None:
        return take_step(request, state, step, is_damaged=is_damaged)
    if is_damaged:
        return show_step(request, state, Step.FACTS, notice=DAMAGED)
    return take_check(request, state)


# --- steps -----------------------------------------------------------------------------------------------------------


def show_step(request, state, step, *, found=None, notice="", first=""):
    """Show a page of questions; with ``found``, what is wrong with the answers."""
    page = StepPage(state, step, found or {}, notice, first)
    return render(request, "submissions/step.html", {"page": page}, status=422 if page.has_problem else 200)


def show_check(request, state, *, notice="", status=200):
    """Show the answers for checking, with a piece of work for the browser meanwhile."""
    now = timezone.now()
    state.seen_check = True
    hurdles.set_work(state, hurdles.network_of(request, now), now)
    return render(request, "submissions/check.html", {"page": CheckPage(state, notice)}, status=status)


def take_step(request, state, step, *, is_damaged=False):
    """Take what was typed on a page of questions, and show the page that was asked for."""
    found = {}
    for field in answering.fields_of(state.kind, step, has_subject=bool(state.about)):
        raw = answering.typed(field, request.POST)
        value = answering.without_odd_signs(raw)
        if value != raw:
            found[field.name] = ODD_SIGNS
        state.answers[field.name] = value
    wrong = answering.problems(state.kind, step, state.answers, has_subject=bool(state.about))
    if is_damaged or is_from_elsewhere(request):
        notice = DAMAGED if is_damaged else ELSEWHERE
        return show_step(request, state, step, found=found, notice=notice)
    if request.POST.get(answering.TRAP):
        return show_step(request, state, step, found=found | wrong, notice=TRAPPED)
    if not fits(state):
        return show_step(request, state, step, found=wrong | found)
    if request.POST.get("go") == "back" and step is Step.YOU:
        return show_step(request, state, Step.FACTS)
    if found or wrong:
        return show_step(request, state, step, found=wrong | found)
    if state.seen_check or step is Step.YOU:
        return check_or_first_problem(request, state)
    return show_step(request, state, Step.YOU)


def fits(state) -> bool:
    """Whether the answers are short enough to be carried on, right or wrong."""
    return sum(len(str(value)) for value in state.answers.values()) <= LONGEST_CARRIED


def check_or_first_problem(request, state, **more):
    """Show the answers for checking; or the first page on which something is still wrong."""
    for step in TYPED_STEPS.values():
        wrong = answering.problems(state.kind, step, state.answers, has_subject=bool(state.about))
        if wrong:
            # Nobody is told off for a page not seen yet.
            was_seen = step is Step.FACTS or state.seen_check or any(name in state.answers for name in wrong)
            return show_step(request, state, step, found=wrong if was_seen else {})
    return show_check(request, state, **more)


# --- sending ---------------------------------------------------------------------------------------------------------


def take_check(request, state):
    """Take what was pressed on the page with the answers: change something, or send it all."""
    go, _colon, rest = request.POST.get("go", "").partition(":")
    if go == "change":
        where, _colon, name = rest.partition(":")
        return show_step(request, state, TYPED_STEPS.get(where, Step.FACTS), first=name)
    if go != "send":
        return check_or_first_problem(request, state)
    if is_from_elsewhere(request):
        return check_or_first_problem(request, state, notice=ELSEWHERE, status=403)
    if any(
        answering.problems(state.kind, step, state.answers, has_subject=bool(state.about))
        for step in TYPED_STEPS.values()
    ):
        return check_or_first_problem(request, state)
    return send(request, state)


def send(request, state):
    """Store the message where nothing stands in its way, and show the receipt."""
    now = timezone.now()
    network = hurdles.network_of(request, now)
    counter, key = request.POST.get("work", ""), request.POST.get("work_key", "")
    hurdle = hurdles.hurdle_for(state, network, counter, key, now)
    if hurdle and with_token(state.token) is None:
        page = CheckPage(state, hurdle=hurdle, now=now)
        if hurdle.reason == "busy":
            hurdles.set_work(state, network, now)
        return render(request, "submissions/check.html", {"page": page}, status=429)
    try:
        with transaction.atomic():
            receipt = receive(
                kind=state.kind,
                fields=answering.sent_values(state.kind, state.answers),
                about=state.about,
                language=request.LANGUAGE_CODE,
                name=state.answers.get("your_name", "").strip(),
                email=state.answers.get("your_email", "").strip(),
                token=state.token,
                replaces=with_code(state.replaces) if state.replaces else None,
            )
            if receipt.is_new:
                hurdles.count_one(network, now)
    except AlreadyErased:
        return gone(request, _("You have deleted this message"), status=410)
    if not receipt.is_same:
        return show_check(request, state.again(receipt.submission.receipt_code), notice=CHANGED)
    return render(request, "submissions/thanks.html", {"page": ThanksPage(receipt)})


def gone(request, heading, *, status):
    """A message that is not there any more, or never was: nobody can tell the two apart."""
    return render(request, "submissions/gone.html", {"heading": heading}, status=status)


# --- the sender's own page -------------------------------------------------------------------------------------------


@takes_forms(is_secret=True)
def status(request, secret):
    """How things stand with a message, for whoever has its secret: answer, change, take back, delete."""
    submission = with_secret(secret)
    if submission is None:
        return gone(request, _("This link does not work"), status=404)
    if request.method != "POST":
        return show_status(request, submission, secret)
    if is_from_elsewhere(request):
        typed = request.POST.get("answer", "")
        return show_status(request, submission, secret, problem=ELSEWHERE, typed=typed, status=403)
    return ACTS.get(request.POST.get("go", ""), show_status)(request, submission, secret)


def show_status(request, submission, secret, *, problem="", typed="", status=200):
    """Show the page as it is."""
    page = StatusPage.of(submission, secret, problem, typed)
    return render(request, "submissions/status.html", {"page": page}, status=status)


def take_answer(request, submission, secret):
    """Take the answer to our question."""
    typed = request.POST.get("answer", "")
    try:
        answer(submission, typed)
    except CannotAnswer as problem:
        return show_status(request, submission, secret, problem=str(problem), typed=typed, status=422)
    return redirect("submissions:status", secret=secret)


def change(request, submission, secret):
    """Open the form again, filled with what was sent."""
    return show_step(request, Carried.of_submission(submission), Step.FACTS)


def withdraw(request, submission, secret):
    """Take the message back."""
    try:
        take_back(submission)
    except CannotTakeBack:
        too_late = _("This has been decided already, and there is nothing to take back.")
        return show_status(request, submission, secret, problem=too_late, status=409)
    return redirect("submissions:status", secret=secret)


def delete(request, submission, secret):
    """Delete everything about the message."""
    erase(submission, ErasedBy.SENDER)
    return gone(request, _("Your message is deleted"), status=200)


ACTS = {"answer": take_answer, "change": change, "withdraw": withdraw, "delete": delete}
