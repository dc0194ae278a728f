"""The page of one term: what it is made of, where it is used, how it leaves, and what becomes of its old addresses."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from glossary.models import Term, TermCitation, TermUse
from tests import markup
from tests.factories.articles import make_article
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.kernel import make_source
from tests.factories.organisations import make_organisation
from tests.factories.staff import make_superuser, signed_in
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    return make_term("Vector", short_definition="A vehicle.", also_called=["gene ferry", ("vektor", "misspelling")])


def page_of(client, term):
    response = client.get(term.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def use(term, subject, sentence="", times=1):
    """Note that a term is used in a page or record."""
    return TermUse.objects.create(
        term=term,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=str(subject.pk),
        sentence=sentence or f"A vector in {subject}.",
        times=times,
    )


def uses_on(page):
    """Return the titles in the list “Used on these pages”."""
    if "Used on these pages" not in page:
        return []
    listed = page.split("Used on these pages")[1].split("</ul>")[0]
    return re.findall(r'<a href="[^"]+">([^<]+)</a>', listed)


# --- used on these pages ---------------------------------------------------------------------------------------------


def test_uses_are_links_with_their_sentences_pages_first_terms_last(client, term):
    subjects = [
        make_term("Linked term"),
        make_organisation("Linked organisation"),
        make_trial("Linked trial"),
        make_therapy("Linked therapy"),
        make_condition("Linked condition"),
        make_article("Linked article"),
    ]
    for subject in subjects:
        use(term, subject, "A vector <carries> it.")

    page = page_of(client, term)

    listed = uses_on(page)
    assert (listed[0], listed[-1]) == ("Linked article", "Linked term")
    assert sorted(listed) == sorted(str(subject) for subject in subjects)
    assert page.count("“A vector &lt;carries&gt; it.”") == 6
    for subject in subjects:
        address = subject.get_url() if hasattr(subject, "get_url") else subject.get_absolute_url()
        assert f'<a href="{address}">' in page


def test_uses_that_come_most_often_come_first(client, term):
    for number in (1, 3, 2):
        use(term, make_condition(f"Condition {number}"), times=number)

    assert uses_on(page_of(client, term)) == ["Condition 3", "Condition 2", "Condition 1"]


def test_ten_uses_are_shown_and_the_rest_counted(client, term):
    for number in range(13):
        use(term, make_condition(f"Condition {number}"))

    page = page_of(client, term)

    assert len(uses_on(page)) == 10
    assert "And on 3 more pages." in page


def test_eleventh_use_is_one_page(client, term):
    for number in range(11):
        use(term, make_condition(f"Condition {number}"))

    assert "And on 1 more page." in page_of(client, term)


def test_what_is_not_published_or_was_deleted_is_neither_shown_nor_counted(client, term):
    article = make_article("Hidden article")
    gone = [make_condition("Hidden condition"), make_trial("Hidden trial"), article]
    for subject in gone:
        use(term, subject)
    use(term, make_condition("Hidden draft", live=False))
    use(term, make_condition("Shown condition"))
    TermUse.objects.create(
        term=term, content_type=ContentType.objects.get_for_model(Term), object_id="999999", sentence="Hidden."
    )
    gone[0].unpublish()
    gone[1].delete()
    article.unpublish()

    page = page_of(client, term)

    assert uses_on(page) == ["Shown condition"]
    assert "Hidden" not in page
    assert "more page" not in page


def test_page_that_needs_a_password_is_not_shown(client, term):
    article = make_article("Hidden article")
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.PASSWORD, password="x")
    use(term, article, "A secret sentence.")

    page = page_of(client, term)

    assert "Used on these pages" not in page
    assert "A secret sentence." not in page


def test_use_in_a_kind_of_page_that_no_longer_exists_is_left_out(client, term):
    kind = ContentType.objects.create(app_label="nonsense", model="nothing")
    TermUse.objects.create(term=term, content_type=kind, object_id="1", sentence="Hidden.")

    assert "Used on these pages" not in page_of(client, term)


def test_term_that_is_used_nowhere_says_nothing_of_it(client, term):
    assert "Used on these pages" not in page_of(client, term)


def test_sentences_are_not_marked_themselves(client, term):
    make_term("Capsid")
    use(term, make_condition("Condition"), "A capsid holds the vector.")

    page = page_of(client, term)

    assert "“A capsid holds the vector.”" in page


@pytest.mark.parametrize("number", [3, 30])
def test_page_takes_the_same_queries_however_much_it_shows(client, term, number, django_assert_num_queries):
    others = [make_term(f"Other {n}") for n in range(number)]
    term.see_also = others
    term.citations.add(TermCitation(source=make_source()))
    term.save_revision().publish()
    for n in range(number):
        use(term, make_condition(f"Condition {n}"))
        use(term, make_trial(f"Trial {n}"))
        use(term, make_article(f"Article {n}"))
    page_of(client, term)

    with django_assert_num_queries(12):
        page_of(client, term)


def test_preview_of_a_new_term_shows_the_page_without_uses():
    draft = make_term("Zebrafinch", live=False)
    address = f"/admin/snippets/glossary/term/history/{draft.pk}/revisions/{draft.latest_revision_id}/view/"

    response = signed_in(make_superuser()).get(address)

    assert response.status_code == 200
    assert "application/ld+json" not in response.content.decode()


# --- what else stands on the page ------------------------------------------------------------------------------------


def test_page_says_how_to_mend_and_how_to_use_the_entry(client, term):
    page = page_of(client, term)

    assert '<a href="/about/contact/">Suggest a better wording</a>' in page
    assert '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in page
    assert '<a href="/glossary/vector.json">' in page
    assert '<link rel="alternate" type="application/json" href="/glossary/vector.json">' in page


def test_page_gives_the_code_that_shows_the_meaning_elsewhere(client):
    page = page_of(client, make_term("Vector “A” & <B>", slug="vector"))

    address = f"{settings.SITE_ADDRESS}/glossary/vector/embed/"
    assert f"&lt;iframe src=&quot;{address}&quot; title=&quot;Vector “A” &amp;amp; &amp;lt;B&amp;gt;&quot;" in page


def test_page_names_the_word_in_other_languages(client, term):
    make_term("Vecteur", language="fr", translation_key=term.translation_key)
    make_term("Vektor", language="de", translation_key=term.translation_key, live=False)

    page = page_of(client, term)

    assert '<a href="/fr/glossary/vecteur/" hreflang="fr">Vecteur</a>' in page
    assert f'<link rel="alternate" hreflang="fr" href="{settings.SITE_ADDRESS}/fr/glossary/vecteur/">' in page
    assert "Vektor" not in page


def test_page_in_another_language_leads_to_the_contact_page_of_that_language(client):
    page = page_of(client, make_term("Vecteur", language="fr"))

    assert 'href="/fr/about/contact/"' in page
    assert 'href="/fr/glossary/vecteur.json"' in page


# --- for machines ----------------------------------------------------------------------------------------------------


def linked_data_on(page):
    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(written)


def test_page_holds_the_term_as_a_defined_term(client, term):
    make_term("Vecteur", language="fr", translation_key=term.translation_key)

    facts = linked_data_on(page_of(client, term))

    assert facts["@type"] == "DefinedTerm"
    assert (facts["name"], facts["description"]) == ("Vector", "A vehicle.")
    assert facts["url"] == f"{settings.SITE_ADDRESS}/glossary/vector/"
    assert facts["alternateName"] == ["gene ferry"]
    assert facts["sameAs"] == [f"{settings.SITE_ADDRESS}/fr/glossary/vecteur/"]
    assert facts["inDefinedTermSet"]["name"] == "Glossary of Cell & Gene Compass"
    assert facts["inDefinedTermSet"]["url"] == f"{settings.SITE_ADDRESS}/glossary/"


def test_data_for_machines_cannot_break_out_of_their_block(client):
    hostile = "</script><script>alert(1)</script><!--"

    page = page_of(client, make_term(f"Vector {hostile}", slug="vector", short_definition=hostile))

    assert "<script>" not in page
    assert linked_data_on(page)["description"] == hostile
    assert markup.parsing_problems(page) == []


def test_no_element_of_the_page_is_code_that_stands_in_it(client, term):
    for attributes in re.findall(r"<script\b([^>]*)>", page_of(client, term)):
        assert " src=" in attributes or attributes == ' type="application/ld+json"'


# --- old addresses ---------------------------------------------------------------------------------------------------


def rename(term, slug):
    term.refresh_from_db()
    term.slug = slug
    term.save_revision().publish()


def where_it_leads(client, address):
    """Follow an address to a page; each step must be for ever."""
    for _step in range(10):
        response = client.get(address)
        if response.status_code == 200:
            return address
        assert response.status_code == 301, (address, response.status_code)
        address = response.url
    raise AssertionError(f"{address} leads in a circle")


def test_every_old_address_of_a_term_leads_to_the_present_one(client, term):
    for slug in ("carrier", "gene-carrier", "gene-ferry"):
        rename(term, slug)

    for slug in ("vector", "carrier", "gene-carrier"):
        assert where_it_leads(client, f"/glossary/{slug}/") == "/glossary/gene-ferry/"


def test_name_changed_back_leads_back(client, term):
    for slug in ("carrier", "vector", "carrier", "vector"):
        rename(term, slug)

    assert where_it_leads(client, "/glossary/vector/") == "/glossary/vector/"
    assert where_it_leads(client, "/glossary/carrier/") == "/glossary/vector/"
    assert Redirect.objects.count() == 1


def test_old_address_taken_by_another_term_is_that_term_and_then_leads_where_it_went(client, term):
    rename(term, "carrier")
    other = make_term("Vector of another kind", slug="vector")
    assert where_it_leads(client, "/glossary/vector/") == "/glossary/vector/"

    rename(other, "other-vector")

    assert where_it_leads(client, "/glossary/vector/") == "/glossary/other-vector/"


def test_old_address_leads_on_whatever_is_published_later(client, term):
    rename(term, "carrier")
    term.refresh_from_db()
    for number in range(3):
        term.short_definition = f"A vehicle, written {number} times."
        term.save_revision().publish()

    assert where_it_leads(client, "/glossary/vector/") == "/glossary/carrier/"


def test_renamed_draft_leaves_no_trace(client):
    draft = make_term("Draft", live=False)
    draft.slug = "another"
    draft.save()

    assert client.get("/glossary/draft/").status_code == 404
    assert not Redirect.objects.exists()


def test_name_of_a_draft_does_not_move_the_published_page(client, term):
    term.slug = "carrier"
    term.save_revision()

    assert where_it_leads(client, "/glossary/vector/") == "/glossary/vector/"
    assert client.get("/glossary/carrier/").status_code == 404


@pytest.mark.parametrize("form", ["/glossary/{}.json", "/glossary/{}/embed/"])
def test_data_and_embedded_form_move_with_their_term(client, term, form):
    rename(term, "carrier")
    rename(term, "gene-carrier")

    assert where_it_leads(client, form.format("vector")) == form.format("gene-carrier")
    assert client.get(form.format("nothing")).status_code == 404


def test_data_and_embedded_form_of_a_merged_term_lead_to_the_one_it_was_merged_into(client, term):
    make_term("Carrier")
    Redirect.add_redirect("/glossary/vector/", "/glossary/carrier/", is_permanent=True)
    term.unpublish()

    for form in ("/glossary/{}/", "/glossary/{}.json", "/glossary/{}/embed/"):
        assert where_it_leads(client, form.format("vector")) == form.format("carrier")


def test_embedded_form_in_another_language_moves_with_its_term(client):
    term = make_term("Vecteur", language="fr")
    rename(term, "porteur")

    assert where_it_leads(client, "/fr/glossary/vecteur/embed/") == "/fr/glossary/porteur/embed/"


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "/understand/", "/glossary/", "/glossary/?q=vector", ""]
)
def test_redirect_of_an_editor_to_something_else_moves_no_data(client, link):
    Redirect.objects.create(old_path="/glossary/vector", redirect_link=link)

    assert client.get("/glossary/vector.json").status_code == 404
    assert client.get("/glossary/vector/embed/").status_code == 404


def test_page_with_everything_is_right_html(client, term):
    narrower = make_term("Viral vector", broader=term, sources=[make_source()])
    use(term, make_condition("Condition"))
    use(narrower, make_condition("Another condition"))

    for one in (term, narrower):
        assert markup.parsing_problems(page_of(client, one)) == []
