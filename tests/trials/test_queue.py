"""Drafts from registries: the queue, accepting, declining, and what the next reading does with them."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry, TaskState, WorkflowState

from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS, setup_roles
from tests.factories.admin import address, messages_on, words_on
from tests.factories.conditions import make_condition
from tests.factories.staff import make_member, make_superuser, signed_in
from tests.factories.trials import make_trial
from tests.trials.studies import study, write
from trials.enums import DraftState
from trials.importing.ctgov import parse_study
from trials.importing.runs import import_files
from trials.models import RegistryRecord, SyncedDraft, Trial
from trials.waiting import DecisionRefused, accept, bring_back, decline, waiting_drafts

pytestmark = pytest.mark.django_db

SCREEN = "/admin/trials/drafts/"
DECIDE = f"{SCREEN}decide/"


@pytest.fixture
def read(tmp_path):
    """Read studies from a file; the roles are set up before, so that drafts are sent to the editors."""
    setup_roles()

    def do(*studies):
        return import_files([write(tmp_path / "a.json", list(studies))], source="ctgov", parse=parse_study)

    return do


@pytest.fixture
def editor():
    setup_roles()
    return make_member(EDITORS)


def written(draft):
    """Write the plain summary of a draft as an editor's form would."""
    trial = draft.trial
    trial.summary = "<p>Cells are changed and given back.</p>"
    trial.oversight, trial.oversight_reference = "stated", "FDA, IND 12345"
    trial.save()
    trial.save_revision()
    return draft


def decide(user, *drafts, **what):
    return signed_in(user).post(DECIDE, {"draft": [draft.pk for draft in drafts], **what}, follow=True)


def step_of(trial):
    return trial.current_workflow_state.current_task_state.task.name


def test_line_tells_what_the_registry_says_and_what_differs(read, editor):
    make_condition("Lymphoma")
    other = make_trial("The other trial", numbers=[("eudract", "2004-000012-13")], status="")
    read(study(conditions=["Lymphoma", "Leukaemia"]))
    RegistryRecord.objects.get().other_numbers.create(registry="eudract", number="2004-000012-13", key="2004-000012-13")
    read(study(conditions=["Lymphoma", "Leukaemia"], status="COMPLETED", changed="2026-03-05"))

    page = words_on(signed_in(editor).get(SCREEN))

    for text in ("A Study of CAR-T Cells", "NCT01234567", "Finished", "University of Example",
                 "1 place : United Kingdom", "Conditions in the registry: Lymphoma; Leukaemia", "Ours: Lymphoma",
                 "phase 1", "It names 2004-000012-13, which “The other trial” has.",
                 "The registry now says “Finished”; before, it said “Looking for people”."):  # fmt: skip
        assert " ".join(text.split()).replace(" :", ":") in page.replace(" :", ":"), text
    assert f"into={other.pk}" in signed_in(editor).get(SCREEN).content.decode()


def test_accepted_draft_with_a_summary_goes_to_the_medical_review_and_no_further(read, editor):
    make_member(REVIEWERS, email="reviewer@portal.example")
    read(study())
    draft = written(SyncedDraft.objects.get())
    mail.outbox.clear()

    page = decide(editor, draft, accept="1")

    assert "1 draft went on to the medical review." in words_on(page)
    trial = Trial.objects.get()
    assert (trial.live, step_of(trial)) == (False, "Medical review")
    first, second = TaskState.objects.order_by("pk")
    assert (first.status, first.finished_by, second.status) == ("approved", editor, "in_progress")
    assert second.revision == trial.latest_revision
    assert list(waiting_drafts()) == []
    assert mail.outbox == []
    reviewer = make_member(REVIEWERS)
    second.task.specific.on_action(second, reviewer, "approve")
    assert Trial.objects.get().live


def test_accepted_draft_without_a_summary_stays_with_the_editors(read, editor):
    read(study())

    page = decide(editor, SyncedDraft.objects.get(), accept="1")

    assert "1 draft is accepted and waits for an editor to write what is missing." in words_on(page)
    trial = Trial.objects.get()
    assert (trial.live, step_of(trial)) == (False, "Editors' check")
    assert SyncedDraft.objects.get().state == DraftState.ACCEPTED
    assert "A Study of CAR-T Cells" in words_on(signed_in(editor).get("/admin/trials/summaries/"))


def test_many_are_decided_at_once_and_each_problem_is_told(read, editor):
    read(*[study(f"NCT9000000{n}", title=f"Trial number {n}") for n in range(4)])
    drafts = list(SyncedDraft.objects.order_by("pk"))
    accept(drafts[0], by=editor)

    page = words_on(decide(editor, *drafts, decline="1", reason="No cell or gene therapy."))

    assert "3 drafts were declined." in page
    assert "was decided already: accepted" in page
    assert list(SyncedDraft.objects.order_by("pk").values_list("state", flat=True)) == ["accepted", *["declined"] * 3]


def test_declining_needs_a_reason_which_is_kept(read, editor):
    read(study())
    draft = SyncedDraft.objects.get()

    assert "Say why" in words_on(decide(editor, draft, decline="1", reason=" "))
    decide(editor, draft, decline="1", reason="Not a cell therapy.")

    draft.refresh_from_db()
    assert (draft.state, draft.reason, draft.decided_by) == ("declined", "Not a cell therapy.", editor)
    assert WorkflowState.objects.get().status == "cancelled"
    assert ModelLogEntry.objects.filter(action="trials.decline").get().data == {"reason": "Not a cell therapy."}
    page = words_on(signed_in(editor).get(SCREEN, {"state": "declined"}))
    assert "Not a cell therapy." in page


