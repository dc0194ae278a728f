"""What moderators can do with a message: each act, who may not, what follows in Wagtail, and undoing it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import SectionPage
from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS
from submissions import claiming, deciding
from submissions.claiming import Taken, TooLate
from submissions.desk_models import Handling
from submissions.drafting import make_draft
from submissions.models import Submission, SubmissionMessage
from submissions.tending import settle_due
from tests.factories.desk import again, drafted, prepare_desk
from tests.factories.glossary import make_term
from tests.factories.kept import kept_for_several_tests
from tests.factories.organisations import make_organisation
from tests.factories.staff import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def desk(django_db_setup, django_db_blocker):
    with kept_for_several_tests(django_db_blocker):
        with django_db_blocker.unblock():
            prepare_desk()
        yield


@pytest.fixture
def moderator():
    return make_member(MODERATORS)


@pytest.fixture
def colleague():
    return make_member(MODERATORS)


def new_term(**fields):
    """A message about a new term that could be published as it is."""
    return drafted("term", **fields)


def acts(submission):
    return list(submission.events.values_list("act", flat=True))


def pass_ten_minutes(handling):
    Handling.objects.filter(pk=handling.pk).update(undo_until=timezone.now() - datetime.timedelta(seconds=1))


# --- approving --------------------------------------------------------------------------------------------------------


def test_approval_publishes_and_is_written_down(client, moderator):
    handling = new_term()

    assert deciding.approve(handling.submission_id, moderator)

    submission = again(handling.submission)
    assert (submission.state, submission.claimed_by) == ("approved", None)
    assert submission.decided_at
    assert again(handling.draft).live
    assert client.get(handling.draft.get_absolute_url()).status_code == 200
    assert acts(submission) == ["received", "drafted", "claimed", "approved"]
    assert submission.events.last().by == moderator


def test_approval_of_a_correction_publishes_its_version(moderator):
    organisation = make_organisation("Known", website="https://old.example/")
    handling = drafted("correction", about=organisation, changes={"website": "https://new.example/"})

    deciding.approve(handling.submission_id, moderator)

    assert again(organisation).website == "https://new.example/"
    assert not again(organisation).has_unpublished_changes


def test_version_that_was_not_seen_is_not_approved(moderator):
    handling = new_term()
    seen = handling.draft.latest_revision_id
    draft = handling.draft.get_latest_revision_as_object()
    draft.sentence = "Slipped in unseen."
    draft.save_revision()

    with pytest.raises(deciding.NotNow, match="changed while you were reading"):
        deciding.approve(handling.submission_id, moderator, seen_revision=seen)

    assert not again(handling.draft).live


def test_what_cannot_be_published_is_told_with_its_reason(moderator):
    handling = new_term(meaning="")

    with pytest.raises(deciding.NotNow, match="cannot be published yet"):
        deciding.approve(handling.submission_id, moderator)

    assert again(handling.submission).state == "received"


def test_correction_that_changes_nothing_is_not_approved(moderator):
    handling = drafted("correction", about=make_term("Known"))

    with pytest.raises(deciding.NotNow, match="Nothing is different"):
        deciding.approve(handling.submission_id, moderator)


def test_message_without_draft_is_not_approved(moderator):
    handling = drafted("correction", where="somewhere")

    with pytest.raises(deciding.NotNow, match="not known which entry"):
        deciding.approve(handling.submission_id, moderator)


def test_problem_with_the_site_is_closed_by_approving(moderator):
    handling = drafted("problem")

    assert deciding.approve(handling.submission_id, moderator)

    assert again(handling.submission).state == "approved"


# --- stories ----------------------------------------------------------------------------------------------------------


def test_story_is_published_by_the_second_of_two(client, moderator, colleague):
    handling = drafted("story")

    assert deciding.approve(handling.submission_id, moderator) is False
    assert not again(handling.draft).live
    assert again(handling.submission).state == "received"
    with pytest.raises(deciding.NotNow, match="a second moderator"):
        deciding.approve(handling.submission_id, moderator)
    claiming.release(handling.submission_id, moderator)

    assert deciding.approve(handling.submission_id, colleague) is True
    story = again(handling.draft)
    assert story.live
    assert SectionPage.objects.get(slug="stories").live
    page = client.get(story.get_url()).content.decode()
    assert "It did not help, says the teller." in page
    assert "Tom" not in page


def test_story_changed_after_the_first_approval_needs_two_again(moderator, colleague):
    handling = drafted("story")
    deciding.approve(handling.submission_id, moderator)
    story = handling.draft.get_latest_revision_as_object()
    story.title = "Another title"
    story.save_revision(user=colleague)

    assert deciding.approve(handling.submission_id, colleague) is False
    assert not again(handling.draft).live


def test_earlier_versions_of_a_story_are_deleted_once_it_is_final(moderator, colleague):
    handling = drafted("story")
    story = handling.draft.get_latest_revision_as_object()
    story.title = "Title without the name"
    story.save_revision(user=moderator)
    deciding.approve(handling.submission_id, moderator)
    deciding.approve(handling.submission_id, colleague)
    pass_ten_minutes(handling)

    settle_due()

    story = again(handling.draft)
    assert story.live
    assert list(story.revisions.all()) == [story.live_revision]


# --- declining --------------------------------------------------------------------------------------------------------


def test_declined_message_leaves_nothing_once_it_is_final(moderator):
    handling = new_term()
    draft = handling.draft

    deciding.decline(handling.submission_id, moderator, "It belongs to another field.")

    submission = again(handling.submission)
    assert (submission.state, submission.decision_reason) == ("declined", "It belongs to another field.")
    assert draft.current_workflow_state is None
    pass_ten_minutes(handling)
    settle_due()
    assert not type(draft).objects.filter(pk=draft.pk).exists()


def test_declined_correction_is_not_left_for_the_next_editor_to_publish(moderator):
    organisation = make_organisation("Known", website="https://old.example/")
    handling = drafted("correction", about=organisation, changes={"website": "https://new.example/"})

    deciding.decline(handling.submission_id, moderator, "The page is right.")
    pass_ten_minutes(handling)
    settle_due()

    organisation = again(organisation)
    assert organisation.get_latest_revision_as_object().website == "https://old.example/"
    assert not organisation.has_unpublished_changes


def test_declining_needs_a_reason(moderator):
    handling = new_term()

    with pytest.raises(deciding.NotNow, match="Choose a reason"):
        deciding.decline(handling.submission_id, moderator, " ")


def test_spam_is_declined_in_bulk_and_what_a_colleague_has_stays(moderator, colleague):
    one, two, theirs = (new_term(name=f"Word {n}", also_called="") for n in range(3))
    claiming.claim(theirs.submission_id, colleague)

    number = deciding.decline_spam([one.submission_id, two.submission_id, theirs.submission_id], moderator, "Spam.")

    assert number == 2
    assert [again(each.submission).state for each in (one, two, theirs)] == ["declined", "declined", "in review"]


# --- asking -----------------------------------------------------------------------------------------------------------


def test_question_waits_for_the_sender_and_leaves_the_queue(moderator, colleague):
    handling = new_term()

    deciding.ask(handling.submission_id, moderator, "How do you know?")

    submission = again(handling.submission)
    assert (submission.state, submission.claimed_by) == ("question", None)
    message = SubmissionMessage.objects.get()
    assert (message.text, message.by, message.from_sender) == ("How do you know?", moderator, False)
    assert claiming.take_next(colleague) is None


def test_second_opinion_is_for_anybody_else(moderator, colleague):
    handling = new_term()

    deciding.ask_colleague(handling.submission_id, moderator, "Is it real?")

    assert claiming.take_next(moderator) is None
    with pytest.raises(deciding.NotNow, match="somebody else decides"):
        deciding.approve(handling.submission_id, moderator)
    claiming.release(handling.submission_id, moderator)
    assert claiming.take_next(colleague) == handling.submission
    assert deciding.approve(handling.submission_id, colleague)


def test_note_is_in_the_log_for_staff(moderator):
    handling = new_term()

    deciding.note_for_staff(handling.submission_id, moderator, "I wrote to the register.")

    assert handling.submission.events.last().text == "I wrote to the register."


# --- undoing ----------------------------------------------------------------------------------------------------------


def test_approval_of_something_new_is_undone_by_taking_it_from_the_public(client, moderator):
    handling = new_term()
    deciding.approve(handling.submission_id, moderator)

    deciding.undo(handling.submission_id, moderator)

    submission = again(handling.submission)
    assert (submission.state, submission.decided_at, submission.claimed_by) == ("in review", None, moderator)
    assert not again(handling.draft).live
    assert client.get(handling.draft.get_absolute_url()).status_code == 410
    assert again(handling.draft).current_workflow_state.workflow.name == "Moderation"
    assert deciding.approve(handling.submission_id, moderator)
    assert again(handling.draft).live


def test_approval_of_a_correction_is_undone_by_publishing_what_was_there(moderator):
    organisation = make_organisation("Known", website="https://old.example/")
    handling = drafted("correction", about=organisation, changes={"website": "https://new.example/"})
    deciding.approve(handling.submission_id, moderator)

    deciding.undo(handling.submission_id, moderator)

    organisation = again(organisation)
    assert organisation.website == "https://old.example/"
    assert organisation.live
    assert organisation.get_latest_revision_as_object().website == "https://new.example/"
    assert deciding.approve(handling.submission_id, moderator)
    assert again(organisation).website == "https://new.example/"


def test_refusal_is_undone_with_the_draft_as_it_was(moderator, colleague):
    handling = new_term()
    deciding.decline(handling.submission_id, moderator, "Spam.")

    deciding.undo(handling.submission_id, colleague)

    submission = again(handling.submission)
    assert (submission.state, submission.decision_reason, submission.claimed_by) == ("in review", "", colleague)
    assert again(handling.draft).current_workflow_state is not None
    assert acts(submission)[-2:] == ["undone", "claimed"]


def test_nothing_is_undone_after_ten_minutes(moderator):
    handling = new_term()
    deciding.approve(handling.submission_id, moderator)
    pass_ten_minutes(handling)

    with pytest.raises(deciding.NotNow, match="ten minutes have passed"):
        deciding.undo(handling.submission_id, moderator)

    assert again(handling.draft).live


def test_approval_is_not_undone_over_what_somebody_published_since(moderator):
    handling = new_term()
    deciding.approve(handling.submission_id, moderator)
    draft = again(handling.draft)
    draft.sentence = "By an editor."
    draft.save_revision().publish()

    with pytest.raises(deciding.NotNow, match="Another version has been published"):
        deciding.undo(handling.submission_id, moderator)


def test_sender_is_told_only_when_a_decision_is_final(moderator, mailoutbox, monkeypatch):
    told = []
    monkeypatch.setattr("submissions.tending.say_it_was_decided", told.append)
    handling = new_term()
    deciding.decline(handling.submission_id, moderator, "Spam.")

    settle_due()
    assert told == []

    pass_ten_minutes(handling)
    settle_due()
    settle_due()
    assert told == [handling.submission]


# --- who may ----------------------------------------------------------------------------------------------------------

ACTS = {
    "approve": lambda pk, user: deciding.approve(pk, user),
    "decline": lambda pk, user: deciding.decline(pk, user, "Because."),
    "ask": lambda pk, user: deciding.ask(pk, user, "Why?"),
    "opinion": lambda pk, user: deciding.ask_colleague(pk, user, "?"),
    "note": lambda pk, user: deciding.note_for_staff(pk, user, "Note."),
    "undo": lambda pk, user: deciding.undo(pk, user),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
@pytest.mark.parametrize("group", [EDITORS, REVIEWERS])
def test_nobody_else_may(act, group):
    handling = new_term()

    with pytest.raises(PermissionDenied):
        act(handling.submission_id, make_member(group))

    assert again(handling.submission).state == "received"


def test_administrators_may():
    handling = new_term()

    assert deciding.approve(handling.submission_id, make_member(ADMINISTRATORS))


@pytest.mark.parametrize("name", [name for name in ACTS if name != "undo"])
def test_nobody_acts_on_what_a_colleague_has(name, moderator, colleague):
    handling = new_term()
    claiming.claim(handling.submission_id, colleague)

    with pytest.raises(Taken, match=colleague.username):
        ACTS[name](handling.submission_id, moderator)


@pytest.mark.parametrize("name", [name for name in ACTS if name not in ("undo",)])
def test_nothing_is_decided_twice(name, moderator, colleague):
    handling = new_term()
    deciding.decline(handling.submission_id, colleague, "Spam.")

    with pytest.raises(TooLate, match="declined"):
        ACTS[name](handling.submission_id, moderator)


def test_erased_message_is_told(moderator):
    handling = new_term()
    pk = handling.submission_id
    Submission.objects.filter(pk=pk).delete()

    with pytest.raises(TooLate, match="deleted meanwhile"):
        deciding.approve(pk, moderator)
    assert make_draft(pk) is None


def test_decided_message_gets_no_draft_any_more(moderator):
    handling = drafted("term", name="")
    deciding.decline(handling.submission_id, moderator, "Nothing in it.")

    make_draft(handling.submission_id)

    assert again(handling.submission).state == "declined"


def test_name_that_was_taken_meanwhile_is_told(moderator):
    handling = drafted("term", also_called="")
    make_term("Known", also_called=["zebra vector"])

    with pytest.raises(deciding.NotNow, match="already leads to"):
        deciding.approve(handling.submission_id, moderator)
