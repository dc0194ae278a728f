"""The emergency number is one setting: wherever a reader sees a number to call, it is that one."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Site

from portal.base.models import SiteIdentity, SiteWords
from portal.base.models.site import identity_words
from portal.home.gallery import EXAMPLES
from portal.starter.reading import FOLDER
from submissions.enums import SubmissionKind
from submissions.wording import QUESTIONS, question_text, questions_for
from tests.factories.articles import make_article, make_home
from tests.factories.everything import make_full_therapy
from tests.factories.glossary import make_term

pytestmark = pytest.mark.django_db

NEUTRAL = "the emergency number of your country"


def set_number(number: str) -> SiteIdentity:
    make_home()
    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    identity.emergency_number = number
    identity.save()
    return identity


def addresses() -> list[str]:
    """Every kind of page on which a number to call may stand."""
    therapy, article = make_full_therapy("Numberzyme"), make_article(body=EXAMPLES)
    entry = f"?list=therapy:{therapy.slug}"
    return [
        therapy.get_absolute_url(), article.get_url(), make_term().get_absolute_url(), "/", "/contribute/",
        f"/my-list/{entry}", f"/my-list/sheet/{entry}", "/no/such/page/",
    ]  # fmt: skip


def read(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def words_of(page):
    return " ".join(page.body.get_text(" ").split())


def calls_on(page):
    """Return the numbers that a reader can call from a page."""
    return {link["href"] for link in page.select('a[href^="tel:"]')}


def test_number_is_112_until_somebody_changes_it(client):
    make_home()

    for address in addresses():
        page = read(client, address)
        assert calls_on(page) == {"tel:112"}, address
        assert "In an emergency, call 112." in words_of(page), address


def test_another_number_stands_wherever_112_stood(client):
    set_number("9 11")

    for address in addresses():
        page = read(client, address)
        assert calls_on(page) == {"tel:911"}, address
        assert "In an emergency, call 9 11." in words_of(page), address
        assert not re.search(r"\b112\b", words_of(page)), address


def test_without_a_number_readers_are_told_to_call_that_of_their_country(client):
    set_number("")

    for address in addresses():
        page = read(client, address)
        assert not calls_on(page), address
        assert f"In an emergency, call {NEUTRAL}." in words_of(page), address
        assert not re.search(r"\b112\b", words_of(page)), address


@pytest.mark.parametrize(
    ("number", "level", "note"),
    [
        ("112", "Emergency: call 112", "In Europe the number is 112. Elsewhere, use your local emergency number."),
        ("911", "Emergency: call 911", "In another country, use its own emergency number."),
        ("", f"Emergency: call {NEUTRAL}", ""),
    ],
)
def test_emergency_cards_name_the_number_and_where_it_holds(client, number, level, note):
    set_number(number)

    for address in addresses()[:2]:
        card = read(client, address).find("section", class_="now")
        assert level in " ".join(card.h3.text.split())
        assert [hint.text for hint in card.find_all("p", class_="hint")] == ([note] if note else [])


def test_explanation_of_an_editor_stands_on_the_cards(client):
    words = set_number("999").words.get(language="en")
    words.emergency_note = "999 works in the whole kingdom; so does 112."
    words.save()

    for address in addresses()[:2]:
        assert words.emergency_note in read(client, address).find("section", class_="now").text


def test_own_number_of_a_card_goes_before_that_of_the_site(client):
    care = {"level": "now", "heading": "In a crisis", "points": ["You cannot go on."], "phone": "116 123"}

    card = read(client, make_article(body=[{"type": "care", "value": care}]).get_url()).find("section", class_="now")

    assert "Emergency: call 116 123" in " ".join(card.h3.text.split())
    assert card.find("a")["href"] == "tel:116123"
    assert "In Europe" not in card.text


def test_language_without_words_of_its_own_has_the_number_too():
    identity = set_number("911")

    with translation.override("fr"):
        words = identity_words(identity)

    assert "911" in words.emergency_line
    assert "{number}" not in words.emergency_line


@pytest.mark.parametrize("wrong", ["call us", "112; 110", "<b>", " 112"])
def test_number_is_a_number(wrong):
    identity = set_number("112")
    identity.emergency_number = wrong

    with pytest.raises(ValidationError, match="Digits only"):
        identity.full_clean()


def test_line_names_no_number_of_its_own_so_that_it_cannot_grow_stale():
    words = SiteWords(identity=set_number("112"), language="de", description="d", emergency_line="Call 112.")

    with pytest.raises(ValidationError, match="instead of the number itself"):
        words.full_clean()

    words.emergency_line = "Call {number}."
    words.full_clean()


def test_signpost_of_the_desk_names_whom_to_call():
    assert "please call 911." in question_text("danger", "911")
    for kind in SubmissionKind.values:
        texts = [one.text for one in questions_for(kind, "911")]
        assert not [text for text in texts if "{number}" in text]
    assert "{number}" in "".join(str(question.text) for question in QUESTIONS)
    assert question_text("no such question", "911") == ""


def test_page_of_an_error_names_no_number_because_it_cannot_know_the_right_one():
    page = render_to_string("500.html", {})

    assert f"call {NEUTRAL}" in page
    assert not re.search(r"\b112\b", page)


def test_no_starter_text_names_the_number():
    files = sorted(FOLDER.glob("*/*.md"))
    naming = re.compile(r"\b(?:call|dial|phone|ring|number is)\s+(?:\*\*)?112\b", re.IGNORECASE)

    assert len(files) > 100
    assert [file.name for file in files if naming.search(file.read_text(encoding="utf-8"))] == []
