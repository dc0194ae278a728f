"""A correction that names no entry: a moderator chooses it, and it becomes a version nobody has seen published."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from portal.base.roles import EDITORS
from submissions import claiming, deciding
from submissions.keeping import take_back
from submissions.models import Handling, Submission, SubmissionEvent
from submissions.tending import tend
from tests.factories.admin import messages_on, words_on
from tests.factories.articles import make_article, make_section
from tests.factories.conditions import make_condition
from tests.factories.desk import again, drafted, prepare_desk
from tests.factories.glossary import make_term
from tests.factories.kept import kept_for_several_tests
from tests.factories.organisations import make_organisation
from tests.factories.staff import make_member, signed_in
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def desk(django_db_setup, django_db_blocker):
    with kept_for_several_tests(django_db_blocker):
        with django_db_blocker.unblock():
            prepare_desk()
        yield


@pytest.fixture
def moderator():
    return make_member("Moderators")


@pytest.fixture
def browser(moderator):
    return signed_in(moderator)


def address(handling, act=""):
    names = (
        ("submissions_act", [handling.submission_id, act]) if act else ("submissions_item", [handling.submission_id])
    )
    return reverse(names[0], args=names[1])


def press(browser, handling, act, **values):
    return browser.post(address(handling, act), values, follow=True)


def lost(**fields):
    """Return a correction that names no entry."""
    return drafted("correction", about=None, where="The page on the map of cells", **fields)


def at(thing):
    return f"{thing._meta.label_lower}:{thing.pk}"


def looked_up(browser, handling, asked):
    """Return the references of the entries that a search offers."""
    press(browser, handling, "claim")
    page = BeautifulSoup(browser.get(address(handling), {"entry": asked}).content, "html.parser")
    return [box["value"] for box in page.select('#choose input[type="radio"]')]


# --- looking for it ---------------------------------------------------------------------------------------------------


def test_screen_asks_which_entry_it_is_and_begins_with_what_the_sender_wrote(browser):
    handling = lost()

    before = browser.get(address(handling)).content.decode()
    press(browser, handling, "claim")
    page = BeautifulSoup(browser.get(address(handling)).content, "html.parser")

    assert "not known which entry" in before
    assert 'id="choose"' not in before, "Who has not taken it chooses nothing."
    assert page.find(id="entry")["value"] == "The page on the map of cells"
    assert page.find("label", attrs={"for": "entry"})
    assert not page.select('#choose input[type="radio"]')


def test_search_finds_records_of_every_kind_and_pages_by_any_name(browser):
    made = [
        make_term("Zebra cell"),
        make_condition("Lack of zebra"),
        make_therapy("Zebrazyme"),
        make_trial("Zebra trial"),
        make_organisation("Friends of zebras"),
        make_article("About zebras"),
        make_section("Zebra section"),
    ]
    other_name = make_condition("Stripes", also_called=["Zebra syndrome"])
    hidden = [make_term("Zebra draft", live=False), make_article("Zebra draft page", live=False)]

    found = looked_up(browser, lost(), "zebra")

    assert set(found) >= {at(thing) for thing in made}
    assert not {at(thing) for thing in hidden} & set(found)
    assert at(other_name) in looked_up(browser, lost(), "zebra syndrome")


def test_search_takes_an_address_too(browser):
    term, article = make_term("Zebra cell"), make_article("About zebras")

    assert looked_up(browser, lost(), term.get_absolute_url()) == [at(term)]
    assert looked_up(browser, lost(), f"https://www.example.org{article.get_url()}?q=1") == [at(article)]


@pytest.mark.parametrize(
    "asked", ["nothing is called so", "/no/such/page/", "/search/", "https://[", "%", "q\x00q", "é" * 300]
)
def test_search_for_nonsense_says_that_nothing_was_found(browser, asked):
    handling = lost()
    press(browser, handling, "claim")

    answer = browser.get(address(handling), {"entry": asked})

    assert answer.status_code == 200
    assert "No published entry is called so" in words_on(answer)


# --- choosing it ------------------------------------------------------------------------------------------------------


def test_chosen_record_gets_a_version_in_the_workflow_and_readers_see_the_old_one(browser, client, moderator):
    term = make_term("Zebra cell", short_definition="A cell made of sugar.")
    handling = lost(what="made of sugar", should_be="made of protein")
    sent = handling.submission.sent
    press(browser, handling, "claim")

    page = press(browser, handling, "choose", entry=at(term))

    assert "new version of that entry" in messages_on(page)
    handling, term = again(handling), again(term)
    latest = term.get_latest_revision_as_object()
    assert handling.draft == term
    assert not handling.is_new
    assert (term.short_definition, latest.short_definition) == ("A cell made of sugar.", "A cell made of protein.")
    assert (handling.workflow_state.workflow.name, handling.workflow_state.status) == ("Moderation", "in_progress")
    assert term.current_workflow_state == handling.workflow_state
    assert "sugar" in client.get(term.get_absolute_url()).content.decode()
    assert again(handling.submission).sent == sent, "What was sent stays as it came."
    assert again(handling.submission).subject == term
    line = SubmissionEvent.objects.get(submission=handling.submission, act="entry chosen")
    assert (line.by, line.text) == (moderator, "Zebra cell")

    deciding.approve(handling.submission_id, moderator)

    assert again(term).short_definition == "A cell made of protein."
    assert again(handling.submission).state == "approved"


def test_chosen_page_gets_a_version(browser):
    article = make_article(body=[{"type": "text", "value": "<p>It is old news.</p>"}], summary="This is old news.")
    handling = lost(what="This is old news", should_be="This is new")
    press(browser, handling, "claim")

    press(browser, handling, "choose", entry=at(Page.objects.get(pk=article.pk)))

    article = again(article)
    assert again(handling).draft.specific == article
    assert article.get_latest_revision_as_object().summary == "This is new."
    assert article.summary == "This is old news."


def test_correction_of_an_entry_that_somebody_edits_waits_and_is_made_later(browser):
    term = make_term("Zebra cell")
    term.save_revision()
    handling = lost()
    press(browser, handling, "claim")
    Handling.objects.update(tries=10)

    page = press(browser, handling, "choose", entry=at(term))

    assert "has a draft of an editor" in messages_on(page)
    assert again(handling).draft is None
    assert again(handling.submission).subject == term
    again(term).get_latest_revision().publish()
    tend()
    assert again(handling).draft == term


def test_another_entry_is_chosen_and_the_first_is_as_it_was(browser, client):
    wrong, right = (
        make_term("Wrong", short_definition="Of sugar."),
        make_term("Right", short_definition="Of sugar too."),
    )
    handling = lost(what="of sugar", should_be="of protein")
    press(browser, handling, "claim")
    press(browser, handling, "choose", entry=at(wrong))

    press(browser, handling, "choose", entry=at(right))

    wrong, right = again(wrong), again(right)
    assert again(handling).draft == right
    assert wrong.current_workflow_state is None
    assert not wrong.has_unpublished_changes
    assert wrong.get_latest_revision_as_object().short_definition == "Of sugar."
    assert right.current_workflow_state == again(handling).workflow_state
    assert "Of sugar." in client.get(wrong.get_absolute_url()).content.decode()


def test_same_entry_again_keeps_what_the_moderator_wrote(browser):
    term = make_term("Zebra cell")
    handling = lost()
    press(browser, handling, "claim")
    press(browser, handling, "choose", entry=at(term))
    latest = again(term).latest_revision_id

    page = press(browser, handling, "choose", entry=at(term))

    assert "about that entry already" in messages_on(page)
    assert again(term).latest_revision_id == latest


def test_taken_back_by_its_sender_leaves_the_entry_as_it_was(browser):
    term = make_term("Zebra cell")
    handling = lost()
    press(browser, handling, "claim")
    press(browser, handling, "choose", entry=at(term))

    take_back(again(handling.submission))

    assert again(term).current_workflow_state is None
    assert not again(term).has_unpublished_changes


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reference",
    ["", "glossary.term:", "glossary.term:x", "glossary.term:²", "auth.user:1", "no.such:1", "nothing",
     "glossary.term:0", "submissions.submission:1", f"glossary.term:{'9' * 30}"],
)  # fmt: skip
def test_what_is_no_published_entry_is_refused_and_nothing_changes(browser, reference):
    handling = lost()
    press(browser, handling, "claim")

    page = press(browser, handling, "choose", entry=reference)

    assert "hoose" in messages_on(page)
    assert again(handling.submission).subject is None
    assert not SubmissionEvent.objects.filter(act="entry chosen").exists()


def test_draft_of_an_editor_cannot_be_chosen(browser):
    term = make_term("Secret", live=False)
    handling = lost()
    press(browser, handling, "claim")

    page = press(browser, handling, "choose", entry=at(term))

    assert "not published any more" in messages_on(page)
    assert again(handling).draft is None


def test_entry_that_the_sender_named_stays(browser):
    named, other = make_term("Named"), make_term("Other")
    handling = drafted("correction", about=named)
    press(browser, handling, "claim")

    page = press(browser, handling, "choose", entry=at(other))

    assert "sender said which entry" in messages_on(page)
    assert again(handling).draft == named
    assert 'id="choose"' not in page.content.decode()


def test_other_kinds_of_message_have_no_entry_to_choose(browser):
    term = make_term("Zebra cell")
    for kind in ("organisation", "problem"):
        handling = drafted(kind)
        press(browser, handling, "claim")
        page = press(browser, handling, "choose", entry=at(term))
        assert 'id="choose"' not in page.content.decode()
    assert not again(term).has_unpublished_changes


def test_named_entry_that_is_gone_can_be_replaced(browser):
    gone, right = make_term("Gone"), make_term("Right")
    gone.save_revision()  # the draft waits, so that nothing holds the entry
    handling = drafted("correction", about=gone)
    gone.delete()
    press(browser, handling, "claim")

    press(browser, handling, "choose", entry=at(right))

    assert again(handling).draft == right


def test_message_of_a_colleague_or_a_decided_one_is_left_alone(browser):
    term = make_term("Zebra cell")
    taken, done = lost(what="One thing is wrong."), lost(what="Another is wrong.")
    claiming.claim(taken.submission_id, make_member("Moderators"))
    press(browser, done, "decline", reason="spam")

    for handling in (taken, done):
        press(browser, handling, "choose", entry=at(term))
        assert again(handling).draft is None
    assert not again(term).has_unpublished_changes


def test_choosing_is_for_moderators():
    term, handling = make_term("Zebra cell"), lost()

    press(signed_in(make_member(EDITORS)), handling, "choose", entry=at(term))

    assert Submission.objects.get(pk=handling.submission_id).subject is None
