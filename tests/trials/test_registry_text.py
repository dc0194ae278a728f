"""Registry text as a reader sees it: safe, without signs of mark-up, eligibility in two lists where possible."""

import pytest

from trials.registry_text import divided, registry_line, registry_markup


@pytest.mark.parametrize(
    ("text", "may", "cannot"),
    [
        ("Inclusion Criteria:\n\n* A\n\nExclusion Criteria:\n\n* B", "A", "B"),
        ("INCLUSION CRITERIA\n\n1. A\n\nEXCLUSION CRITERIA\n\n1. B", "A", "B"),
        ("Key Inclusion Criteria:\n* A\n\nKey Exclusion Criteria:\n* B", "A", "B"),
        ("* SUBJECT INCLUSION CRITERIA:\n\n1. A\n\n* SUBJECT EXCLUSION CRITERIA:\n\n1. B", "A", "B"),
        ("Pre-screening Inclusion Criteria:\n\n* A\n\nExclusion Criteria:\n\n* B", "Pre-screening", "B"),
        ("Inclusion Criteria (Controls):\n\n* A\n\nExclusion Criteria (Controls):\n\n* B", "Controls", "B"),
        ("Inclusion Criteria: must be A\n\nExclusion Criteria: must not be B", "must be A", "must not be B"),
        ("Inclusion:\n\n* A\n\nExclusion:\n\n* B", "A", "B"),
        ("Inclusion Criteria:\n\n* A\n\nNon-inclusion criteria:\n\n* B", "A", "B"),
        ("Medical:\n\n1. A\n2. C\n\nExclusion Criteria:\n\n1. B", "A", "B"),
        ("Inclusion Criteria:\n\n* A", "A", ""),
    ],
)
def test_eligibility_is_divided_at_its_headings(text, may, cannot):
    found = divided(text)

    assert found.is_divided
    assert may in found.may_join
    assert "B" not in found.may_join
    assert (cannot in found.cannot_join) if cannot else not found.cannot_join
    assert not found.whole


@pytest.mark.parametrize(
    "text",
    [
        "Adults with the disease. Ask the team.",
        "Inclusion Criteria:\n\n* A\n\nPatients are excluded if B",
        "Inclusion Criteria:\n\n* A and so on. Exclusion criteria: B",
        "Patients must meet all inclusion criteria and none of the exclusion criteria\n\n* A",
    ],
    ids=["no headings", "one heading for both", "heading within a line", "a sentence"],
)
def test_text_that_cannot_be_divided_stays_whole(text):
    found = divided(text)

    assert not found.is_divided
    assert "A" in found.whole


def test_nothing_is_nothing():
    assert not divided("").is_divided
    assert registry_line("") == ""


def test_markup_is_safe_and_clean():
    html = registry_markup(
        "Age \\>= 18 \\& \\[x\\] <script>alert(1)</script> [a](javascript:alert(1)) "
        "[b](https://registry.example/)\n\n* one"
    )

    assert "<script" not in html
    assert "javascript" not in html.replace("[a](javascript", "")
    assert 'href="https://registry.example/"' in html
    assert "&gt;= 18 &amp; [x]" in html
    assert "<li>one</li>" in html
    assert "\\" not in html


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Safety & efficacy of X \\< 5", "Safety & efficacy of X < 5"),
        ("Children&Amp;#39;s trial", "Children's trial"),
        ("A &amp;amp; B", "A & B"),
        ("a_b_c *d*", "a_b_c *d*"),
        ("two\nlines", "two lines"),
    ],
)
def test_line_is_plain_text(text, line):
    assert registry_line(text) == line
