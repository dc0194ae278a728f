"""The words a reader sees of an entry: a line for each paragraph, heading or point, and nothing for staff."""

import pytest

from portal.base.published_text import html_of, lines_of, text_of
from tests.factories.articles import make_article, make_resource
from tests.factories.conditions import make_condition
from tests.factories.organisations import make_organisation
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
        ("<h2>One</h2>Two<br/>Three", ["One", "Two", "Three"]),
        ("<p>The <b>in</b>sertion &amp; the rest &lt;5</p>", ["The insertion & the rest <5"]),
        ('<p>Known <a href="#source-2">[2]</a>.</p>', ["Known."]),
        ("<p>  </p>", []),
        ("", []),
    ],
)
def test_each_paragraph_heading_and_point_is_a_line(html, expected):
    assert lines_of(html) == expected


def test_article_is_read_with_the_parts_of_all_its_blocks():
    resource = make_resource()
    page = make_article(
        summary="In one sentence.",
        in_short="<ul><li>One point.</li></ul>",
        not_known="Nobody knows.",
        main_message="For editors only.",
        audience="For editors too.",
        body=[
            {"type": "text", "value": "<h2>A heading</h2><p>Running text.</p>"},
            {"type": "warning", "value": {"heading": "Careful", "text": "<p>It is hot.</p>"}},
            {"type": "care", "value": {"level": "now", "heading": "Call", "points": ["You faint."], "phone": "112"}},
            {"type": "table", "value": {"caption": "Tools", "rows": "Tool | Use\nPen | Writing"}},
            {"type": "timeline", "value": {"entries": [{"date": "2021", "heading": "First", "text": "<p>Done.</p>"}]}},
            {"type": "links", "value": {"resources": [resource.pk]}},
        ],
    )

    lines = text_of(page).splitlines()

    expected = [
        "In one sentence.", "One point.", "A heading", "Running text.", "Careful", "It is hot.", "Call", "You faint.",
        "112", "Tools", "Tool | Use", "Pen | Writing", "2021", "First", "Done.", "Nobody knows.",
    ]  # fmt: skip
    assert [line for line in lines if line in expected] == expected
    assert not {"For editors only.", "For editors too.", page.url_path} & set(lines)


@pytest.mark.parametrize(
    ("make", "fields", "expected"),
    [
        (
            make_condition,
            {"what_it_is": "<p>Red &amp; blue.</p>", "summary": "A <b> sign."},
            "A <b> sign.\nRed & blue.",
        ),
        (make_organisation, {"what_they_do": "<p>They help.</p>", "editor_note": "Call them."}, "They help."),
        (make_trial, {"summary": "<p>What is tested.</p>", "caution": "Ask first."}, "What is tested.\nAsk first."),
    ],
)
def test_record_is_read_without_names_codes_and_notes(make, fields, expected):
    record = make("A name", **fields)

    assert text_of(record) == expected


def test_html_of_an_entry_has_one_part_a_field():
    record = make_condition(what_it_is="<p>One.</p>", state_of_play="<p>Two.</p>", summary="Three & four.")

    assert html_of(record) == ["<p>Three &amp; four.</p>", "<p>One.</p>", "<p>Two.</p>"]
