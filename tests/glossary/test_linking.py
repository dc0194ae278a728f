"""Where and how often words are marked, and what becomes of the HTML around them."""

import re

import pytest

from glossary.linking import MOST_PER_SCREEN, WORDS_PER_SCREEN
from glossary.marking import prepare
from tests.factories.marking import (
    glossary_of,
    keys_of,
    marks_in,
    small_glossary,
    unsaved_term,
    without_marks,
    words_marked,
)

GLOSSARY = small_glossary()
PK = keys_of(GLOSSARY)


def found(text, **kwargs):
    """Return what is marked in one paragraph."""
    return marks_in(GLOSSARY.mark_up(f"<p>{text}</p>", **kwargs))


# --- where -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Gene</h1>", "<h2>Gene</h2>", "<h3>Gene <b>cell</b></h3>", "<h6>Gene</h6>", '<p><a href="/">gene</a></p>',
        "<button>gene</button>", "<p><code>gene</code></p>", "<pre>gene</pre>", "<kbd>gene</kbd>", "<samp>gene</samp>",
        "<table><tr><th>Gene</th></tr></table>", "<table><caption>Gene</caption></table>", "<dl><dt>Gene</dt></dl>",
        "<label>gene</label>", "<summary>gene</summary>", "<select><option>gene</option></select>", "<dfn>gene</dfn>",
        "<abbr>gene</abbr>", "<textarea>gene</textarea>", "<script>gene</script>", "<style>gene</style>",
        "<svg><title>gene</title><text>gene</text></svg>", "<math><mi>gene</mi></math>", "<legend>gene</legend>",
        '<p role="heading">gene</p>', '<p hidden>gene</p>', '<p aria-hidden="true">gene</p>', "<!-- gene -->",
        '<p><span class="vh">gene</span></p>', '<p title="gene">x</p>', '<p data-x=\'"gene>\'>x</p>', "<p gene>x</p>",
        '<p lang="de">Gene</p>', '<p><i lang="fr">gene</i></p>', "<table>gene</table>", "<title>gene</title>",
        "<p>&gene;</p>".replace("gene", "genes1"), "<iframe>gene</iframe>", "<noscript>gene</noscript>",
        "<template>gene</template>", '<p data-glossary="off">gene <b>cell</b></p>', "<p data-glossary=off>gene</p>",
    ],
)  # fmt: skip
def test_nothing_is_marked_where_it_does_not_belong(html):
    assert GLOSSARY.mark_up(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>gene</p>", "<ul><li>gene</li></ul>", "<table><tr><td>gene</td></tr></table>", "<dl><dd>gene</dd></dl>",
        "<blockquote>gene</blockquote>", "<details><summary>x</summary>gene</details>", "<figcaption>gene</figcaption>",
        "<p><strong>gene</strong></p>", "<p><em><b>gene</b></em></p>", "gene", '<p lang="en-GB">gene</p>',
        "<table><tr><th>x<td>gene</table>", "<dl><dt>x<dd>gene</dl>", "<p>x<p>gene", "<ul><li>x<li>gene</ul>",
        "<a>x</a> gene", "<h2>x</h2>gene", '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>gene', "<code>x</code> gene",
        '<p class="vhs">gene</p>', "<script>if (a<b) '</p>'</script>gene", "<p/>gene", "<br/>gene", "1 < 2 gene",
    ],
)  # fmt: skip
def test_running_text_is_marked_wherever_it_stands(html):
    assert words_marked(GLOSSARY.mark_up(html)) == ["gene"]


def test_marking_goes_on_after_what_is_skipped():
    html = (
        '<h2>Gene</h2><p><a href="#">gene</a>, <code>gene</code>, <span data-glossary="off">gene</span> and gene.</p>'
    )

    marked = GLOSSARY.mark_up(html)

    assert words_marked(marked) == ["gene"]
    assert "and <button" in marked


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><b>gene</b>tics</p>", []),
        ("<p>super<i>gene</i></p>", []),
        ("<p>gene<wbr>tics</p>", []),
        ("<p>gene<!-- x -->tics</p>", []),
        ('<p>gene<a href="#">tics</a></p>', []),
        ("<p><b>gene</b> therapy</p>", []),
        ('<p>stem <a href="#">cell</a></p>', []),
        ("<p>gene<br>tics</p>", ["gene"]),
        ("<p>gene<sup>1</sup></p>", ["gene"]),
        (
            '<p>gene<sup><a class="cite" href="#source-1"><span class="vh">Source </span>1</a></sup> therapy</p>',
            ["gene"],
        ),
        ("<p><b>gene</b>, cell</p>", ["gene", "cell"]),
        ("<ul><li>gene</li><li>therapy</li></ul>", ["gene"]),
    ],
)
def test_word_is_read_across_the_tags_inside_it(html, expected):
    assert words_marked(GLOSSARY.mark_up(html)) == expected


# --- how often -------------------------------------------------------------------------------------------------------


