"""From a written term to a published one: two steps, four eyes, and nothing published that was not approved."""

import re

import pytest
from django.core import mail
from wagtail.models import TaskState, Workflow, WorkflowState

from glossary.models import Term
from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS, setup_roles
from tests.factories.admin import SUBMIT, address, fill, filled_in, messages_on, rows
from tests.factories.articles import make_article
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.staff import make_member, make_superuser, signed_in

pytestmark = pytest.mark.django_db

every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)


@pytest.fixture(autouse=True)
def roles():
    setup_roles()


@pytest.fixture
def editor():
    return signed_in(make_member(EDITORS))


@pytest.fixture
def reviewer():
    return signed_in(make_member(REVIEWERS))


def write(browser, model=Term, name="New word", slug="new-word"):
    """Write a new record and send it into the workflow; return it."""
    answer = fill(browser, address(model, "add"), filled_in(model, name=name, slug=slug), button=SUBMIT)
    assert answer.status_code == 302, messages_on(answer)
    return model.objects.get(slug=slug)


def act(browser, record, action="approve", comment="", task_state=None):
    """Press one of the buttons of the present step."""
    record.refresh_from_db()
    step = task_state or record.current_workflow_task_state
    path = address(record, "workflow", "action", action, step.pk).replace(
        f"workflow/{record.pk}/action", f"workflow/action/{record.pk}"
    )
    answer = browser.post(path, {"comment": comment, "next": ""})
    record.refresh_from_db()
    return answer


def steps_of(record):
    states = TaskState.objects.filter(workflow_state__in=record.workflow_states).order_by("pk")
    return [(state.task.name, state.status) for state in states]


@every_kind
def test_record_written_by_an_editor_goes_live_when_the_reviewer_approves(client, editor, reviewer, model):
    record = write(editor, model)
    assert steps_of(record) == [("Editors' check", "approved"), ("Medical review", "in_progress")]
    assert not record.live
    assert client.get(record.get_absolute_url()).status_code == 404

    answer = act(reviewer, record)

    assert answer.status_code == 302
    assert record.live
    assert record.current_workflow_state is None
    assert steps_of(record)[-1] == ("Medical review", "approved")
    assert client.get(record.get_absolute_url()).status_code == 200


def test_record_sent_in_is_waiting_on_the_reviewers_first_page_and_not_on_the_editors(editor, reviewer):
    write(editor)

    assert "New word" in reviewer.get("/admin/").content.decode()
    assert "Awaiting your review" not in editor.get("/admin/").content.decode()


def test_reviewer_reads_and_may_edit_a_record_while_it_is_their_step(editor, reviewer):
    record = write(editor)

    assert reviewer.get(address(record, "edit")).status_code == 200

    act(reviewer, record)
    assert reviewer.get(address(record, "edit")).status_code == 302


def test_editor_cannot_take_the_reviewers_step(editor):
    record = write(editor)

    act(editor, record)
    act(signed_in(make_member(EDITORS)), record)
    act(signed_in(make_member(MODERATORS)), record)

    assert not record.live
    assert steps_of(record)[-1] == ("Medical review", "in_progress")


def test_reviewer_cannot_approve_what_they_wrote_last(editor, reviewer):
    record = write(editor)
    fill(reviewer, address(record, "edit"), {"short_definition": "Changed by the reviewer."}, button={})

    act(reviewer, record)
    assert steps_of(record)[-1] == ("Medical review", "in_progress")
    assert not record.live

    second = signed_in(make_member(REVIEWERS))
    act(second, record)
    assert steps_of(record)[-1] == ("Editors' check", "in_progress"), "The editors have not seen this version."
    act(editor, record)
    act(reviewer, record)
    assert not record.live
    act(second, record)
    assert record.live
    assert record.short_definition == "Changed by the reviewer."


def test_reviewer_who_wrote_the_term_is_not_offered_approval():
    both = make_member(EDITORS, REVIEWERS)
    browser = signed_in(both)
    record = write(browser)

    actions = record.current_workflow_task.get_actions(record, both)

    assert "approve" not in [action[0] for action in actions]
    assert "reject" in [action[0] for action in actions]
    act(browser, record)
    assert not record.live


def test_administrator_may_approve_but_not_their_own_text():
    administrator = make_member(ADMINISTRATORS, REVIEWERS)
    browser = signed_in(administrator)
    record = write(browser)
    while record.current_workflow_task_state.task.name == "Editors' check":
        act(signed_in(make_member(EDITORS)), record)

    act(browser, record)

    assert not record.live


