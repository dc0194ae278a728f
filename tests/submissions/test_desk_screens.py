"""The desk in the admin: the queue, one message, every button, and who may press it."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission

from portal.base.roles import EDITORS, MODERATORS, REVIEWERS, setup_roles
from submissions import claiming, deciding
from submissions.act_screens import ACTS
from submissions.desk_models import DeskKeys
from submissions.models import Erasure, Submission
from tests.factories.admin import fields_of, messages_on, words_on
from tests.factories.articles import make_home
from tests.factories.desk import again, drafted
from tests.factories.kept import kept_for_several_tests
from tests.factories.organisations import make_organisation
from tests.factories.staff import make_member, signed_in

pytestmark = pytest.mark.django_db
DESK = "/admin/moderation/"


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


def at(handling, act=""):
    return f"{DESK}{handling.submission_id}/{act}/" if act else f"{DESK}{handling.submission_id}/"


def press(browser, handling, act, **values):
    """Press a button of a message and return the page that follows."""
    return browser.post(at(handling, act), values, follow=True)


def state_of(handling):
    return again(handling.submission).state


# --- the queue --------------------------------------------------------------------------------------------------------


def test_queue_shows_what_waits_and_how_long(browser):
    handling = drafted("organisation")
    drafted("story", story="I do not want to live any more.")

    page = browser.get(DESK)

    words = words_on(page)
    assert "2 messages wait" in words
    assert "1 is urgent" in words
    assert words.index("A story") < words.index("Blue Sky Families"), "The urgent one comes first."
    assert handling.submission.receipt_code in words


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=term", ["Zebra vector"]),
        ("flag=cure", ["Curing cells"]),
        ("language=fr", ["Curing cells"]),
        ("state=question", []),
        ("state=mine", []),
        ("kind=nonsense&flag=nonsense&state=nonsense", ["Zebra vector", "Curing cells"]),
    ],
)
def test_filters(browser, query, shown):
    drafted("term")
    drafted("organisation", name="Curing cells", what_they_do="We cure it.", language="fr")

    words = words_on(browser.get(f"{DESK}?{query}"))

    assert [name for name in ("Zebra vector", "Curing cells") if name in words] == shown


def test_number_of_queries_is_the_same_for_3_and_30(browser, django_assert_max_num_queries):
    for n in range(3):
        drafted("problem", what=f"Problem {n}")
    browser.get(DESK)
    with django_assert_max_num_queries(40) as few:
        browser.get(DESK)
    for n in range(27):
        drafted("problem", what=f"More {n}")
    with django_assert_max_num_queries(40) as many:
        browser.get(DESK)

    assert len(few) == len(many)


def test_menu_and_dashboard_tell_the_number(browser):
    drafted("term")

    page = browser.get("/admin/").content.decode()

    assert "Moderation (1)" in page
    assert "1 message waits" in page


def test_editors_see_neither_menu_nor_panel():
    drafted("term")

    page = signed_in(make_member(EDITORS)).get("/admin/").content.decode()

    assert "Moderation (1)" not in page
    assert "1 message waits" not in page


def test_export_is_harmless_and_holds_no_story(browser):
    drafted("term", name="=HYPERLINK(1)", also_called="@x", meaning="+1")
    drafted("story")

    answer = browser.get(f"{DESK}?export=csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"].startswith("text/csv")
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "-"))]
    assert "Tom" not in answer.content.decode()


def test_next_one_is_taken_and_opened(browser, moderator):
    handling = drafted("term")

    page = browser.post(f"{DESK}next/", follow=True)

    assert "You have it until" in words_on(page)
    assert again(handling.submission).claimed_by == moderator
    assert "Nothing waits" in messages_on(browser.post(f"{DESK}next/?kind=story", follow=True))


def test_spam_is_declined_in_bulk_and_can_be_undone(browser):
    one, two = drafted("problem", what="Buy now"), drafted("problem", what="Buy more")

    page = browser.post(f"{DESK}spam/", {"message": [one.submission_id, two.submission_id, "x"]}, follow=True)

    assert "2 messages were declined as spam" in messages_on(page)
    assert [state_of(one), state_of(two)] == ["declined", "declined"]
    assert f"Undo {one.submission.receipt_code}" in words_on(page)
    press(browser, one, "undo")
    assert state_of(one) == "in review"


def test_nothing_can_be_approved_in_bulk():
    assert "approve" not in ACTS, "Approval goes through the form of one message."


def test_keys_are_off_until_switched_on(browser, moderator):
    drafted("term")
    assert "js/admin/desk." not in browser.get(DESK).content.decode()

    page = browser.post(f"{DESK}keys/", {"on": "1"}, follow=True)
    assert "js/admin/desk." in page.content.decode()
    assert DeskKeys.objects.get().user == moderator

    browser.post(f"{DESK}keys/", {})
    assert not DeskKeys.objects.exists()


# --- one message ------------------------------------------------------------------------------------------------------


def test_message_shows_what_was_sent_inert_and_flagged(browser):
    handling = drafted(
        "organisation", what_they_do="<b>We cure</b> you. \u202eevil", website="https://xn--80ak6aa92e.com/"
    )

    page = browser.get(at(handling)).content.decode()

    assert "<b>We cure</b>" not in page
    assert "&lt;b&gt;" in page
    assert "⟨U+202E⟩" in page
    assert "leads to аррӏе.com: letters that are not of the Latin alphabet, looks like another address" in page
    assert 'href="https://xn--80ak6aa92e.com/' not in page
    assert "promise of a cure" in page


def test_original_of_a_story_is_for_those_who_may_read_it(moderator):
    handling = drafted("story")
    assert "my son Tom" in signed_in(moderator).get(at(handling)).content.decode().replace("<mark>", "")

    other = make_member(EDITORS)
    other.user_permissions.add(Permission.objects.get(codename="moderate_handling"))
    page = signed_in(other).get(at(handling)).content.decode()
    assert "You may not read stories as they were sent" in page
    assert "Tom" not in page


def test_correction_shows_what_differs_from_what_is_published(browser):
    organisation = make_organisation("Known", website="https://old.example/")
    handling = drafted("correction", about=organisation, changes={"website": "https://new.example/"})

    page = browser.get(at(handling)).content.decode()

    assert "Different from what is published" in page
    assert '<span class="deletion">old</span>' in page
    assert '<span class="addition">new</span>' in page


def test_preview_is_the_public_page_for_moderators_only(client, browser):
    handling = drafted("term")

    page = browser.get(at(handling, "preview"))
    assert "A carrier for genes." in page.content.decode()
    assert "glossary/term_detail.html" in [template.name for template in page.templates]
    assert client.get(at(handling, "preview")).status_code == 302
    refused = signed_in(make_member(REVIEWERS)).get(at(handling, "preview"), follow=True)
    assert "A carrier for genes." not in refused.content.decode()


def test_earlier_decisions_and_the_same_text_are_told(browser, moderator):
    organisation = make_organisation("Known")
    first = drafted("correction", about=organisation, what="It has moved away.")
    deciding.decline(first.submission_id, moderator, "It has not moved.")
    second = drafted("correction", about=organisation, what="It has  moved AWAY.")

    words = words_on(browser.get(at(second)))

    assert "Same text sent before" in words
    assert "Decided before" in words
    assert "It has not moved." in words


def test_text_is_changed_and_approved_in_one_go(browser, client, moderator):
    handling = drafted("term")
    claiming.claim(handling.submission_id, moderator)
    values = fields_of(browser.get(at(handling)).content.decode(), "short_definition")

    page = browser.post(
        at(handling, "save"), {**values, "short_definition": "What carries a gene.", "approve": "1"}, follow=True
    )

    assert "Approved. It can be undone" in messages_on(page)
    assert state_of(handling) == "approved"
    assert "What carries a gene." in client.get(handling.draft.get_absolute_url()).content.decode()
    assert list(handling.submission.events.values_list("act", flat=True))[-2:] == ["changed", "approved"]


def test_text_is_stored_without_deciding(browser, moderator):
    handling = drafted("term")
    claiming.claim(handling.submission_id, moderator)
    values = fields_of(browser.get(at(handling)).content.decode(), "short_definition")

    page = browser.post(at(handling, "save"), {**values, "short_definition": ""}, follow=True)
    assert "Stored." in messages_on(page)
    again_page = browser.post(
        at(handling, "save"), {**values, "short_definition": "", "revision": _revision(page)}, follow=True
    )

    assert "Nothing was changed." in messages_on(again_page)
    assert state_of(handling) == "in review"
    assert again(handling.draft).get_latest_revision_as_object().short_definition == ""


def _revision(page):
    return fields_of(page.content.decode(), "short_definition")["revision"]


def test_what_is_wrong_in_the_text_is_told_and_everything_typed_stays(browser, moderator):
    handling = drafted("term")
    claiming.claim(handling.submission_id, moderator)
    values = fields_of(browser.get(at(handling)).content.decode(), "short_definition")

    page = browser.post(at(handling, "save"), {**values, "short_definition": "word " * 41, "approve": "1"}, follow=True)

    assert page.status_code == 200
    assert "41 words" in words_on(page)
    assert "word word" in page.content.decode()
    assert state_of(handling) == "in review"


def test_screen_that_is_out_of_date_stores_nothing(browser, moderator):
    handling = drafted("term")
    claiming.claim(handling.submission_id, moderator)
    values = fields_of(browser.get(at(handling)).content.decode(), "short_definition")
    draft = handling.draft.get_latest_revision_as_object()
    draft.sentence = "By a colleague."
    newer = draft.save_revision()

    page = browser.post(at(handling, "save"), {**values, "approve": "1"}, follow=True)

    assert "changed while you were reading" in messages_on(page)
    assert again(handling.draft).latest_revision == newer


def test_name_is_taken_out_of_a_story_and_stays_in_what_was_sent(browser, moderator):
    handling = drafted("story", story="We went to Blueville by train, to Blueville.")
    claiming.claim(handling.submission_id, moderator)

    page = press(browser, handling, "take-out", words="Blueville")

    assert "spots were taken out" in messages_on(page)
    assert "Blueville" not in str(again(handling.draft).get_latest_revision().content["body"])
    assert "Blueville" in again(handling.submission).sent["story"]


def test_reason_picked_without_script_is_sent_with_its_words(browser):
    handling = drafted("organisation")

    press(browser, handling, "decline", reason="sells", text="")

    assert again(handling.submission).decision_reason.startswith("We list no group that sells treatments")


def test_question_picked_is_asked_with_its_words(browser):
    handling = drafted("correction", what="Should I stop taking it?")

    press(browser, handling, "ask", question="medical", text="")

    assert "cannot advise one person" in handling.submission.messages.get().text
    assert state_of(handling) == "question"


def test_signpost_for_somebody_in_danger_names_the_emergency_number_of_the_site(browser):
    handling = drafted("problem", what="I cannot go on.")
    press(browser, handling, "claim")

    offered = browser.get(at(handling)).content.decode()
    press(browser, handling, "ask", question="danger", text="")

    assert "please call 112." in offered
    assert "please call 112." in handling.submission.messages.get().text


def test_refusals_are_told_and_change_nothing(browser):
    handling = drafted("organisation")

    assert "Choose a reason" in messages_on(press(browser, handling, "decline"))
    assert "Write the question" in messages_on(press(browser, handling, "ask"))
    assert "Type the code" in messages_on(press(browser, handling, "erase", code="wrong"))
    assert "cannot be undone" in messages_on(press(browser, handling, "undo"))
    assert Submission.objects.count() == 1


def test_second_moderator_is_told_who_has_it(browser):
    handling = drafted("term")
    colleague = make_member(MODERATORS)
    claiming.claim(handling.submission_id, colleague)

    page = press(browser, handling, "decline", reason="spam")

    assert f"{colleague.username} has taken this message" in words_on(page)
    assert state_of(handling) == "in review"


def test_everything_is_deleted_once_the_code_is_typed(browser):
    handling = drafted("organisation", email="sender@person.example")
    draft = handling.draft

    page = press(browser, handling, "erase", code=handling.submission.receipt_code.lower())

    assert "is deleted" in messages_on(page)
    assert not Submission.objects.exists()
    assert not type(draft).objects.filter(pk=draft.pk).exists()
    assert Erasure.objects.get().asked_by == "staff"


def test_run_leads_to_the_next_message(browser):
    first, second = drafted("problem", what="First"), drafted("problem", what="Second")

    page = press(browser, first, "decline", reason="spam", run="1")

    assert second.submission.receipt_code in page.context["header_title"]


# --- the same thing twice ---------------------------------------------------------------------------------------------


def test_likely_duplicate_is_laid_beside_and_merged(browser, client):
    organisation = make_organisation("Blue Sky Family", website="https://blue-sky.example/", city="", languages=["fr"])
    handling = drafted("organisation", city="Madrid")
    address = f"{DESK}{handling.submission_id}/compare/organisations.organisation/{organisation.pk}/"

    assert address in browser.get(at(handling)).content.decode()
    page = browser.get(address)
    assert "Madrid" in words_on(page)
    page = press(
        browser, handling, "merge", model="organisations.organisation", record=organisation.pk,
        take=["city", "languages", "slug"],
    )  # fmt: skip

    assert "It is a change of “Blue Sky Family” now" in messages_on(page)
    latest = again(organisation).get_latest_revision_as_object()
    assert (latest.city, latest.languages, latest.slug) == ("Madrid", ["en", "es", "fr"], organisation.slug)
    assert again(organisation).city == ""
    assert type(organisation).objects.count() == 1, "The draft of its own is gone."
    assert state_of(handling) == "in review"


def test_nothing_is_merged_into_a_draft_or_another_kind(browser):
    hidden = make_organisation("Hidden", live=False)
    handling = drafted("organisation")

    for label, pk in (("organisations.organisation", hidden.pk), ("glossary.term", 1), ("auth.user", 1)):
        assert browser.get(f"{DESK}{handling.submission_id}/compare/{label}/{pk}/").status_code == 404


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("group", [EDITORS, REVIEWERS])
def test_every_button_is_for_moderators(act, group):
    handling = drafted("term")

    answer = signed_in(make_member(group)).post(at(handling, act), {"reason": "spam", "question": "source"})

    assert answer.status_code == 302
    assert answer.url == "/admin/"
    assert state_of(handling) == "received"
    assert again(handling.submission).claimed_by is None


@pytest.mark.parametrize("place", ["", "next/", "spam/", "keys/", "1/", "1/preview/", "1/claim/"])
def test_nobody_gets_in_without_signing_in(client, place):
    for answer in (client.get(DESK + place), client.post(DESK + place)):
        assert answer.status_code in (302, 403, 405)
        assert answer.status_code != 302 or answer.url.startswith("/staff/login/")


def test_unknown_act_is_not_found(browser):
    assert browser.post(at(drafted("term"), "approve")).status_code == 404