def test_first_use_in_each_section_is_marked():
    section = "<p>A gene, a gene.</p><p>A gene.</p><h3>Part</h3><p>A gene.</p>"
    html = f"{section}<h2>Next</h2>{section}<h2>Last</h2>{section}"

    marked = GLOSSARY.mark_up(html)

    assert marked.count('class="term"') == 3
    assert [part.count('class="term"') for part in marked.split("<h2>")] == [1, 1, 1]


def test_all_forms_of_a_term_are_one_use():
    assert found("A vector, a carrier virus, vectors.") == [("vector", "vector")]


def test_second_use_is_not_marked_by_a_shorter_form():
    assert found("Gene therapy. Gene therapy.") == [("gene-therapy", "Gene therapy")]


def many_terms(number):
    return glossary_of({f"word{n}": f"wort{'x' * n}" for n in range(1, number + 1)})


def test_at_most_six_marks_on_a_screens_worth_of_words():
    glossary = many_terms(10)
    text = " ".join(f"wort{'x' * n}" for n in range(1, 11))

    assert len(words_marked(glossary.mark_up(f"<p>{text}</p>"))) == MOST_PER_SCREEN


def test_what_had_no_room_is_marked_at_its_next_use():
    glossary = many_terms(7)
    words = [f"wort{'x' * n}" for n in range(1, 8)]
    filler = "and " * WORDS_PER_SCREEN

    marked = glossary.mark_up(f"<p>{' '.join(words)} {filler} wortxxxxxxx</p>")

    assert words_marked(marked) == words
    assert marked.index('def-word7"') > marked.index("and and")


def test_no_screen_holds_more_than_six_marks():
    glossary = many_terms(40)
    html = "".join(f"<h2>x</h2><p>{' '.join(f'wort{chr(120) * n} a b' for n in range(1, 41))}</p>" for _ in range(5))

    marked = glossary.mark_up(html)

    places = mark_places(marked)
    assert len(places) > 20
    assert all(
        later - earlier >= WORDS_PER_SCREEN for earlier, later in zip(places, places[MOST_PER_SCREEN:], strict=False)
    )


def mark_places(html):
    """Return how many words stand before each mark."""
    text = re.sub(r'<div class="def".*?</div></div>', "", html)
    text = re.sub(r'<button type="button" class="term"[^>]*>', "§", text)
    words = re.sub(r"<[^>]+>", " ", text).split()
    return [place for place, word in enumerate(words) if word.startswith("§")]


# --- what editors say ------------------------------------------------------------------------------------------------


def test_chosen_meaning_is_marked_whatever_the_words_are():
    marked = GLOSSARY.mark_up(f'<p>The <a data-term="{PK["vector"]}">little taxi</a> comes.</p>')

    assert marks_in(marked) == [("vector", "little taxi")]
    assert marked.count("<a ") == 1
    assert GLOSSARY.marks.definitions[PK["vector"]] in marked


def test_chosen_meaning_may_be_emphasised():
    marked = GLOSSARY.mark_up(f'<p><a data-term="{PK["vector"]}"><b>little</b> taxi</a> and a vector</p>')

    assert marks_in(marked) == [("vector", "<b>little</b> taxi")]


def test_chosen_meaning_counts_as_the_first_use():
    assert found(f'<a data-term="{PK["gene"]}">recipe</a> of a gene') == [("gene", "recipe")]


def test_chosen_meaning_wins_over_the_form():
    assert found(f'<a data-term="{PK["cell"]}">gene</a>') == [("cell", "gene")]


def test_chosen_meaning_that_cannot_be_shown_leaves_plain_text():
    for html in ('<a data-term="999">gene</a>', '<a data-term="">gene</a>', '<a data-term="x">gene</a>'):
        marked = GLOSSARY.mark_up(f"<p>{html} cell</p>")

        assert marked.startswith('<p><span data-glossary="off">gene</span> <button')
        assert words_marked(marked) == ["cell"]


def test_chosen_meaning_is_plain_on_its_own_page_and_in_headings():
    chosen = f'<a data-term="{PK["gene"]}">gene</a>'

    assert words_marked(GLOSSARY.mark_up(f"<p>{chosen}</p>", frozenset({PK["gene"]}))) == []
    assert words_marked(GLOSSARY.mark_up(f"<h2>{chosen}</h2>")) == []


def test_chosen_meaning_works_for_a_term_that_is_not_marked_by_itself():
    glossary = prepare([unsaved_term(1, "translation", "Translation", mark_in_text=False)], "en")

    marked = glossary.mark_up('<p>A translation. The <a data-term="1">translation</a> of RNA.</p>')

    assert marks_in(marked) == [("translation", "translation")]
    assert "The <button" in marked


def test_attribute_that_only_looks_like_a_choice_is_none():
    html = "<p><a title=' data-term=1 ' href=\"#\">gene</a></p>"

    assert GLOSSARY.mark_up(html) == html


