"""What editors are told of the words of a draft, beside the form, without being kept from saving."""

import pytest
from wagtail.rich_text import RichText

from conditions.models import Condition
from glossary.content_checks import MOST_MARKS_OF_ONE_TERM, check_words
from glossary.models import IgnoredWord
from portal.base import stamps
from tests.factories.admin import DRAFT, address, fields_of, fill, rich_text, words_on
from tests.factories.articles import make_article, make_section
from tests.factories.conditions import make_condition
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.staff import make_superuser, signed_in

pytestmark = pytest.mark.django_db


A_SECTION = f"<h2>A part</h2><p>A vector carries. {'We say it once more in many words. ' * 15}</p>"


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def article(html, **fields):
    return make_article(body=[{"type": "text", "value": html}], **fields)


def checked(entry):
    stamps.forget()  # in a test nothing is committed, so nobody is told
    checks = check_words(entry)
    return (
        [(warning.word, warning.times) for warning in checks.hard],
        [(str(warning.term), warning.times) for warning in checks.unmarked],
        [(str(warning.term), warning.times) for warning in checks.too_often],
    )


# --- hard words ------------------------------------------------------------------------------------------------------


def test_hard_word_without_an_entry_is_told_with_its_first_sentence():
    page = article("<p>It starts. After apheresis you rest.</p><p>Then apheresis again.</p>")

    hard = check_words(page).hard

    assert [(warning.word, warning.times, warning.sentence) for warning in hard] == [
        ("apheresis", 2, "After apheresis you rest.")
    ]


def test_word_explained_anywhere_on_the_page_is_not_told():
    page = article("<p>After apheresis you rest.</p><p>We take cells (apheresis).</p>")

    assert checked(page)[0] == []


def test_word_with_an_entry_is_not_told():
    make_term("Apheresis")

    assert checked(article("<p>After apheresis you rest.</p>"))[0] == []


def test_ignored_word_is_not_told():
    IgnoredWord.objects.create(language="en", word="biopsy")

    assert checked(article("<p>Two biopsies hurt.</p>"))[0] == []


def test_name_is_not_told():
    make_condition("Thrombastheny")

    assert checked(article("<p>They gave Kymriah to him for thrombastheny.</p>"))[0] == []


# --- glossary words --------------------------------------------------------------------------------------------------


def test_term_marked_in_too_many_sections_is_told():
    make_term("Vector")
    sections = A_SECTION * (MOST_MARKS_OF_ONE_TERM + 1)

    assert checked(article(sections))[2] == [("Vector", MOST_MARKS_OF_ONE_TERM + 1)]


def test_term_marked_in_just_as_many_sections_as_allowed_is_not_told():
    make_term("Vector")
    sections = A_SECTION * MOST_MARKS_OF_ONE_TERM

    assert checked(article(sections)) == ([], [], [])


def test_more_than_six_terms_on_one_screen_leave_one_unmarked():
    names = ["Capsid", "Vector", "Plasmid", "Locus", "Exon", "Codon", "Allele"]
    for name in names:
        make_term(name)

    unmarked = checked(article(f"<p>Think of {', '.join(names)}.</p>"))[1]

    assert unmarked == [("Allele", 1)]


def test_term_only_in_a_heading_or_link_is_told():
    make_term("Vector")

    assert checked(article('<h2>The vector</h2><p>See <a href="/x/">vector</a>.</p>'))[1] == [("Vector", 2)]


def test_unmarked_term_that_the_sentence_explains_is_not_told():
    make_term("Vector")

    assert checked(article("<h2>The vector (a carrier)</h2><p>It carries.</p>"))[1] == []


def test_term_that_the_editor_took_out_of_the_page_is_not_told():
    term = make_term("Vector")
    page = article("<h2>The vector</h2>")
    page.unmarked_terms = [term]

    assert checked(page)[1] == []


def test_page_without_marks_has_no_warnings_about_marks():
    make_term("Vector")

    assert checked(article("<h2>The vector</h2>", marks_words=False)) == ([], [], [])


def test_own_name_of_a_term_is_not_told():
    assert checked(make_term("Vector", more="<h3>The vector</h3>")) == ([], [], [])


def test_meaning_chosen_by_the_editor_counts_as_marked():
    term = make_term("Vector")
    page = article(f'<h2>The vector</h2><p>A <a linktype="glossary" id="{term.pk}">vector</a> carries.</p>')

    assert checked(page)[1] == []


# --- the side panel --------------------------------------------------------------------------------------------------


def test_panel_beside_an_article_tells_of_its_latest_draft(browser):
    page = article("<p>You rest.</p>")
    page.body[0].value = RichText("<p>After apheresis you rest.</p>")
    page.save_revision()

    shown = words_on(browser.get(f"/admin/pages/{page.pk}/edit/"))

    assert "Hard words without an entry" in shown
    assert "apheresis (1): After apheresis you rest." in shown


@pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
def test_panel_stands_beside_every_kind_of_record(browser, model):
    record = make(model, "First")

    html = browser.get(address(record, "edit")).content.decode()

    assert 'data-side-panel="words"' in html
    assert "draft as last saved" in html


def test_panel_beside_a_record_tells_of_its_latest_draft(browser):
    record = make_condition(what_it_is="<p>You rest.</p>")
    record.what_it_is = "<p>After apheresis you rest.</p>"
    record.save_revision()

    assert "apheresis (1): After apheresis you rest." in words_on(browser.get(address(record, "edit")))


def test_number_of_warnings_stands_on_the_button(browser):
    record = make_condition(what_it_is="<p>After apheresis and biopsy you rest.</p>")

    html = browser.get(address(record, "edit")).content.decode()

    button = html.split('data-side-panel-toggle="words"')[1].split("</button>")[0]
    assert button.split("data-side-panel-toggle-counter")[1].split(">")[1].split("<")[0].strip() == "2"


@pytest.mark.parametrize("place", ["article", "condition"])
def test_panel_beside_something_new_says_that_nothing_is_saved(browser, place):
    section = make_section()
    path = f"/admin/pages/add/articles/articlepage/{section.pk}/" if place == "article" else address(Condition, "add")

    assert "Nothing is saved yet." in words_on(browser.get(path))


def test_hard_words_keep_nobody_from_saving(browser):
    record = make_condition("First", what_it_is="<p>You rest.</p>")

    answer = fill(browser, address(record, "edit"), {"what_it_is": rich_text("<p>After apheresis.</p>")}, button=DRAFT)

    assert answer.status_code == 302


def test_automatic_save_brings_the_panel_and_its_number_up_to_date(browser):
    record = make_condition("First", what_it_is="<p>You rest.</p>")
    form = browser.get(address(record, "edit"))

    sent = {**fields_of(form.content.decode(), "name"), "what_it_is": rich_text("<p>After apheresis you rest.</p>")}
    answer = browser.post(address(record, "edit"), sent, headers={"Accept": "application/json"})

    html = answer.json()["html"]
    assert "apheresis" in html
    assert "[data-side-panel-toggle='words'] [data-side-panel-toggle-counter]" in html
