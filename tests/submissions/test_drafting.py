"""From what was sent to a draft: the right fields, nobody's personal data, nothing public, nothing lost."""

import pytest
from wagtail.models import WorkflowState

from articles.models import SectionPage, StoryPage
from glossary.models import Term
from organisations.models import Organisation
from portal.base.richtext import plain_text
from submissions import drafting
from submissions.drafting import make_draft, waiting_for_draft
from submissions.models import Handling, Submission
from tests.factories.articles import make_article
from tests.factories.conditions import make_condition
from tests.factories.desk import again, drafted, prepare_desk, reference, sent
from tests.factories.glossary import make_term
from tests.factories.kept import kept_for_several_tests
from tests.factories.kernel import locale_of
from tests.factories.organisations import make_organisation
from tests.factories.trials import make_trial
from trials.models import Trial

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def desk(django_db_setup, django_db_blocker):
    with kept_for_several_tests(django_db_blocker):
        with django_db_blocker.unblock():
            prepare_desk()
        yield


def test_new_organisation_becomes_a_draft_in_the_moderation_workflow():
    condition = make_condition("Blue sky disease")

    handling = drafted("organisation", conditions="blue sky disease", funding="None, it says.")

    organisation = Organisation.objects.get(name="Blue Sky Families")
    assert handling.draft == organisation
    assert not organisation.live
    assert organisation.countries_served == ["ES", "PT"]
    assert organisation.languages == ["en", "es"]
    assert organisation.services == ["helpline"]
    assert list(organisation.conditions.all()) == [condition]
    assert plain_text(organisation.what_they_do) == "They answer the telephone and know others."
    state = organisation.current_workflow_state
    assert (state.workflow.name, state.status, state.requested_by) == ("Moderation", "in_progress", None)
    assert organisation.latest_revision.user is None


def test_new_trial_becomes_a_draft_with_its_number():
    handling = drafted("trial", participant_pays="yes")

    trial = Trial.objects.get()
    assert handling.draft == trial
    assert [(one.registry, one.number) for one in trial.identifiers.all()] == [("ctgov", "NCT04283227")]
    assert trial.participant_pays == "yes"
    assert trial.caution


def test_new_term_becomes_a_draft_with_its_other_forms():
    make_term("Known", also_called=["ZV"])

    drafted("term", also_called="ZV, zebra carrier")

    term = Term.objects.get(name="Zebra vector")
    assert term.short_definition == "A carrier for genes."
    assert [form.text for form in term.also_called.all()] == ["zebra carrier"], "ZV leads to another term already."


def test_story_becomes_a_page_without_names_and_places_of_care():
    drafted("story", other_notes="a bad night")

    story = StoryPage.objects.get()
    assert not story.live
    assert not SectionPage.objects.get(slug="stories").live
    text = plain_text(story.body[0].value)
    assert "Tom" not in text
    assert "Hospital" not in text
    assert "It did not help me." in text
    assert (story.relation, story.since_treatment, story.outcome) == ("own", "two years", "not")
    assert story.content_notes == "serious side effects; a bad night"
    assert story.consent_version
    assert story.current_workflow_state.workflow.name == "Moderation"
    assert all("Tom" not in str(revision.content) for revision in story.revisions.all())


@pytest.mark.parametrize("kind", ["organisation", "trial", "term", "story"])
def test_sender_and_ways_to_reach_anybody_are_never_in_a_draft(kind):
    mine = "I am Anna Sender, anna@sender.example, +34 600 111 222."
    field = {"organisation": "what_they_do", "trial": "title", "term": "meaning", "story": "story"}[kind]

    submission = sent(kind, email="anna@sender.example", sender="Anna Sender", **{field: mine})
    handling = make_draft(submission.pk)

    stored = str([revision.content for revision in handling.draft.revisions.all()])
    for secret in ("Anna Sender", "anna@sender.example", "600 111"):
        assert secret not in stored
    assert submission.sent[field] == mine


def test_problem_with_the_site_has_no_draft():
    handling = drafted("problem")

    assert handling.draft is None
    assert handling.problem == ""


def test_named_value_of_a_correction_is_placed_in_a_new_version_and_the_live_page_stays():
    organisation = make_organisation("Known", website="https://old.example/", languages=["en"])
    changes = {"website": "https://new.example/", "languages": ["fr", "xx"], "slug": "moved", "live": False, "pk": 9}

    handling = drafted("correction", about=organisation, changes=changes)

    organisation = again(organisation)
    latest = organisation.get_latest_revision_as_object()
    assert (organisation.website, latest.website) == ("https://old.example/", "https://new.example/")
    assert (latest.languages, latest.slug, latest.live) == (["fr"], organisation.slug, True)
    assert not handling.is_new
    assert handling.revision_before == organisation.live_revision
    assert organisation.current_workflow_state == handling.workflow_state


