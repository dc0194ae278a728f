"""A starter folder becomes published, sourced records; what was loaded once is never touched again."""

import datetime

import pytest
from django.core.management import call_command
from wagtail.models import Site

from articles.models import ArticlePage, Resource, SectionPage
from conditions.models import Condition
from glossary.models import Term
from organisations.models import Organisation
from portal.base.models import ChangeNote, Record, Review, Source
from portal.home.models import HomePage
from portal.starter.loading.everything import load_starter
from portal.starter.models import LoadedEntry
from tests.factories.every_kind import RECORD_MODELS, kind_of
from tests.factories.glossary import make_term
from tests.starter.conftest import SMALL_FOLDER
from therapies.enums import Status
from therapies.models import Therapy
from trials.models import RegistryRecord, RegistrySite, Trial

pytestmark = pytest.mark.django_db

FILES = 10


def load(folder=SMALL_FOLDER):
    lines = []
    return load_starter(lines.append, folder=folder), lines


@pytest.fixture
def loaded():
    return load()


def test_small_folder_is_loaded_whole_and_progress_is_told(loaded):
    number, lines = loaded

    assert number == FILES == LoadedEntry.objects.count()
    assert lines[-1].strip() == f"{FILES} of {FILES} files (articles)"


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
def test_every_record_is_published_with_a_revision_and_a_source(model):
    assert model.objects.exists()
    for record in model.objects.all():
        assert record.live
        assert not record.has_unpublished_changes
        assert record.latest_revision is not None
        assert record.live_revision == record.latest_revision
        assert record.citations.exists()
        assert isinstance(record, Record)


@pytest.mark.usefixtures("loaded")
def test_term_has_everything_that_its_file_says():
    term = Term.objects.get(slug="carrier-cell")

    assert term.short_definition.startswith("A made-up word")
    assert [(form.text, form.kind) for form in term.also_called.all()] == [
        ("CC", "abbreviation"), ("carrier cells", "plural"), ("ferry cell", "synonym"),
    ]  # fmt: skip
    assert term.broader.slug == "made-up-cell"
    assert [other.slug for other in term.see_also.all()] == ["made-up-cell"]
    assert (term.say_it_like, term.topic, term.part_of_speech) == ("KA-ree-er sell", "cells", "noun")
    assert '<a href="#source-1">[1]</a>' in term.more
    assert "<li>" in term.more


@pytest.mark.usefixtures("loaded")
def test_condition_has_everything_that_its_file_says():
    condition = Condition.objects.get(slug="example-disease")

    assert (condition.orphacode, condition.mondo_id, condition.inheritance) == ("999999", "", "X-linked")
    assert condition.broader.is_group
    assert {form.kind for form in condition.also_called.all()} == {"abbreviation", "misspelling"}
    assert "Nothing is approved" in condition.state_of_play


@pytest.mark.usefixtures("loaded")
def test_therapy_has_its_authorisations_and_events():
    therapy = Therapy.objects.get()
    authorisation = therapy.authorisations.get()

    assert authorisation.dated_events == [("2018-08-22", "authorised"), ("2022", "withdrawn")]
    assert authorisation.status == Status.WITHDRAWN
    assert authorisation.is_verified
    assert [event.source.title for event in authorisation.events.all()] == ["The regulator's page"] * 2
    assert [condition.slug for condition in therapy.conditions.all()] == ["example-disease"]
    assert therapy.follow_up_years == 15
    assert "<li>trouble breathing</li>" in therapy.help_now
    assert 'href="#source-1"' in therapy.help_now
    assert (therapy.help_soon, therapy.help_later) == ("<ul><li>a fever</li></ul>", "")


@pytest.mark.usefixtures("loaded")
def test_trial_has_its_numbers_and_what_the_registry_says():
    trial, record = Trial.objects.get(), RegistryRecord.objects.get()

    assert [number.number for number in trial.identifiers.all()] == ["NCT00000123", "2004-000012-13"]
    assert record.trial == trial
    assert (record.status, record.phases, record.enrolment) == ("RECRUITING", ["PHASE1", "PHASE2"], 10)
    assert (record.start_date, record.completion_date) == ("2022-05", "")
    assert record.checked_on == datetime.date(2026, 2, 4)
    assert sorted(RegistrySite.objects.values_list("country", flat=True)) == ["FR", "GB"]
    assert [therapy.slug for therapy in trial.therapies.all()] == ["examplezyme"]


