"""Editorial pages for tests."""

import datetime

from articles.models import ArticleCitation, ArticlePage, InformationPage, Resource, SectionPage, StoryPage
from portal.starter.loading.everything import home_page
from tests.factories.kernel import cited, locale_of, number

BODY = [{"type": "text", "value": "<h2>A heading</h2><p>Running text.</p>"}]


def make_home():
    """Return the home page of the site, made as on a new site."""
    return home_page()


def make_section(title="", *, parent=None, live=True, **fields):
    """Make a section below the home page."""
    title = title or f"Section {number()}"
    return _added(parent or make_home(), SectionPage(title=title, summary="What is here.", live=live, **fields))


def make_article(title="", *, parent=None, live=True, sources=(), body=None, **fields):
    """Make an article in a section."""
    values = {"audience": "Everybody", "main_message": "One message.", "summary": "In one sentence."}
    values |= {"in_short": "<ul><li>One point.</li></ul>"}
    article = ArticlePage(title=title or f"Article {number()}", live=live, **{**values, **fields})
    article.body = ArticlePage.body.field.stream_block.to_python(BODY if body is None else body)
    article.citations = cited(ArticleCitation, sources)
    return _added(parent or make_section(), article)


def make_information(title="", *, parent=None, live=True, body=None, **fields):
    """Make a page about the site."""
    page = InformationPage(title=title or f"Information {number()}", live=live, **{"summary": "About us.", **fields})
    page.body = InformationPage.body.field.stream_block.to_python(BODY if body is None else body)
    return _added(parent or make_section(), page)


def make_story(title="", *, parent=None, live=True, **fields):
    """Make a story."""
    values = {
        "summary": "In one sentence.",
        "relation": "own",
        "consent_version": "1",
        "consented_on": datetime.date(2026, 1, 5),
    }
    story = StoryPage(title=title or f"Story {number()}", live=live, **{**values, **fields})
    story.body = StoryPage.body.field.stream_block.to_python(BODY)
    return _added(parent or make_section(), story)


def make_resource(title="", **fields):
    """Make a link or film."""
    n = number()
    values = {
        "kind": "website",
        "publisher": "A publisher",
        "url": f"https://resource.example/{n}",
        "summary": "What you find there.",
        "slug": f"resource-{n}",
    }
    return Resource.objects.create(title=title or f"Resource {n}", locale=locale_of("en"), **{**values, **fields})


def _added(parent, page):
    page.locale = parent.locale
    is_live = page.live
    parent.add_child(instance=page)
    revision = page.save_revision(changed=not is_live)
    if is_live:
        revision.publish()
    page.refresh_from_db()
    return page
