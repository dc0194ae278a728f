"""The page of the glossary: the list from A to Z, and what the find box shows."""

import pytest

from glossary.finding import MOST_SHOWN
from tests.factories.glossary import make_term

pytestmark = pytest.mark.django_db


def found_page(client, typed, **more):
    response = client.get("/glossary/", {"q": typed, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_page_leads_with_the_word_that_was_typed_and_does_not_redirect(client):
    make_term("Adenoviral vector")
    make_term("Vector", short_definition="A vehicle.", also_called=["gene ferry", ("vektor", "misspelling")])

    page = found_page(client, "vector")

    assert "2 words for “vector”" in page
    lead = page.index('<div class="brief')
    assert (
        lead < page.index(">Vector</a>") < page.index("Also called: gene ferry") < page.index(">Adenoviral vector</a>")
    )
    assert '<meta name="robots" content="noindex">' in page
    assert "vektor" not in page


def test_misspelling_is_found_and_not_shown(client):
    make_term("Vector", also_called=[("wecktor", "misspelling")])

    page = found_page(client, "wecktor")

    assert ">Vector</a>" in page
    assert page.count("wecktor") == page.count("“wecktor”") + page.count('value="wecktor"')


def test_page_asks_did_you_mean(client):
    make_term("Vector")

    page = found_page(client, "vecter")

    assert "We have no word “vecter” yet" in page
    assert page.index("Did you mean") < page.index(">Vector</a>")


def test_page_with_nothing_found_offers_ways_on(client):
    make_term("Vector")

    page = found_page(client, "zzzz")

    assert "We have no word “zzzz” yet" in page
    assert '<a href="/about/contact/">Ask us to explain this word</a>' in page
    assert '<a href="/glossary/">See all words</a>' in page
    assert ">Vector</a>" not in page


def test_what_was_typed_is_text_on_the_page_and_never_html(client):
    page = found_page(client, '"><script>alert(1)</script>')

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_topic_without_the_word_offers_all_topics(client):
    make_term("Vector", topic="vectors")

    page = found_page(client, "vector", topic="cells")

    assert ">Vector</a>" not in page
    assert "Look in all topics" in page
    assert ">Vector</a>" in found_page(client, "vector", topic="vectors")


@pytest.mark.parametrize("typed", ["Zebrafinch", "zebrafinsh", "what is a zebrafinch", "striped"])
def test_draft_is_never_found(client, typed):
    make_term("Zebrafinch", live=False, short_definition="Striped.", also_called=["striped one"])

    assert ">Zebrafinch<" not in found_page(client, typed)


def test_unpublished_term_is_gone_at_once_even_from_an_index_built_before(client):
    term = make_term("Zebrafinch")
    assert ">Zebrafinch</a>" in found_page(client, "zebrafinch")

    term.unpublish()

    assert ">Zebrafinch</a>" not in found_page(client, "zebrafinch")


def test_published_term_is_found_at_once(client, django_capture_on_commit_callbacks):
    term = make_term("Zebrafinch", live=False)
    assert ">Zebrafinch</a>" not in found_page(client, "zebrafinch")

    with django_capture_on_commit_callbacks(execute=True):
        term.save_revision().publish()

    assert ">Zebrafinch</a>" in found_page(client, "zebrafinch")


def test_words_of_another_language_are_found_on_its_own_pages_only(client):
    make_term("Zebrafinch", language="fr")

    assert ">Zebrafinch</a>" not in found_page(client, "zebrafinch")
    assert ">Zebrafinch</a>" in client.get("/fr/glossary/?q=zebrafinch").content.decode()


def test_more_words_than_fit_are_counted(client):
    for number in range(MOST_SHOWN + 3):
        make_term(f"Zebra {number}")

    page = found_page(client, "zebra")

    assert f"{MOST_SHOWN + 3} words for “zebra”" in page
    assert page.count('<dt><a href="/glossary/zebra-') == MOST_SHOWN
    assert "3 more words are not listed here" in page


@pytest.mark.parametrize("number", [3, 30])
def test_finding_takes_two_queries_however_many_are_found(client, number, django_assert_num_queries):
    for n in range(number):
        make_term(f"Zebra {n}", also_called=[f"striped {n}"])
    found_page(client, "zebra")

    with django_assert_num_queries(2):
        assert f"{number} words for “zebra”" in found_page(client, "zebra")
    with django_assert_num_queries(0):
        found_page(client, "nothing like it")


# --- the list from A to Z --------------------------------------------------------------------------------------------


def letters_of(page):
    """Return what stands in the list of letters: letter and number of its words."""
    around = page.split('<nav class="az"')[1].split("</nav>")[0]
    return [part.split("</small>")[0].replace(" <small>", ":") for part in around.split("<b>")[1:]]


def test_letters_are_those_that_have_words_with_their_counts(client):
    for name in ("Éxon", "Exogenous", "Vector", "21-gene test", "viral"):
        make_term(name)
    make_term("Zebrafinch", live=False)

    page = client.get("/glossary/").content.decode()

    assert letters_of(page) == ["#:1", "E:2", "V:2"]
    assert 'aria-label="E 2 words"' in page
    assert "5 words" in page
    for anchor in ("letter-0", "letter-E", "letter-V"):
        assert page.count(f'id="{anchor}"') == 1
        assert f'href="#{anchor}"' in page


def test_letters_and_counts_of_a_topic_are_its_own(client):
    make_term("Cell", topic="cells")
    make_term("Capsid", topic="vectors")
    make_term("Vector", topic="vectors")

    page = client.get("/glossary/?topic=cells").content.decode()

    assert letters_of(page) == ["C:1"]
    assert ">1 word<" in page
    assert ">Capsid</a>" not in page


def test_topic_that_is_none_shows_all_words(client):
    make_term("Cell", topic="cells")

    assert letters_of(client.get("/glossary/?topic=nonsense").content.decode()) == ["C:1"]


@pytest.mark.parametrize("number", [3, 30])
def test_whole_list_is_one_page_and_one_query(client, number, django_assert_num_queries):
    for n in range(number):
        make_term(f"Zebra {n}", also_called=[f"striped {n}"])
    client.get("/glossary/")

    with django_assert_num_queries(1):
        page = client.get("/glossary/").content.decode()
    assert page.count('<dt><a href="/glossary/zebra-') == number


def test_list_leads_to_the_files(client):
    page = client.get("/glossary/").content.decode()

    for form, kind in (("json", "application/json"), ("csv", "text/csv"), ("ttl", "text/turtle")):
        assert f'<link rel="alternate" type="{kind}" href="/glossary/glossary.{form}">' in page
        assert f'<a href="/glossary/glossary.{form}">' in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
