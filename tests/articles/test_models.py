"""Rules of editorial pages and of the links and films they lead to."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import ArticlePage, SectionPage
from portal.home.models import HomePage
from tests.factories.articles import make_article, make_home, make_resource, make_section
from tests.factories.constraints import refused_by
from tests.factories.kernel import make_source

pytestmark = pytest.mark.django_db


def test_film_without_its_words_is_refused():
    with refused_by("articles_resource_film_has_words"):
        make_resource(kind="video", transcript="")


def test_film_with_its_words_has_them_as_paragraphs():
    film = make_resource(kind="video", transcript="One.\n\n\nTwo.\n\n")

    assert film.paragraphs == ["One.", "Two."]


def test_page_types_stand_where_they_belong():
    assert HomePage.allowed_subpage_models() == [SectionPage]
    assert ArticlePage.allowed_subpage_models() == []
    assert ArticlePage.allowed_parent_page_models() == [SectionPage]
    assert SectionPage.allowed_parent_page_models() == [HomePage]


def test_two_pages_of_a_section_with_one_slug_are_refused():
    section = make_section()
    make_article("Genes", parent=section, slug="genes")

    with pytest.raises(ValidationError, match="slug"):
        make_article("Genes again", parent=section, slug="genes")


def test_citations_of_an_article_keep_their_order():
    sources = [make_source(title=title) for title in ("Zinc", "Alpha")]
    article = make_article(sources=sources)

    assert [citation.source.title for citation in article.citations.all()] == ["Zinc", "Alpha"]


def test_home_page_is_made_once():
    assert make_home() == make_home()
    assert HomePage.objects.count() == 1
