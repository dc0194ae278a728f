"""What must hold for any HTML at all: nothing is broken, nothing is marked twice, and the time grows with the length.

The judge is html5lib, which builds the tree that browsers build, whatever it is given.
"""

import itertools
import time

import html5lib
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories.marking import glossary_of, marks_in, without_marks

GLOSSARY = glossary_of(
    {
        "gene": "Gene", "gene-therapy": "Gene therapy", "cell": "Cell", "t-cell": "T cell", "dna": "DNA",
        "long": "x" * 9_000, "shy": "plasmid", "arabic": "جين", "greek": "γονίδιο", "accent": "Thérapie",
        "apostrophe": "Huntington's disease",
    }
)  # fmt: skip
FORBIDDEN = set(
    "a button h1 h2 h3 h4 h5 h6 code pre kbd samp th dt caption summary label legend script style textarea".split()
)
FORBIDDEN |= set("select option title svg math dfn abbr".split())

WORDS = [
    "gene", "Gene", "genes", "therapy", "gene therapy", "gene-therapy", "T cell", "t cell", "cell", "cells",
    "cellular", "DNA", "dna", "plasmid", "plas\u00admid", "جين", "والجين", "العلاج", "γονίδιο", "ΓΟΝΊΔΙΟ", "thérapie",
    "the\u0301rapie", "{long term}", "{long word}", "Huntington’s disease", "👩‍🔬", "🧬gene", "\u202egene\u202c",
    "\u200fgene", "a", "and", "non-", "²", "İ", "ß", "ǅ",
]  # fmt: skip
SIGNS = [
    " ", " ", " ", "\n", "\u00a0", "-", "\u2011", "'", "’", ".", ", ", "/", "@", "_", "&amp;", "&nbsp;", "&shy;",
    "&lt;", "&gt;", "&", "&#", "&#x;", "&#103;", "&notit;", "&copy", "&#0;", "&#xd800;", "\u00ad", "\u200d", "\u0301",
    "\ufeff", '"', "'", ">", "=",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS + SIGNS * 2), min_size=1, max_size=12).map(
    lambda parts: "".join(parts).replace("{long term}", "x" * 9_000).replace("{long word}", "y" * 10_000)
)

INLINE = [
    "b",
    "i",
    "em",
    "strong",
    "span",
    "a",
    "code",
    "sub",
    "sup",
    "small",
    "q",
    "mark",
    "abbr",
    "dfn",
    "kbd",
    "u",
    "time",
]
BLOCK = ["p", "h1", "h2", "h3", "h4", "pre", "figcaption", "address"]
HOLDERS = [
    "div",
    "section",
    "article",
    "blockquote",
    "aside",
    "figure",
    "header",
    "footer",
    "main",
    "form",
    "details",
    "button",
]
ATTRIBUTES = [
    *[""] * 20, ' class="x"', ' class="vh"', ' href="/gene/"', " title='a > b \"gene\"'", ' data-x="</p>gene"',
    " gene", " data-gene=gene>", ' data-glossary="off"', ' lang="de"', ' lang="en"', " hidden", ' aria-hidden="true"',
    ' role="heading"', ' id="a"\n\tid="b"', " / ",
]  # fmt: skip


def element(name, inside):
    return st.tuples(st.sampled_from(ATTRIBUTES), inside).map(lambda parts: f"<{name}{parts[0]}>{parts[1]}</{name}>")


def one_of_elements(names, inside):
    return st.sampled_from(names).flatmap(lambda name: element(name, inside))