def test_quoted_words_are_replaced_where_they_stand_once():
    term = make_term("Known", short_definition="A carrier made of sugar.", sentence="It is a carrier.")

    drafted("correction", about=term, what="“made of sugar”", should_be="made of protein <b>")

    assert again(term).short_definition == "A carrier made of sugar."
    assert again(term).get_latest_revision_as_object().short_definition == "A carrier made of protein <b>."


def test_quoted_words_in_rich_text_are_replaced_as_text():
    term = make_term("Known", more="<p>Salt &amp; sugar inside.</p>")

    drafted("correction", about=term, what="Salt & sugar", should_be="<i>Fat</i> & salt")

    assert again(term).get_latest_revision_as_object().more == "<p>&lt;i&gt;Fat&lt;/i&gt; &amp; salt inside.</p>"


@pytest.mark.parametrize("what", ["It is wrong.", "carrier "], ids=["not there", "too short and twice"])
def test_words_that_have_no_one_place_leave_the_text_as_it_is(what):
    term = make_term("Known", short_definition="A carrier, a carrier.")

    handling = drafted("correction", about=term, what=what, should_be="Something else")

    assert again(term).get_latest_revision_as_object().short_definition == "A carrier, a carrier."
    assert handling.workflow_state is not None


def test_correction_of_an_article_becomes_a_version_of_the_page():
    article = make_article("Known article", main_message="The message is old news.")

    drafted("correction", about=article, what="is old news", should_be="is new")

    article = again(article)
    assert article.main_message == "The message is old news."
    assert article.get_latest_revision_as_object().main_message == "The message is new."
    assert article.current_workflow_state.workflow.name == "Moderation"


def test_correction_waits_while_an_editor_has_a_draft_and_is_made_later():
    term = make_term("Known")
    term.sentence = "By an editor."
    editors = term.save_revision()

    handling = drafted("correction", about=term)
    assert handling.draft is None
    assert "has a draft of an editor" in handling.problem
    assert again(term).latest_revision == editors

    editors.publish()
    handling = make_draft(handling.submission_id)
    assert handling.draft == term
    assert handling.problem == ""


def test_second_correction_of_the_same_record_waits_for_the_first():
    term = make_term("Known")
    first = drafted("correction", about=term)

    second = drafted("correction", about=term, what="Another thing is wrong here.")

    assert first.draft == term
    assert second.draft is None
    assert "workflow" in second.problem


def test_correction_of_nothing_in_particular_is_kept_for_a_moderator():
    handling = drafted("correction", where="The page with the map")

    assert handling.draft is None
    assert "not known which entry" in handling.problem


def test_name_that_is_taken_makes_no_draft_until_a_moderator_gives_another():
    make_organisation("Blue Sky Families")

    handling = drafted("organisation")
    assert handling.draft is None
    assert "is already the name of" in handling.problem
    assert Organisation.objects.count() == 1

    handling = make_draft(handling.submission_id, name="Blue Sky Families of Spain")
    assert handling.draft.name == "Blue Sky Families of Spain"
    assert handling.problem == ""


def test_number_that_another_trial_has_makes_no_draft():
    trial = make_trial("Known trial")
    trial.identifiers.all().delete()
    number = trial.identifiers.model(registry="ctgov", number="NCT04283227", locale=trial.locale, trial=trial)
    number.save()

    handling = drafted("trial")

    assert "“Known trial”" in handling.problem


def test_fault_while_drafting_loses_nothing_and_is_tried_again(monkeypatch, caplog):
    def broken(submission, name=""):
        Term(name="half made", locale_id=1).save()
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(drafting, "new_draft", broken)
        handling = drafted("term")
    assert Submission.objects.get().sent["name"] == "Zebra vector"
    assert "tried again" in handling.problem
    assert not Term.objects.exists()
    assert "has no draft" in caplog.text
    assert list(waiting_for_draft()) == [handling.submission]

    assert make_draft(handling.submission_id).draft.name == "Zebra vector"
    assert not waiting_for_draft().exists()


def test_draft_is_made_once_the_submission_is_stored(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submission = sent("term")
        assert not Handling.objects.exists()

    assert submission.handling.draft.name == "Zebra vector"


def test_making_the_draft_twice_makes_one():
    handling = drafted("term")

    make_draft(handling.submission_id)

    assert Term.objects.count() == 1
    assert WorkflowState.objects.count() == 1


def test_submission_in_another_language_becomes_a_draft_in_it():
    locale_of("fr")

    assert drafted("term", language="fr").draft.locale.language_code == "fr"
    assert drafted("term", language="de").draft.locale.language_code == "en"


def test_reference_names_the_record():
    term = make_term("Known")

    assert sent("correction", about=term).subject == term
    assert reference(term)["model"] == "term"
