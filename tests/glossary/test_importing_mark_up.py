"""Rich text in a cell: what an editor could have made, and nothing else."""

import pytest

from glossary.importing.cells import CellError
from glossary.importing.mark_up import normal, read_rich_text


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>A <b>word</b> and <i>more</i>.</p>",
        '<p><a href="https://a.example/?a=1&amp;b=2">x</a><a href="#source-1">[1]</a></p>',
        '<p><a href="mailto:a@a.example">m</a> <a href="/about/">n</a></p>',
        '<p><a linktype="glossary" id="12">gene</a> <span data-glossary="off">cell</span><br>x</p>',
        "<h3>Head</h3><ul><li>one</li></ul><ol><li>two</li></ol>",
    ],
)
def test_what_the_editor_makes_is_kept(html):
    assert read_rich_text(html) == html


def test_plain_text_becomes_paragraphs():
    assert read_rich_text("One & two\nthree\n\n\nFour") == "<p>One &amp; two three</p><p>Four</p>"


def test_numbers_of_paragraphs_do_not_count():
    assert read_rich_text('<p data-block-key="a1b2c">x</p>') == normal('<p data-block-key="zzzzz">x</p>') == "<p>x</p>"


def test_line_break_may_be_closed():
    assert read_rich_text("<p>a<br/>b</p>") == "<p>a<br>b</p>"


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>x<script>alert(1)</script></p>", "<script> cannot stand here"),
        ("<img src=x onerror=alert(1)>", "<img> cannot stand here"),
        ('<p onclick="x">a</p>', '<p onclick="x"> cannot stand here: write <p> alone'),
        ('<p><a href="javascript:x">a</a></p>', "a link leads to"),
        ('<p><a href="//evil.example">a</a></p>', "a link leads to"),
        ('<p><a linktype="glossary" id="x">a</a></p>', "a link leads to"),
        ('<p><a linktype="image" id="1">a</a></p>', "a link leads to"),
        ("<p><a>a</a></p>", "a link leads to"),
        ("<p><span>a</span></p>", "only <span data-glossary"),
        ("<p>a", "<p> has no end"),
        ("<p><b>a</p></b>", "</p> ends what was not begun"),
        ("</p>", "</p> ends what was not begun"),
        ("x<p>a</p>", "“x” stands outside any paragraph"),
        ("a < b", "stands outside any paragraph"),
        ("<p>a<!-- b --></p>", "comments cannot stand here"),
        ("<!doctype html><p>a</p>", "comments cannot stand here"),
        ("<p>a<?php b ?></p>", "comments cannot stand here"),
        ("<p>a<![CDATA[b]]></p>", "comments cannot stand here"),
    ],
)
def test_what_the_editor_cannot_make_is_refused_by_name(html, message):
    with pytest.raises(CellError) as refusal:
        read_rich_text(html)

    assert message in str(refusal.value)


def test_end_of_a_line_break_is_let_pass_and_mended():
    assert read_rich_text("<p>a</br>b</p>") == "<p>a<br>b</p>"