LEAF = st.one_of(
    TEXT, TEXT, st.sampled_from(["<br>", "<br/>", '<img alt="gene" src=x>', "<wbr>", "<!-- gene -->", "<hr>"])
)
PHRASES = st.recursive(
    LEAF,
    lambda inside: st.one_of(one_of_elements(INLINE, inside), st.lists(inside, max_size=4).map("".join)),
    max_leaves=8,
)
LISTS = st.lists(PHRASES, max_size=3).flatmap(
    lambda items: st.sampled_from(
        [
            "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>",
            "<ol>" + "".join(f"<li>{item}" for item in items) + "</ol>",
            "<dl>" + "".join(f"<dt>{item}</dt><dd>{item}</dd>" for item in items) + "</dl>",
            "<dl>" + "".join(f"<dt>{item}<dd>{item}" for item in items) + "</dl>",
            "<table><caption>x</caption><tr>"
            + "".join(f"<th>{item}</th><td>{item}</td>" for item in items)
            + "</tr></table>",
            "<table>" + "".join(f"<tr><th>{item}<td>{item}" for item in items) + "</table>",
        ]
    )
)
RICH_TEXT = st.recursive(
    st.one_of(one_of_elements(BLOCK, PHRASES), LISTS, PHRASES),
    lambda inside: st.one_of(one_of_elements(HOLDERS, inside), st.lists(inside, max_size=4).map("".join)),
    max_leaves=6,
)

TAG_NAMES = [
    *INLINE, *BLOCK, *HOLDERS, "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th",
    "td", "br", "img", "hr", "input", "select", "option", "textarea", "script", "style", "title", "svg", "path",
    "math", "mi", "template", "label", "summary", "legend", "fieldset", "object", "font", "nobr", "body", "html",
    "x-y", "wbr", "center", "iframe", "P", "H2", "A",
]  # fmt: skip
BROKEN = [
    "<", "</", "<!", "<!--", "-->", "<!-->", "<!--->", "<!-- gene --!>", "<?x gene>", "</>", "</ gene>", "<a ",
    "<a href=", '<a href="', "<p class='", "<![CDATA[gene]]>", "<!doctype html>", "<p gene", "<p/gene>", "< p>gene",
    "<a =gene>", "<a href=gene/>", '<b "gene>', "<b 'x'gene>", '">', "'>", "<svg/>", "<svg><path d=x/>", "</svg>",
    "<plaintext>", "<frameset>",
]  # fmt: skip
FRAGMENT = st.one_of(
    TEXT,
    st.tuples(st.sampled_from(TAG_NAMES), st.sampled_from(ATTRIBUTES)).map(lambda parts: f"<{parts[0]}{parts[1]}>"),
    st.sampled_from(TAG_NAMES).map(lambda name: f"</{name}>"),
    st.sampled_from(BROKEN),
)
TAG_SOUP = st.lists(FRAGMENT, max_size=25).map("".join)
ANYTHING = st.one_of(RICH_TEXT, TAG_SOUP, st.text(max_size=200), st.text(alphabet="<>/\"'=!-abp gen&;#x", max_size=80))

often = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def tree_of(html):
    """Return what a browser makes of HTML, without marks and definitions, and what stands above each mark."""
    root = html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)
    marks = []
    return simple(root, [], marks), marks


def simple(node, above, marks):
    name = node.tag if isinstance(node.tag, str) else "comment"
    children = []

    def add(text):
        if not text:
            return
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)

    add(node.text)
    for child in node:
        classes = child.get("class", "") if isinstance(child.tag, str) else ""
        if child.tag == "div" and classes == "def" and child.get("popover") is not None:
            pass
        elif child.tag == "button" and classes == "term":
            marks.append([*above, name])
            inside = simple(child, [*above, name, "button"], marks)
            for part in inside[2]:
                if isinstance(part, str):
                    add(part)
                else:
                    children.append(part)
        else:
            children.append(simple(child, [*above, name], marks))
        add(child.tail)
    return [name, sorted(node.attrib.items()), children]


def check(html):
    """Mark HTML and check everything that must hold."""
    marked = GLOSSARY.mark_up(html)
    before, _marks = tree_of(html)
    after, marks = tree_of(marked)

    assert without_marks(marked, GLOSSARY) == html
    assert after == before
    assert len(marks) == len(marks_in(marked))
    assert all(FORBIDDEN.isdisjoint(above) for above in marks)
    assert all(marked.count(f'id="def-{slug}"') == 1 for slug, _words in marks_in(marked))
    assert GLOSSARY.mark_up(marked) == marked
    return marked


