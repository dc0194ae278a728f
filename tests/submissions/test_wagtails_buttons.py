"""What is decided with Wagtail's own buttons is decided at the desk too, by the same rules."""

import pytest
from wagtail.models import Workflow

from portal.base.roles import ADMINISTRATORS, MODERATORS, REVIEWERS, setup_roles
from submissions import claiming
from submissions.clearing import take_down
from submissions.drafting import make_draft
from submissions.keeping import erase, take_back
from submissions.models import Submission
from tests.factories.admin import address, fill
from tests.factories.articles import make_home
from tests.factories.desk import again, drafted, sent
from tests.factories.glossary import make_term
from tests.factories.kept import kept_for_several_tests
from tests.factories.staff import make_member, make_superuser, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def roles(django_db_setup, django_db_blocker):
    with kept_for_several_tests(django_db_blocker):
        with django_db_blocker.unblock():
            setup_roles()
            make_home()
        yield


@pytest.fixture
def moderator():
    return make_member(MODERATORS)


@pytest.fixture
def browser(moderator):
    return signed_in(moderator)


def act(browser, handling, action, **values):
    """Press a button of the workflow as the dashboard and the editor do."""
    draft = again(handling.draft)
    step = draft.current_workflow_task_state
    if hasattr(draft, "path"):
        path = f"/admin/pages/workflow/action/{draft.pk}/{action}/{step.pk}/"
    else:
        path = f"{address(type(draft), 'workflow')}action/{draft.pk}/{action}/{step.pk}/"
    return browser.post(path, {"comment": "", "next": "", **values})


def state_of(handling):
    return again(handling.submission).state


def test_draft_waits_on_the_moderators_dashboard_and_on_nobody_elses(browser):
    drafted("term")

    assert "Zebra vector" in browser.get("/admin/").content.decode()
    assert "Zebra vector" not in signed_in(make_member(REVIEWERS)).get("/admin/").content.decode()


def test_approve(browser, moderator):
    handling = drafted("term")

    act(browser, handling, "approve")

    assert again(handling.draft).live
    assert state_of(handling) == "approved"
    assert handling.submission.events.last().by == moderator


def test_request_changes_asks_the_sender(browser):
    handling = drafted("term")

    act(browser, handling, "reject", comment="Where did you read it?")

    assert state_of(handling) == "question"
    assert handling.submission.messages.get().text == "Where did you read it?"


def test_decline_for_good(browser):
    handling = drafted("term")

    act(browser, handling, "decline", reason="other-field")

    submission = again(handling.submission)
    assert submission.state == "declined"
    assert "another field" in submission.decision_reason
    assert again(handling.draft).current_workflow_state is None


def test_decline_with_words_of_ones_own(browser):
    handling = drafted("term")

    act(browser, handling, "decline", reason="other-field", comment="Not a word people meet.")

    assert again(handling.submission).decision_reason == "Not a word people meet."


def test_story_needs_two_here_as_well(browser):
    handling = drafted("story")

    act(browser, handling, "approve")
    act(browser, handling, "approve")
    assert not again(handling.draft).live
    assert state_of(handling) == "received"

    act(signed_in(make_member(MODERATORS)), handling, "approve")
    assert again(handling.draft).live
    assert state_of(handling) == "approved"


def test_what_a_colleague_has_cannot_be_decided_here_either(browser):
    handling = drafted("term")
    claiming.claim(handling.submission_id, make_member(MODERATORS))

    for action in ("approve", "decline", "reject"):
        act(browser, handling, action, reason="spam")

    assert state_of(handling) == "in review"
    assert not again(handling.draft).live


def test_others_cannot_decide(browser):
    handling = drafted("term")

    for group in (REVIEWERS, ADMINISTRATORS):
        act(signed_in(make_member(group)), handling, "approve")

    assert not again(handling.draft).live
    assert state_of(handling) == "received"


def test_publishing_past_the_workflow_counts_as_approval():
    handling = drafted("term")
    administrator = make_superuser()

    fill(signed_in(administrator), address(handling.draft, "edit"), {}, button={"action-publish": "Publish"})

    assert again(handling.draft).live
    assert state_of(handling) == "approved"
    assert handling.submission.events.last().by == administrator


