"""Sources, reviews, change notes and the site's words."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from portal.base.models import ChangeNote, Review, SiteIdentity, SiteWords, Source, check_names_are_free
from portal.starter.models import LoadedEntry
from tests.factories.constraints import refused_by
from tests.factories.glossary import make_term
from tests.factories.kernel import make_change_note, make_review, make_source

pytestmark = pytest.mark.django_db


def test_source_that_nobody_can_find_is_refused():
    with refused_by("base_source_can_be_found"):
        Source.objects.create(title="No address")
    with pytest.raises(ValidationError, match="Give an address, a DOI or a PMID"):
        Source(title="No address", url="").full_clean()


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"url": "https://source.example/a", "doi": "10.1000/182"}, "https://source.example/a"),
        ({"doi": "10.1000/182", "pmid": "12345"}, "https://doi.org/10.1000/182"),
        ({"pmid": "12345"}, "https://pubmed.ncbi.nlm.nih.gov/12345/"),
    ],
)
def test_source_with_one_way_to_find_it_has_an_address(fields, address):
    source = Source(title="A source", **fields)
    source.full_clean()
    source.save()

    assert source.address == address


def test_source_with_a_broken_link_needs_the_day_since_when():
    with refused_by("base_source_broken_has_date"):
        make_source(link_state="broken", broken_since=None)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"doi": "doi:10.1000/182"}, "A DOI starts with"),
        ({"doi": "10.1/x"}, "A DOI starts with"),
        ({"pmid": "PMID 1"}, "A PMID is a number"),
        ({"url": "not an address"}, "valid URL"),
        ({"url": "https://a.example/", "published_on": "2021-02-30"}, "does not exist in the calendar"),
    ],
)
def test_source_with_a_wrong_number_is_told_what_is_right(fields, told):
    with pytest.raises(ValidationError, match=told):
        Source(title="A source", **fields).full_clean()


def test_source_with_the_same_address_is_one_source():
    make_source(url="https://source.example/same")

    with pytest.raises(ValidationError, match="already exists"):
        Source(title="Again", url="https://source.example/same").full_clean()


def test_review_is_due_after_it_was_made():
    day = datetime.date(2026, 1, 1)

    with refused_by("base_review_due_after_review"):
        make_review(make_term(), reviewed_on=day, next_due_on=day)


def test_review_has_a_reviewer():
    with refused_by("base_review_has_reviewer"):
        make_review(make_term(), reviewer_name="")


def test_reviews_of_a_record_come_latest_first():
    term = make_term()
    for year in (2024, 2026, 2025):
        make_review(term, reviewed_on=datetime.date(year, 1, 1), next_due_on=datetime.date(year + 1, 1, 1))

    assert [review.reviewed_on.year for review in Review.objects.of(term)] == [2026, 2025, 2024]


def test_change_note_is_told_once():
    term = make_term()
    make_change_note(term, "The same.")

    with refused_by("base_changenote_once"):
        make_change_note(term, "The same.")

    make_change_note(term, "The same.", changed_on=datetime.date(2020, 1, 1))
    assert ChangeNote.objects.of(term).count() == 2


def test_site_has_one_set_of_words_in_each_language():
    identity = SiteIdentity.objects.get_or_create(site=Site.objects.get(is_default_site=True))[0]
    SiteWords.objects.filter(identity=identity).delete()
    words = {"identity": identity, "language": "fr", "description": "d", "emergency_line": "e"}
    SiteWords.objects.create(**words)

    with refused_by("base_sitewords_language"):
        SiteWords.objects.create(**words)


def test_starter_file_is_noted_as_loaded_once():
    LoadedEntry.objects.create(kind="terms", slug="vector")

    with refused_by("starter_loadedentry_once"):
        LoadedEntry.objects.create(kind="terms", slug="vector")


def test_names_are_free_for_the_record_that_has_them():
    term = make_term("Vector", also_called=["Carrier"])

    check_names_are_free(term, ["Vector", "Carrier"])


def test_names_are_free_in_another_language():
    make_term("Vector", also_called=["Carrier"])

    check_names_are_free(make_term("Vecteur", language="fr"), ["Vector", "Carrier"])


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["VECTOR"], "“VECTOR” is already the name of “Vector”"),
        (["carrier"], "“carrier” already leads to “Vector”"),
        (["New", "Carriér"], "“Carriér” already leads to “Vector”"),
        (["New", "new"], "“new” is given twice"),
    ],
)
def test_names_taken_are_refused_with_the_holder(names, told):
    make_term("Vector", also_called=["Carrier"])

    with pytest.raises(ValidationError, match=told):
        check_names_are_free(make_term("Another"), names)


def test_identity_of_the_site_in_a_language_without_words_falls_back(client):
    page = client.get("/glossary/").content.decode()

    assert "112" in page