@often
@given(RICH_TEXT)
@example("<p>gene</p><p>T&nbsp;cell</p><h2>x</h2><p>gene</p>")
def test_rich_text_keeps_its_words_and_structure(html):
    check(html)


@often
@given(TAG_SOUP)
@example('<p "gene><a href="x">gene</a>')
@example("<p>gene <a href='x'>y<p>gene</a>")
@example("<table>gene<tr>gene<td>gene")
@example("<svg><p>gene</p></svg>gene")
def test_tag_soup_keeps_its_words_and_structure(html):
    check(html)


@often
@given(st.one_of(st.text(max_size=200), st.text(alphabet="<>/\"'=!-abp gen&;#x", max_size=80)))
def test_any_characters_keep_their_structure(html):
    check(html)


CHOSEN = st.tuples(st.sampled_from(["1", "2", "4", "999", "", "x", "1" * 400]), TEXT).map(
    lambda parts: f'<a data-term="{parts[0]}">{parts[1]}</a>'
)


@often
@given(st.lists(st.one_of(CHOSEN, FRAGMENT, RICH_TEXT), max_size=12).map("".join))
def test_chosen_meanings_among_anything_stay_whole(html):
    marked = GLOSSARY.mark_up(html, frozenset({2}))

    assert GLOSSARY.mark_up(marked, frozenset({2})) == marked
    assert all(marked.count(f'id="def-{slug}"') == 1 for slug, _words in marks_in(marked))
    assert "def-gene-therapy" not in marked


@often
@given(TEXT, st.sampled_from(["en", "de", "el", "tr", "ar", "uk", "fr"]))
def test_matches_are_in_order_and_whole_in_every_language(text, language):
    matcher = glossary_of(
        dict(enumerate(["gene", "gene therapy", "T cell", "جين", "γονίδιο", "ген"])), language
    ).matcher

    matches = matcher.find(text)

    assert all(0 <= match.start < match.end <= len(text) for match in matches)
    assert all(one.end <= other.start for one, other in itertools.pairwise(matches))


HOSTILE = {
    "open quotes": '<a "', "quotes": "<a '\"", "open comments": "<!--", "open tags": "<b>", "open paragraphs": "<p>x",
    "signs": "<", "stray ends": "</i>", "open links": "<a href=x>", "meanings": '<a data-term="1">',
    "meanings with text": '<a data-term="1">x', "attributes": '<p a="1" ', "equals": "<p =",
    "unquoted": "<svg><path =x", "entities": "&amp",
    "ands": "&", "terms": "gene therapy ", "path": "gene/gene-", "words": "y", "spaces": " ", "hyphens": "gene-",
    "soft hyphens": "\u00ad", "accents": "a\u0301", "scripts": "<script>", "textareas": "<textarea></textarea>",
    "svg": "<svg><path/></svg>", "open svg": "<svg>", "misnested": "<b><i></b></i>", "lists": "<ul><li>gene",
    "tables": "<table><tr><td>", "bogus": "<!x", "processing": "<?", "spans": "<span>gene", "marked": "<p>gene</p>",
    "ends": "</p>", "whole": '<p><a data-term="1">gene</a> cell</p>', "emphasis": '<a data-term="1"><b>',
    "commas": "gene, cell, ", "arabic": "وبال", "sections": "<h2>x</h2><p>gene cell DNA</p>", "cdata": "<![CDATA[",
    "not": "non-gene ", "inline": "gene<i>x</i>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length_only(name):
    short, long = (HOSTILE[name] * (length // len(HOSTILE[name])) for length in (20_000, 160_000))

    # Eight times the length; what grows with its square takes sixty-four times as long. Measured again when in doubt:
    # a busy machine slows one measurement, growth with the square slows them all.
    assert any(grows_with_length(seconds(short), seconds(long)) for _attempt in range(3))


def grows_with_length(of_short, of_long):
    return of_long < max(25 * of_short, 0.25)


def seconds(html):
    """Return the quickest of a few runs, by the processor's own clock: others use this machine too."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        GLOSSARY.mark_up(html)
        taken.append(time.process_time() - start)
    return min(taken)
