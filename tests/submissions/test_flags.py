"""What a moderator is told to look at in a text, and what is taken out of the copy of a story."""

import time

import pytest

from submissions.desk_enums import PERSONAL_FLAGS, FlagKind
from submissions.flags import find_flags, kinds_of, without
from submissions.links import find_links, where_it_leads


def found(text, kind, known=()):
    return [flag.text for flag in find_flags(text, known) if flag.kind == kind]


@pytest.mark.parametrize(
    ("kind", "text", "spots"),
    [
        (FlagKind.NAME, "Then Dr. Anna van der Berg came.", ["Dr. Anna van der Berg"]),
        (FlagKind.NAME, "my son Tom and my late husband, Jan", ["Tom", "Jan"]),
        (FlagKind.NAME, "My name is Maria Example.", ["Maria Example"]),
        (FlagKind.NAME, "we met Jane Doe there", ["Jane Doe"]),
        (FlagKind.NAME, "Best wishes,\nMaria", ["Maria"]),
        (FlagKind.NAME, "Frau Müller und Mme Éluard", ["Frau Müller", "Mme Éluard"]),
        (FlagKind.NAME, "with Spinal Muscular Atrophy at the European Medicines Agency", ["Spinal Muscular Atrophy"]),
        (FlagKind.EMAIL, "me@person.example, me (at) home dot com", ["me@person.example", "me (at) home dot com"]),
        (FlagKind.PHONE, "+49 170 1234567 or (030) 123-456-78", ["+49 170 1234567", "(030) 123-456-78"]),
        (FlagKind.PHONE, "NCT01234567, 1,234,567 people, 2026-03-05", []),
        (FlagKind.HOSPITAL, "at Great Ormond Street Hospital", ["Great Ormond Street Hospital"]),
        (FlagKind.HOSPITAL, "at Charité Berlin", ["Charité Berlin"]),
        (FlagKind.HOSPITAL, "at the hospital", []),
        (FlagKind.DATE, "on 3 March 2021, 03.04.2020 and May 5th", ["3 March 2021", "03.04.2020", "May 5th"]),
        (FlagKind.DATE, "on 2021-03-05", ["2021-03-05"]),
        (FlagKind.PRICE, "It costs € 20,000, 500 euros or $3k.", ["€ 20,000", "500 euros", "$3k"]),
        (FlagKind.CURE, "A miracle cure, guaranteed, 100% safe", ["miracle", "cure", "guaranteed", "100% safe"]),
        (FlagKind.DANGER, "I want to die and take my life", ["want to die", "take my life"]),
        (FlagKind.DANGER, "Ich will nicht mehr leben", ["nicht mehr leben"]),
        (FlagKind.ADVICE, "Should I stop taking it? Which trial is best?", ["Should I stop", "Which trial is"]),
        (FlagKind.ODD_LETTERS, "<script>x</script> a\u202eb =SUM(A1)", ["<script>", "</script>", "\u202e"]),
        (FlagKind.ODD_LETTERS, "=HYPERLINK(1)\n@SUM(x)", ["=HYPERLINK(", "@SUM("]),
    ],
)  # fmt: skip
def test_spots(kind, text, spots):
    assert found(text, kind) == spots


def test_names_of_our_own_entries_are_nobodys():
    assert found("with Spinal Muscular Atrophy and", FlagKind.NAME, ["Spinal muscular atrophy"]) == []


def test_text_without_anything_has_no_flags():
    assert find_flags("The cells were changed in the laboratory. It took some weeks, and it did not help me.") == []


def test_most_urgent_kind_comes_first():
    flags = find_flags("On 3 March 2021 Dr. Sample said I want to die.")

    assert kinds_of(flags) == [FlagKind.DANGER, FlagKind.NAME, FlagKind.DATE]


@pytest.mark.parametrize(
    ("address", "host", "warnings"),
    [
        ("https://www.eurordis.org/x", "www.eurordis.org", ()),
        ("https://xn--80ak6aa92e.com", "аррӏе.com", ("letters", "alphabets")),
        ("https://eurоrdis.org", "eurоrdis.org", ("letters", "alphabets")),
        ("https://bücher.example", "bücher.example", ("letters",)),
        ("https://eurordis.org@evil.example", "evil.example", ("user",)),
        ("https://192.0.2.1/x", "192.0.2.1", ("number",)),
        ("bit.ly/abc", "bit.ly", ("shortened",)),
        ("https://[half", "", ("broken",)),
    ],
)
def test_where_links_lead(address, host, warnings):
    assert where_it_leads(address) == (host, warnings)


def test_links_are_found_however_they_are_written():
    text = "See (https://a.example/x), www.b.example. or c-d.org/path; not me@mail.org, not 3.5.2026"

    assert [link.text for link in find_links(text)] == ["https://a.example/x", "www.b.example", "c-d.org/path"]


def test_copy_without_personal_data_has_none_of_it_wherever_it_stands():
    text = "My son Tom was at Saint Mary Hospital. Tom, write to tom@home.example or +34 600 111 222!"

    copy = without(text, PERSONAL_FLAGS)

    assert copy == "My son […] was at […]. […], write to […] or […]!"


def test_copy_leaves_everything_else_as_it_is():
    text = "It cost € 20,000 on 3 March 2021.\n\nSee https://a.example/."

    assert without(text, PERSONAL_FLAGS) == text


@pytest.mark.parametrize(
    "part", ["a", "A a ", "0 ", "1", "a.", "Aa Aa ", "<", "www.", "+1 ", "a@", "1,", "of the ", "("]
)
def test_no_text_takes_long(part):
    began = time.process_time()

    find_flags(part * (60_000 // len(part)))

    assert time.process_time() - began < 5
