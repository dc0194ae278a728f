"""What is refused when a file is compared with the glossary: place and remedy, and nothing is written."""

import pytest
from django.utils import timezone
from wagtail.models import Revision

from glossary.importing.sync import import_terms
from glossary.merging import merge
from glossary.models import Term
from portal.base.models import Source
from portal.base.roles import EDITORS, setup_roles
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of, make_source
from tests.factories.staff import make_member
from tests.factories.tables import as_csv, cells

pytestmark = pytest.mark.django_db


def refused(*rows):
    """Import rows and return the problems, after making sure that nothing was written."""
    before = (Term.objects.count(), Revision.objects.count(), Source.objects.count())
    report = import_terms(as_csv(*rows), commit=True)
    assert not report.is_written
    assert not report.changes_something
    assert (Term.objects.count(), Revision.objects.count(), Source.objects.count()) == before
    return [str(error) for error in report.refused]


def only(*rows):
    (problem,) = refused(*rows)
    return problem


def test_file_that_is_no_table_is_refused():
    report = import_terms(b"x,y\r\n", commit=True, file_name="x.csv")

    assert len(report.refused) == 3
    assert not report.is_written


def test_same_slug_twice_is_refused():
    problem = only(cells(), cells(name="Another word"))

    assert problem == "Line 3, column “slug”: “new-word” stands in line 2 already: keep one of the two rows."


def test_third_row_with_the_same_slug_is_refused_too():
    assert len(refused(cells(), cells(), cells())) == 2


def test_one_form_claimed_by_two_rows_is_refused_in_both():
    problems = refused(
        cells(slug="a", name="Vector", also_called="carrier"), cells(slug="b", name="Carrier", also_called="box")
    )

    remedy = "leave it out of one of the two."
    assert problems == [
        f"Line 2, column “also called”: “carrier” is claimed by “Carrier” too, in line 3: {remedy}",
        f"Line 3, column “name”: “Carrier” is claimed by “Vector” too, in line 2: {remedy}",
    ]


def test_form_of_a_term_we_hold_is_refused():
    make_term("Vector", also_called=["carrier"])

    problem = only(cells(name="Carriér"))

    assert problem.endswith("“Carriér” already leads to “Vector”: remove it there first, or leave it out here.")


def test_form_of_a_draft_is_refused():
    term = make_term("Vector")
    term.name = "Carrier"
    term.has_unpublished_changes = True
    term.save_revision()

    assert "“carrier” already leads to “Carrier”" in only(cells(also_called="carrier"))


def test_form_given_up_in_the_file_is_refused_until_that_is_published():
    make_term("Vector", slug="vector", also_called=["carrier"])

    problem = only(
        cells(slug="vector", name="Vector"),
        cells(slug="carrier", name="Carrier"),
    )

    assert "Line 3, column “name”: “Carrier” leads to “Vector” until its change is published" in problem


def test_same_form_in_another_language_is_no_conflict():
    locale_of("fr")
    make_term("Vector")

    report = import_terms(as_csv(cells(name="Vector", language="fr")))

    assert report.refused == []


def test_form_of_one_letter_and_stop_word_are_refused():
    problems = refused(cells(name="The", also_called="T"))

    assert [problem.split(":")[0] for problem in problems] == ["Line 2, column “name”", "Line 2, column “also called”"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"short_definition": " ".join(["word"] * 41)},
            "column “short definition”: 41 words: shorten the definition to 40",
        ),
        (
            {"short_definition": "A new word is a word."},
            "column “short definition”: The definition begins with the word",
        ),
        ({"name": "x" * 201}, "column “name”: Ensure this value has at most 200 characters"),
        ({"in_a_sentence": "x" * 301}, "column “in a sentence”: Ensure this value has at most 300"),
        ({"also_called": "x" * 201}, "column “also called”: “xxx"),
        ({"topic": "astrology"}, "column “topic”: “astrology” is not known"),
        ({"language": "xx"}, "column “language”: “xx” is no language of this site: write one of en."),
        ({"broader_term": "nothing"}, "column “broader term”: there is no term with the slug “nothing”"),
        ({"see_also": "nothing"}, "column “see also”: there is no term with the slug “nothing”"),
        ({"not_the_same_as": "fr:x"}, "column “not the same as”: there is no term with the slug “fr:x”"),
        ({"sources": f"{'x' * 401} | | https://a.example/"}, "Ensure this value has at most 400 characters"),
        ({"sources": "T | | doi:x"}, "“T”: A DOI starts with “10.”"),
        ({"translation_of": "gene"}, "column “translation of”: only terms in other languages are translations"),
    ],
)
def test_cell_that_the_admin_would_refuse_is_refused(changes, message):
    assert message in only(cells(**changes))


# --- broader terms that go round in a circle -------------------------------------------------------------------------


def test_circle_within_the_file_is_refused():
    problems = refused(
        cells(slug="a", name="Aaa", broader_term="b"), cells(slug="b", name="Bbb", broader_term="c"),
        cells(slug="c", name="Ccc", broader_term="a"), cells(slug="d", name="Ddd", broader_term="a"),
    )  # fmt: skip

    assert [problem.split(",")[0] for problem in problems] == ["Line 2", "Line 3", "Line 4"]
    assert "round in a circle: Aaa → Bbb → Ccc → Aaa. Give one of them another broader term" in problems[0]


def test_circle_of_file_and_glossary_is_refused():
    vector = make_term("Vector", slug="vector")
    make_term("Viral vector", slug="viral-vector", broader=vector)

    problem = only(cells(slug="vector", name="Vector", broader_term="viral-vector"))

    assert "Line 2, column “broader term”" in problem
    assert "Vector → Viral vector → Vector" in problem


