"""How rich text reaches the reader."""

import pytest
from wagtail.rich_text import RichText

from portal.base.richtext import bullets, cited, plain_text, reader_html

CITED = '<p>Genes matter.<a href="#source-2">[2]</a></p>'


def test_reader_html_turns_a_citation_into_a_numbered_link():
    assert reader_html(CITED) == (
        '<p>Genes matter.<sup><a class="cite" href="#source-2"><span class="vh">Source </span>2</a></sup></p>'
    )


@pytest.mark.parametrize("value", ["", None])
def test_reader_html_of_nothing_is_empty(value):
    assert reader_html(value) == ""


def test_reader_html_of_a_rich_text_value_is_the_same():
    assert reader_html(RichText(CITED)) == reader_html(CITED)


@pytest.mark.django_db
def test_reader_html_expands_a_link_to_a_page_that_is_gone_without_failing():
    assert "<a>" in reader_html('<p><a linktype="page" id="999">gone</a></p>')


def test_cited_leads_each_number_to_its_source():
    html = cited("True [1], likely [2, 13].")

    assert [f'href="#source-{n}"' in html for n in (1, 2, 13)] == [True] * 3
    assert "[" not in html


def test_cited_escapes_what_an_editor_typed():
    assert "<script>" not in cited("<script>alert(1)</script> [1]")


def test_cited_without_numbers_is_the_text():
    assert cited("As [it] is") == "As [it] is"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (CITED, "Genes matter."),
        ("<p>One</p><p>two</p>", "One two"),
        ("", ""),
        (None, ""),
        ("<ul><li>a <b>b</b></li></ul>", "a b"),
    ],
)
def test_plain_text_has_no_mark_up_and_no_citations(html, text):
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "items"),
    [
        ("<ul><li>One</li><li><b>Two</b></li></ul>", ["One", "<b>Two</b>"]),
        ("<p>First</p><p>Second</p>", ["First", "Second"]),
        ('<ul><li data-block-key="x1">One</li></ul>', ["One"]),
        ("", []),
        (None, []),
    ],
)
def test_bullets_are_the_items_or_else_the_paragraphs(html, items):
    assert bullets(html) == items
