"""No hard word of the starter content stands unexplained: by an entry, by its sentence, or reviewed on purpose."""

import re

import pytest

from articles.models import ArticlePage, InformationPage, SectionPage
from glossary.hard_words import Use, familiarity, is_explained, limit_of, names_in, singular, uses_of_hard_words
from glossary.hard_words_report import explained_forms, published_readings
from glossary.marking import glossary_of
from glossary.matching import WORD
from glossary.models import Term
from glossary.sentences import sentence_around
from portal.base.published_text import text_of
from tests.repository import ROOT

pytestmark = [
    pytest.mark.xdist_group("starter content"),
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("starter_content"),
]

REVIEWED = ROOT / "tests" / "data" / "reviewed_words.txt"
LANGUAGE = "en"
MARK = re.compile(r'popovertarget="def-([a-z0-9-]+)"')


def reviewed_words():
    lines = REVIEWED.read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def unexplained(starter_content, django_db_blocker):
    """Every hard word without an entry that no sentence of its page explains, with one place where it stands."""
    with django_db_blocker.unblock():
        readings = list(published_readings(LANGUAGE))
        explained = explained_forms(LANGUAGE)
    names = names_in((reading.text for reading in readings), LANGUAGE)
    found = {}
    for reading in readings:
        uses = list(uses_of_hard_words(reading.text, LANGUAGE, explained, names))
        explained_here = {use.word for use in uses if is_explained(reading.text, use)}
        for use in uses:
            if use.word not in explained_here:
                word = singular(use.word, (), LANGUAGE)
                found[word] = f"{reading.key.title}: {sentence_around(reading.text, use.start)}"
    return found


def test_hard_words_without_an_entry_are_explained_or_reviewed(unexplained):
    reviewed = set(reviewed_words())

    assert {word: place for word, place in unexplained.items() if word not in reviewed} == {}


def test_reviewed_words_are_all_needed(unexplained):
    reviewed = reviewed_words()

    assert [word for word in reviewed if word not in unexplained] == []
    assert len(reviewed) == len(set(reviewed))


@pytest.mark.parametrize("model", [ArticlePage, InformationPage, SectionPage], ids=lambda model: model.__name__)
def test_hard_words_with_an_entry_are_marked_or_explained_on_the_page(model, client):
    left = []
    for page in model.objects.live():
        marked = set(MARK.findall(client.get(page.get_url()).content.decode()))
        unmarked = Term.objects.public(LANGUAGE).exclude(slug__in=marked).in_bulk()
        text = text_of(page)
        uses = [match for match in glossary_of(LANGUAGE).matcher.find(text) if match.term in unmarked]
        explained = {match.term for match in uses if is_explained(text, Use("", match.start, match.end))}
        left += [
            f"{page}: {sentence_around(text, match.start)}"
            for match in uses
            if match.term not in explained and is_hard(text[match.start : match.end])
        ]

    assert left == []


def is_hard(form):
    return any(familiarity(word, LANGUAGE) < limit_of(LANGUAGE) for word in WORD.findall(form))
