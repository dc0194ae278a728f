"""The HTML of every kind of page is right."""

import pytest

from tests import markup
from tests.factories import articles
from tests.factories.every_kind import INDEXES, RECORD_MODELS, make
from tests.factories.kernel import make_change_note, make_review, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client):
    """Every kind of page with something on it, by address."""
    records = [make(model, sources=[make_source()]) for model in RECORD_MODELS]
    for record in records:
        make_review(record)
        make_change_note(record)
    article = articles.make_article(sources=[make_source()])
    editorial = [
        articles.make_home(),
        article.get_parent(),
        article,
        articles.make_information(),
        articles.make_story(),
    ]
    listed = ",".join(f"{record._meta.model_name}:{record.slug}" for record in records) + ",trial:no-such-trial"
    addresses = [
        *INDEXES.values(),
        *(record.get_absolute_url() for record in records),
        *(page.get_url() for page in editorial),
        "/glossary/?q=nothing-is-called-so",
        "/trials/?country=GB&status=open",
        "/search/",
        f"/search/?q={records[0].name}",
        "/search/?q=nothing-is-called-so",
        "/styleguide/",
        "/no-such-page/",
        "/changes/",
        "/my-list/",
        f"/my-list/?list={listed}",
        f"/my-list/compare/?list={listed}",
        f"/my-list/sheet/?list={listed}",
        f"{records[0].get_absolute_url()}?list={listed}",
    ]
    return {address: client.get(address).content.decode() for address in addresses}


def test_pages_parse_without_an_error(pages):
    problems = {address: markup.parsing_problems(html) for address, html in pages.items()}

    assert {address: found for address, found in problems.items() if found} == {}


def test_pages_pass_the_checker(pages, tmp_path):
    if not markup.has_checker():
        pytest.skip("html-validate is not installed (make html-checker)")

    assert markup.checking_problems(pages, tmp_path) == []