def test_term_is_not_marked_on_its_own_page_and_neither_are_parts_of_it():
    assert found("Gene therapy brings a gene into a cell.", barred=frozenset({PK["gene-therapy"]})) == [
        ("gene", "gene"), ("cell", "cell"),
    ]  # fmt: skip
    assert found("Gene therapy", barred=frozenset({PK["gene-therapy"]})) == []


# --- definitions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ("<p>gene</p><p>x</p>", "</p>§<p>x"),
        ("<ul><li>gene</li><li>x</li></ul><p>y</p>", "</ul>§<p>y"),
        ("<ol><li><p>gene</p></li></ol><p>y</p>", "</ol>§<p>y"),
        ("<table><tr><td>gene</td></tr></table><p>y</p>", "</table>§<p>y"),
        ("<dl><div><dd>gene</dd></div></dl><p>y</p>", "</dl>§<p>y"),
        ("<blockquote><p>gene</p></blockquote><p>y</p>", "</blockquote>§<p>y"),
        ("<div><p>gene</p><p>x</p></div>", "</p>§<p>x"),
        ("<div>a <b>gene</b> of b</div><p>y</p>", "</div>§<p>y"),
        ("<div>gene <p>x</p> z</div><p>y</p>", "</div>§<p>y"),
        ("<details><summary>s</summary><p>gene</p></details><p>y</p>", "</details>§<p>y"),
        ("<figure><figcaption>gene</figcaption></figure><p>y</p>", "</figure>§<p>y"),
        ("<p>a <span>b <em>gene</em></span> c</p><p>y</p>", "</p>§<p>y"),
        ("gene", "</button>§"),
        ("<p>gene", "</button>§"),
    ],
)
def test_definition_follows_the_block(html, place):
    marked = GLOSSARY.mark_up(html)

    assert place in marked.replace(GLOSSARY.marks.definitions[PK["gene"]], "§")


def test_definition_stands_once_on_a_page():
    marked = GLOSSARY.mark_up("<p>gene</p><h2>x</h2><p>gene</p><h2>y</h2><p>gene and cell</p>")

    assert marked.count('id="def-gene"') == 1
    assert marked.count('id="def-cell"') == 1
    assert marked.count('popovertarget="def-gene">') == 3


def test_definitions_stand_in_the_order_of_the_marks():
    marked = GLOSSARY.mark_up("<p>A cell, a gene, a vector.</p>")

    assert marked.index('id="def-cell"') < marked.index('id="def-gene"') < marked.index('id="def-vector"')


def test_nothing_is_marked_inside_definitions():
    glossary = prepare([unsaved_term(1, "gene", "Gene"), unsaved_term(2, "what", "means")], "en")

    assert words_marked(glossary.mark_up("<p>gene</p>")) == ["gene"]


# --- HTML stays what it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<p>T&nbsp;cell &amp; gene &lt;b&gt; caf&eacute; &copy gene&shy;tics</p>", "<P CLASS=x>Gene</P>",
        "<p>gene<br/>x",
        "<p >gene</p\n>", "a < b > c gene", "<p>&</p>gene &amp", "<p>a &notit; gene</p>", "\r\n<p>\tgene\r\n</p>",
        "<p>&#71;ene</p>", "<!DOCTYPE html><html><body><p>gene</p></body></html>", "<?php gene ?>gene", "</>gene",
    ],
)  # fmt: skip
def test_taking_marks_out_gives_back_the_same_html(html):
    marked = GLOSSARY.mark_up(html)

    assert 'class="term"' in marked
    assert without_marks(marked, GLOSSARY) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>gene <b>x</p>", "<p>gene</b>", "<p><a href='#'>x<p>gene", "<p>gene<", "<p>gene</", "<p>gene <a href='",
        "<",
        "<p>gene<!-- ", "<p>gene<div", "<b>gene<i></b>", "<p>gene<td>x", "gene<plaintext>cell", "<svg><p>gene</svg>",
        "",
        "<button>x<button>gene", "<a>x<a>gene", "<p>gene<script>cell", "<table><td>gene", "</p>gene</p>",
        "<p><b>gene<div>",
    ],
)  # fmt: skip
def test_broken_html_stays_as_it_is_and_no_mark_is_left_without_its_definition(html):
    marked = GLOSSARY.mark_up(html)

    assert without_marks(marked, GLOSSARY) == html
    assert all(f'id="def-{slug}"' in marked for slug, _words in marks_in(marked))


def test_what_was_marked_before_the_html_breaks_stays():
    marked = GLOSSARY.mark_up("<p>gene</p><p>cell <b>x</p><p>vector</p>")

    assert words_marked(marked) == ["gene"]


def test_marking_twice_marks_nothing_twice():
    html = "<p>A gene, a gene.</p><h2>x</h2><p>Gene, gene and <b>T cells</b>.</p>" + "<p>cell vector DNA</p>" * 3

    once = GLOSSARY.mark_up(html)

    assert GLOSSARY.mark_up(once) == once