@pytest.mark.usefixtures("loaded")
def test_organisation_has_everything_that_its_file_says():
    organisation = Organisation.objects.get()

    assert organisation.countries_served == ["BE", "FR"]
    assert (organisation.languages, organisation.services, organisation.funding) == (["fr"], ["helpline"], "")


@pytest.mark.usefixtures("loaded")
def test_article_has_every_block_of_its_file():
    article = ArticlePage.objects.get()

    assert [block.block_type for block in article.body] == [
        "text", "inset", "care", "table", "timeline", "questions", "details", "warning", "number", "video", "links",
    ]  # fmt: skip
    assert article.live
    assert article.get_parent().specific == SectionPage.objects.get()
    assert "One point" in article.in_short
    assert [note.sentence for note in ChangeNote.objects.of(article)] == ["We corrected the example."]


@pytest.mark.usefixtures("loaded")
def test_pages_of_what_was_loaded_are_shown(client):
    addresses = [record.get_absolute_url() for model in RECORD_MODELS for record in model.objects.all()]
    addresses += ["/", "/start/", "/start/example-article/"]

    for address in addresses:
        assert client.get(address).status_code == 200, address


@pytest.mark.usefixtures("loaded")
def test_source_cited_in_several_files_is_one_source():
    assert Source.objects.filter(url="https://source.example/first").count() == 1
    assert Source.objects.filter(doi="10.1000/182").count() == 1


@pytest.mark.usefixtures("loaded")
def test_no_review_and_no_reviewer_is_made_up(client):
    assert not Review.objects.exists()
    assert "Not yet medically reviewed" in client.get("/glossary/carrier-cell/").content.decode()


def test_home_page_and_site_are_made_on_a_new_site():
    load()

    site = Site.objects.get(is_default_site=True)
    assert site.root_page.specific == HomePage.objects.get()
    assert Resource.objects.get().slug == "example-film"


@pytest.mark.usefixtures("loaded")
def test_second_load_loads_nothing():
    assert load() == (0, [])


@pytest.mark.usefixtures("loaded")
def test_second_load_does_not_touch_an_edited_record(folder):
    term = Term.objects.get(slug="carrier-cell")
    term.short_definition = "An editor's own words."
    term.save_revision().publish()
    article = ArticlePage.objects.get()
    article.title = "An editor's own title"
    article.save_revision().publish()
    path = folder / "terms" / "carrier-cell.md"
    path.write_text(path.read_text().replace("A made-up word", "A changed file"))

    assert load(folder)[0] == 0

    term.refresh_from_db()
    article.refresh_from_db()
    assert term.short_definition == "An editor's own words."
    assert article.title == "An editor's own title"


@pytest.mark.usefixtures("loaded")
def test_second_load_does_not_bring_back_what_an_editor_deleted():
    Term.objects.get(slug="carrier-cell").delete()
    ArticlePage.objects.get().delete()

    assert load()[0] == 0
    assert not Term.objects.filter(slug="carrier-cell").exists()
    assert not ArticlePage.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_second_load_does_not_publish_what_an_editor_unpublished():
    term = Term.objects.get(slug="carrier-cell")
    term.unpublish()

    load()

    term.refresh_from_db()
    assert not term.live


@pytest.mark.usefixtures("loaded")
def test_new_file_is_loaded_alone_and_may_point_at_what_is_there(folder):
    text = (folder / "terms" / "carrier-cell.md").read_text()
    text = text.replace("Carrier cell", "Second cell").replace("carrier cell", "second cell")
    text = text.replace('"CC"', '"SC"').replace("ferry cell", "boat cell")
    (folder / "terms" / "second-cell.md").write_text(text)

    assert load(folder)[0] == 1

    assert Term.objects.get(slug="second-cell").broader.slug == "made-up-cell"


def test_command_loads_the_content_and_says_so(monkeypatch, capsys):
    monkeypatch.setattr(load_starter, "__defaults__", (SMALL_FOLDER,))

    call_command("load_starter")
    call_command("load_starter")

    said = capsys.readouterr().out
    assert f"{FILES} starter files loaded." in said
    assert "nothing new" in said


def test_record_of_an_editor_with_another_slug_does_not_disturb():
    make_term("Something else")

    assert load()[0] == FILES
    assert Term.objects.count() == 3