def test_circle_that_only_waiting_drafts_would_prevent_is_refused():
    vector = make_term("Vector", slug="vector")
    make_term("Viral vector", slug="viral-vector", broader=vector)

    problem = only(
        cells(slug="vector", name="Vector", broader_term="viral-vector"),
        cells(slug="viral-vector", name="Viral vector"),
    )

    assert "if you did already, publish that change first" in problem


def test_circle_of_drafts_is_refused():
    vector = make_term("Vector", slug="vector")
    virus = make_term("Virus", slug="virus", live=False)
    virus.broader = vector
    virus.save_revision()

    assert "Vector → Virus → Vector" in only(cells(slug="vector", name="Vector", broader_term="virus"))


def test_long_way_without_a_circle_is_allowed():
    report = import_terms(
        as_csv(
            cells(slug="a", name="Aaa", broader_term="b"),
            cells(slug="b", name="Bbb", broader_term="c"),
            cells(slug="c", name="Ccc"),
        )
    )

    assert report.refused == []


# --- what is under way, merged or in use -----------------------------------------------------------------------------


def test_term_in_review_is_refused_with_step_and_person():
    setup_roles()
    editor = make_member(EDITORS, username="ann")
    term = make_term("Vector", slug="vector")
    term.save_revision(user=editor)
    term.get_workflow().start(term, editor)

    problem = only(cells(slug="vector", name="Vector", topic="cells"))

    assert problem.startswith("Line 2: “Vector” is in review (Medical review), sent in by ann on ")


def test_unchanged_row_about_a_term_in_review_is_no_problem():
    setup_roles()
    term = make_term("Vector", slug="vector")
    term.save_revision()
    term.get_workflow().start(term, None)
    held = {"slug": "vector", "name": "Vector", "part_of_speech": "noun"}

    report = import_terms(as_csv(cells(**held)))

    assert (report.refused, report.unchanged) == ([], 1)


def test_locked_term_is_refused_with_person():
    term = make_term("Vector", slug="vector")
    term.locked, term.locked_by, term.locked_at = True, make_member(username="bob"), timezone.now()
    term.save()

    problem = only(cells(slug="vector", name="Vector", topic="cells"))

    assert problem.startswith("Line 2: “Vector” has been locked by bob since ")


def test_term_locked_by_nobody_known_is_refused():
    term = make_term("Vector", slug="vector")
    term.locked = True
    term.save()

    assert "locked by somebody since an unknown day" in only(cells(slug="vector", name="Vector", topic="cells"))


def test_term_about_to_be_published_is_refused():
    term = make_term("Vector", slug="vector")
    term.save_revision(approved_go_live_at=timezone.now())

    assert "“Vector” will be published on " in only(cells(slug="vector", name="Vector", topic="cells"))


def test_term_that_was_merged_is_refused_by_row_and_by_name():
    merge(make_term("Carrier", slug="carrier"), make_term("Vector", slug="vector"))

    problems = refused(
        cells(slug="carrier", name="Carry", see_also=""), cells(slug="b", name="Bbb", see_also="carrier")
    )

    assert "Line 2, column “slug”: this term was merged into “Vector”, and its address leads there" in problems[0]
    assert "Line 3, column “see also”: “carrier” was merged into “Vector”: name that one." in problems[1]


def test_slug_that_a_draft_asks_for_is_refused():
    term = make_term("Vector", slug="vector")
    term.slug = "carrier"
    term.save_revision()

    assert "“carrier” belongs to a draft of “Vector”" in only(cells(slug="carrier", name="Carrier"))


# --- sources ---------------------------------------------------------------------------------------------------------


def test_source_held_under_another_title_is_refused():
    make_source(title="Held", publisher="P", url="https://a.example/x")

    problem = only(cells(sources="Other | P | https://a.example/x"))

    assert "“Other”: https://a.example/x is held as “Held | P”: write it so, or correct the source itself" in problem


def test_one_new_source_under_two_titles_is_refused():
    problem = only(
        cells(slug="a", name="Aaa", sources="One | P | https://a.example/x"),
        cells(slug="b", name="Bbb", sources="Two | P | https://a.example/x/"),
    )

    assert problem.startswith("Line 3, column “sources”: “Two”: https://a.example/x/ is “One | P” in line 2")


# --- translations ----------------------------------------------------------------------------------------------------


def test_translation_of_nothing_is_refused():
    locale_of("fr")

    problem = only(cells(language="fr", slug="adn", name="ADN", translation_of="dna"))

    assert "column “translation of”: there is no term “dna” in the language “en”" in problem


def test_second_translation_is_refused():
    english = make_term("DNA", slug="dna")
    make_term("ADN", slug="adn", language="fr", translation_key=english.translation_key)

    problem = only(cells(language="fr", slug="acide", name="Acide", translation_of="dna"))

    assert "“dna” has been translated already, as “ADN”: change that one." in problem


def test_two_translations_in_one_file_are_refused():
    locale_of("fr")
    make_term("DNA", slug="dna")

    problem = only(
        cells(language="fr", slug="adn", name="ADN", translation_of="dna"),
        cells(language="fr", slug="acide", name="Acide", translation_of="dna"),
    )

    assert "“dna” is translated in line 2 too: keep one of the two." in problem


def test_original_of_a_term_cannot_be_changed():
    make_term("DNA", slug="dna")
    make_term("ADN", slug="adn", language="fr")

    problem = only(cells(language="fr", slug="adn", name="ADN", translation_of="dna"))

    assert "column “translation of”: this is settled when a term is made: write “” as it was exported." in problem
