"""What an editor is told is missing; none of it holds a correction back."""

import pytest

from portal.base.richtext import plain_text
from tests.factories.admin import PUBLISH, address, fill, messages_on
from tests.factories.kernel import make_source
from tests.factories.staff import make_superuser, signed_in
from tests.factories.therapies import make_therapy
from therapies.models import Therapy
from therapies.publish_checks import CLAIMS, REQUIRED, claims_in, missing_parts

pytestmark = pytest.mark.django_db

THREE_POINTS = "<ul><li>One.</li><li>Two.</li><li>Three.</li></ul>"


def complete(**changes):
    """Make a therapy in which everything is written."""
    values = {"in_short": THREE_POINTS, **dict.fromkeys(REQUIRED, "<p>Written.</p>")}
    values["help_now"] = "<ul><li>a fit</li></ul>"
    return make_therapy("Complete", sources=[make_source()], **{**values, **changes})


def test_complete_therapy_lacks_nothing():
    assert missing_parts(complete()) == []


def test_sections_that_a_decision_needs_are_all_asked_for():
    assert set(REQUIRED) == {
        "how_it_works",
        "what_it_can_do",
        "risks",
        "without_it",
        "other_choices",
        "follow_up",
        "not_known",
    }


@pytest.mark.parametrize("section", REQUIRED)
@pytest.mark.parametrize("empty", ["", "<p></p>", "<p> </p>", "<ul><li></li></ul>"])
def test_section_that_is_empty_is_named(section, empty):
    name = str(Therapy._meta.get_field(section).verbose_name).capitalize()

    assert missing_parts(complete(**{section: empty})) == [f"“{name}” is not written yet; the page says so."]


def test_therapy_without_authorisation_or_source_is_told_first():
    therapy = make_therapy("Bare", authorisations=[], in_short=THREE_POINTS)

    assert missing_parts(therapy)[:2] == [
        "No authorisation or application: the page cannot say where it stands.",
        "No source: readers cannot check anything.",
    ]


def test_risks_without_a_sign_for_the_emergency_number_are_told():
    assert missing_parts(complete(help_now="")) == ["“Risks” names no sign for which to call the emergency number."]


@pytest.mark.parametrize(
    "text", ["It is approved in the EU.", "It has been approved since 2012.", "It is still APPROVED."]
)
@pytest.mark.parametrize(("events", "is_told"), [
    ([("2012-10-25", "authorised")], False),
    ([("2012-10-25", "authorised"), ("2017-10-28", "expired")], True),
    ([("2025-09-24", "refused")], True),
])  # fmt: skip
def test_text_that_calls_approved_what_is_not_is_told(text, events, is_told):
    problems = missing_parts(complete(events=events, risks=f"<p>{text}</p>"))

    assert [problem for problem in problems if "no authorisation is in force" in problem] == problems
    assert bool(problems) is is_told


def test_text_that_says_not_approved_is_no_claim():
    text = "<p>It was approved until 2017. It is no longer approved. It is not approved anywhere.</p>"

    assert missing_parts(complete(events=[("2025-09-24", "refused")], risks=text)) == []


@pytest.mark.parametrize(("points", "is_told"), [(1, True), (2, True), (3, False), (5, False), (6, True)])
def test_in_short_has_three_to_five_points(points, is_told):
    problems = missing_parts(complete(in_short=f"<ul>{'<li>A point.</li>' * points}</ul>"))

    assert problems == ([f"“In short” has {points} points: three to five are best."] if is_told else [])


@pytest.mark.parametrize("word", CLAIMS)
@pytest.mark.parametrize("section", ["in_short", "risks"])
def test_word_that_promises_too_much_is_told(word, section):
    text = f"<ul><li>A {word.upper()}.</li><li>Two.</li><li>Three.</li></ul>"

    assert claims_in(complete(**{section: text})) == [word]


@pytest.mark.parametrize("text", ["It cures.", "It cured me.", "A real CURE!", "Miracles happen.", "Cure, they say."])
def test_claim_is_found_in_its_other_forms(text):
    assert len(claims_in(complete(risks=f"<p>{text}</p>"))) == 1


@pytest.mark.parametrize(
    "text", ["It does not secure anything.", "Procured by the hospital.", "Obscure", "safe storage"]
)
def test_word_inside_another_word_is_no_claim(text):
    assert claims_in(complete(risks=f"<p>{text}</p>")) == []


# --- in the admin ----------------------------------------------------------------------------------------------------


def test_editing_screen_lists_what_is_missing():
    therapy = make_therapy("Glybera")

    page = signed_in(make_superuser()).get(address(therapy, "edit")).content.decode()

    assert "Saved so far, this is missing or doubtful. None of it stops you from correcting a fact." in page
    assert "“Risks” is not written yet; the page says so." in page


def test_editing_screen_of_a_complete_therapy_says_so():
    page = signed_in(make_superuser()).get(address(complete(), "edit")).content.decode()

    assert "Every part is written." in page


def test_screen_of_a_new_therapy_asks_to_save_first():
    assert (
        "Save once to see what is missing." in signed_in(make_superuser()).get(address(Therapy, "add")).content.decode()
    )


def test_missing_parts_do_not_hold_a_correction_back():
    therapy = make_therapy("Glybera", inn="wrong")

    answer = fill(
        signed_in(make_superuser()), address(therapy, "edit"), {"inn": "alipogene tiparvovec"}, button=PUBLISH
    )

    assert answer.status_code == 302, messages_on(answer)
    therapy.refresh_from_db()
    assert (therapy.inn, therapy.live, therapy.has_unpublished_changes) == ("alipogene tiparvovec", True, False)
    assert missing_parts(therapy)


def test_page_says_what_is_not_written_and_has_no_empty_heading(client):
    make_therapy("Glybera", risks="<p>Pain.</p>")

    page = client.get("/therapies/glybera/").content.decode()

    assert 'id="risks"' in page
    assert 'id="benefits"' not in page
    assert (
        "We have not written these parts yet: How it works; What it can do; If you do not have it; Other choices;"
        in page
    )


def test_empty_text_is_empty_however_the_editor_left_it():
    assert plain_text("<p> </p>") == ""