def test_declined_draft_does_not_come_back_with_the_next_reading(read, editor):
    read(study())
    decline(SyncedDraft.objects.get(), by=editor, reason="No.")

    run = read(study(), study(status="COMPLETED", changed="2026-05-01", version="2026-05-02"))

    assert (run.drafts, Trial.objects.count()) == (0, 1)
    assert list(waiting_drafts()) == []
    assert RegistryRecord.objects.get().status == "COMPLETED"


def test_declined_draft_does_not_come_back_after_an_administrator_deleted_it(read, editor):
    read(study())
    decline(SyncedDraft.objects.get(), by=editor, reason="No.")
    Trial.objects.get().delete()

    run = read(study(status="COMPLETED", changed="2026-05-01", version="2026-05-02"))

    assert (run.drafts, Trial.objects.count()) == (0, 0)


def test_declined_draft_can_be_brought_back_to_the_editors_step(read, editor):
    read(study())
    draft = SyncedDraft.objects.get()
    decline(draft, by=editor, reason="No.")

    page = decide(editor, draft, back="1")

    assert "1 draft waits again." in words_on(page)
    draft.refresh_from_db()
    assert (draft.state, draft.reason) == ("waiting", "")
    assert step_of(draft.trial) == "Editors' check"
    assert list(waiting_drafts()) == [draft]
    with pytest.raises(DecisionRefused):
        bring_back(draft, by=editor)


def test_step_is_taken_by_editors_only(read):
    read(study())
    draft = written(SyncedDraft.objects.get())

    page = decide(make_member(ADMINISTRATORS), draft, accept="1")

    assert "is not yours to take" in words_on(page)
    draft.refresh_from_db()
    assert draft.state == DraftState.WAITING


def test_draft_that_an_editor_sent_on_by_hand_waits_no_more(read, editor):
    read(study())
    trial = written(SyncedDraft.objects.get()).trial
    step = trial.current_workflow_state.current_task_state
    step.task.specific.on_action(step, editor, "approve")

    assert list(waiting_drafts()) == []


@pytest.mark.parametrize(
    ("asked", "shown"),
    [({}, 3), ({"status": "RECRUITING"}, 1), ({"q": "number 2"}, 1), ({"q": "nct 90000001"}, 1), ({"status": "x"}, 3),
     ({"kind": "in_vivo_gene"}, 0), ({"kind": "gene_modified_cells"}, 3), ({"state": "accepted"}, 0), ({"run": "x"}, 3),
     ({"run": "0"}, 0), ({"p": "9"}, 3)],
)  # fmt: skip
def test_queue_is_filtered(read, editor, asked, shown):
    statuses = ["RECRUITING", "COMPLETED", "UNKNOWN"]
    read(*[study(f"NCT9000000{n}", title=f"Trial number {n}", status=status) for n, status in enumerate(statuses)])

    page = words_on(signed_in(editor).get(SCREEN, asked))

    assert len([n for n in range(3) if f"Trial number {n}" in page]) == shown


def test_queue_needs_the_same_number_of_queries_for_more_drafts(read, django_assert_max_num_queries):
    browser = signed_in(make_superuser())
    read(*[study(f"NCT900000{n:02}", secondary=["2004-000012-13"]) for n in range(3)])
    browser.get(SCREEN)
    with django_assert_max_num_queries(60) as few:
        browser.get(SCREEN)
    read(*[study(f"NCT900000{n:02}", secondary=["2004-000012-13"]) for n in range(3, 20)])

    with django_assert_max_num_queries(60) as many:
        page = browser.get(SCREEN)

    assert "20 drafts" in words_on(page)
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("what", "told"), [({"accept": "1", "draft": []}, "Nothing was ticked"), ({}, "Choose what to do")]
)
def test_pressing_without_a_choice_is_told(read, editor, what, told):
    read(study())

    page = signed_in(editor).post(DECIDE, {"draft": [SyncedDraft.objects.get().pk], **what}, follow=True)

    assert told in messages_on(page)


@pytest.mark.parametrize(
    ("group", "may"), [(EDITORS, True), (ADMINISTRATORS, True), (REVIEWERS, False), (MODERATORS, False), (None, False)]
)
def test_who_may_use_the_screens_sees_them_in_the_menu(group, may):
    setup_roles()
    browser = signed_in(make_member(*([group] if group else [])))

    for screen in ("drafts", "summaries", "changes", "stale", "pairs", "unmapped", "readings"):
        assert (browser.get(f"/admin/trials/{screen}/").status_code == 200) is may, screen
        if group:
            assert (f"/admin/trials/{screen}/" in browser.get("/admin/").content.decode()) is may, screen
    assert browser.post(DECIDE).status_code == 302
    assert browser.get(DECIDE).status_code in (302, 405)


def test_history_of_a_trial_shows_the_decision(read, editor):
    read(study())
    decline(SyncedDraft.objects.get(), by=editor, reason="No.")

    history = signed_in(make_superuser()).get(address(Trial.objects.get(), "history"))

    assert "The draft from a registry was declined" in words_on(history)