def test_text_edited_after_the_editors_check_is_published_only_after_both_approved_it(editor, reviewer):
    record = write(editor)
    fill(signed_in(make_superuser()), address(record, "edit"), {"short_definition": "Slipped in unseen."}, button={})

    act(reviewer, record)
    assert not record.live
    assert steps_of(record)[-1] == ("Editors' check", "in_progress")
    act(reviewer, record)
    assert steps_of(record)[-1] == ("Editors' check", "in_progress"), "The reviewer cannot take the editors' step."

    act(editor, record)
    assert not record.live
    assert steps_of(record)[-1] == ("Medical review", "in_progress")
    act(reviewer, record)
    assert record.live
    assert record.short_definition == "Slipped in unseen."


def test_approval_of_an_older_revision_does_not_publish_a_newer_one(editor, reviewer):
    record = write(editor)
    old_step = record.current_workflow_task_state
    record.short_definition = "A newer text that nobody has read."
    record.save_revision(user=make_member(EDITORS))

    act(reviewer, record, task_state=old_step)

    assert not record.live
    assert record.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS


def test_changes_asked_for_come_back_to_the_editor_with_the_comment(editor, reviewer):
    record = write(editor)

    act(reviewer, record, "reject", comment="Please add a source.")

    assert record.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert "Please add a source." in editor.get(address(record, "edit")).content.decode()


def test_change_of_a_published_record_stays_private_until_it_is_approved(client, editor, reviewer):
    record = make_term("Known", short_definition="The published text.")

    fill(editor, address(record, "edit"), {"short_definition": "The new text."}, button=SUBMIT)
    assert "The published text." in client.get(record.get_absolute_url()).content.decode()

    act(reviewer, record)
    assert "The new text." in client.get(record.get_absolute_url()).content.decode()


def test_record_in_the_workflow_cannot_be_edited_by_an_editor_at_the_reviewers_step(editor):
    record = write(editor)

    page = editor.get(address(record, "edit")).content.decode()

    assert "action-publish" not in page
    assert not re.search(r'name="action-submit"', page)


def test_text_written_by_a_reviewer_alone_gets_the_editors_step(reviewer):
    record = make_term("Known", live=False)
    record.get_workflow().start(record, make_member(REVIEWERS))

    assert steps_of(record) == [("Editors' check", "in_progress")]


def test_text_sent_in_by_nobody_gets_the_editors_step():
    record = make_term("Known", live=False)
    record.get_workflow().start(record, None)

    assert steps_of(record) == [("Editors' check", "in_progress")]


@every_kind
def test_moderation_publishes_what_a_moderator_approves(client, model):
    record = make(model, "Sent in", live=False)
    Workflow.objects.get(name="Moderation").start(record, None)
    assert steps_of(record) == [("Moderators' check", "in_progress")]
    moderator = signed_in(make_member(MODERATORS))

    act(signed_in(make_member(REVIEWERS)), record)
    assert not record.live
    act(moderator, record)

    assert record.live
    assert client.get(record.get_absolute_url()).status_code == 200


def test_article_goes_through_the_same_two_steps(client, editor, reviewer):
    article = make_article("New article", live=False)
    editor_user = make_member(EDITORS)
    article.save_revision(user=editor_user)
    article.get_workflow().start(article, editor_user)
    article.refresh_from_db()
    step = article.current_workflow_task_state
    assert step.task.name == "Medical review"

    reviewer.post(f"/admin/pages/workflow/action/{article.pk}/approve/{step.pk}/", {"comment": ""})

    article.refresh_from_db()
    assert article.live
    assert client.get(article.get_url()).status_code == 200


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "Vector"}, "“Vector” is already the name of “Vector”"),
        ({"slug": "vector"}, "already exists"),
        (rows("also_called", {"text": "Carrier", "kind": "synonym"}), "“Carrier” already leads to “Vector”"),
    ],
    ids=["name", "slug", "other name"],
)
def test_approval_of_what_cannot_be_published_any_more_sends_it_back_with_the_reason(editor, reviewer, changes, reason):
    record = make_term("Known")
    fill(editor, address(record, "edit"), changes, button=SUBMIT)
    make_term("Vector", also_called=["Carrier"])  # somebody else was quicker

    answer = act(reviewer, record)

    assert answer.status_code == 302
    assert (record.live, record.name, record.slug) == (True, "Known", "known")
    assert record.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert reason in record.current_workflow_state.current_task_state.comment


def test_record_sent_in_again_after_changes_needs_one_approval(editor, reviewer):
    record = write(editor)
    act(reviewer, record, "reject", comment="Please add a source.")
    fill(editor, address(record, "edit"), {"sentence": "With a source."}, button=SUBMIT)

    act(reviewer, record)

    assert record.live
    assert record.sentence == "With a source."


def test_letters_of_the_workflow_go_to_members_of_the_step(editor, django_capture_on_commit_callbacks):
    make_member(REVIEWERS, email="reviewer@portal.example")

    with django_capture_on_commit_callbacks(execute=True):
        write(editor)

    assert all(letter.to == ["reviewer@portal.example"] for letter in mail.outbox)