def test_cancelled_workflow_is_started_again_when_it_is_approved_at_the_desk(moderator):
    from submissions import deciding

    handling = drafted("term")
    handling.workflow_state.cancel(user=moderator)
    assert state_of(handling) == "received"

    assert deciding.approve(handling.submission_id, moderator)
    assert again(handling.draft).live


def test_deleted_draft_is_made_again():
    handling = drafted("term")
    handling.draft.delete()

    handling = make_draft(handling.submission_id)

    assert handling.draft.name == "Zebra vector"
    assert handling.draft.current_workflow_state is not None


def test_text_that_nobody_sent_keeps_the_rule_of_four_eyes(browser, moderator):
    term = make_term("Written by staff", live=False)
    term.save_revision(user=moderator)
    Workflow.objects.get(name="Moderation").start(term, moderator)
    step = term.current_workflow_task_state

    browser.post(f"{address(type(term), 'workflow')}action/{term.pk}/approve/{step.pk}/", {"comment": "", "next": ""})

    assert not again(term).live


def test_side_panel_shows_the_senders_words_beside_the_editor(browser):
    handling = drafted("term", where_seen="In a leaflet <b>somewhere</b>")

    page = browser.get(address(handling.draft, "edit")).content.decode()

    assert "What a sender wrote" in page
    assert "In a leaflet &lt;b&gt;somewhere" in page
    other = signed_in(make_superuser()).get(address(make_term("Known"), "edit")).content.decode()
    assert "What a sender wrote" not in other


# --- the sender's side ------------------------------------------------------------------------------------------------


def approved_story():
    handling = drafted("story")
    for _ in range(2):
        act(signed_in(make_member(MODERATORS)), handling, "approve")
    assert again(handling.draft).live
    return handling


def test_story_taken_back_on_the_status_page_is_off_the_site(client):
    handling = approved_story()
    path = handling.draft.get_url()
    assert client.get(path).status_code == 200

    take_back(again(handling.submission))

    assert client.get(path).status_code in (404, 410)
    assert not type(handling.draft).objects.filter(pk=handling.draft.pk).exists()
    assert "taken down" in handling.submission.events.values_list("act", flat=True)


def test_story_erased_is_off_the_site(client):
    handling = approved_story()
    path = handling.draft.get_url()

    erase(again(handling.submission), "sender")

    assert client.get(path).status_code in (404, 410)
    assert not Submission.objects.exists()


def test_draft_of_what_is_taken_back_is_dropped():
    handling = drafted("organisation")
    draft = handling.draft

    take_back(handling.submission)

    assert not type(draft).objects.filter(pk=draft.pk).exists()


def test_correction_taken_back_leaves_the_published_text_as_the_latest():
    term = make_term("Known", short_definition="A carrier made of sugar.")
    handling = drafted("correction", about=term, what="made of sugar", should_be="made of salt")

    take_back(handling.submission)

    term = again(term)
    assert term.get_latest_revision_as_object().short_definition == "A carrier made of sugar."
    assert not term.has_unpublished_changes
    assert term.current_workflow_state is None


def test_newer_version_takes_the_place_of_the_old_ones_draft():
    handling = drafted("organisation")
    draft = handling.draft
    newer = sent("organisation", city="Madrid")
    Submission.objects.filter(pk=newer.pk).update(supersedes=handling.submission)
    newer.refresh_from_db()

    from submissions.following import _received

    _received(Submission, newer, created=True)
    handling = make_draft(newer.pk)

    assert not type(draft).objects.filter(pk=draft.pk).exists()
    assert handling.draft.city == "Madrid"


def test_published_facts_stay_when_their_sender_takes_nothing_back_but_is_erased():
    handling = drafted("term")
    act(signed_in(make_member(MODERATORS)), handling, "approve")

    erase(again(handling.submission), "request")

    assert again(handling.draft).live


def test_only_a_story_is_taken_down():
    handling = drafted("term")

    assert take_down(handling.submission) is False
    assert again(handling.draft)
