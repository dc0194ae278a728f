"""A reader's list: in the address only, carried along from page to page, and safe against whatever an address holds."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.home.list_in_address import carried_along
from portal.home.my_list import MOST_ENTRIES, MyList, id_of, read_list
from tests.factories.articles import make_article, make_home, make_section
from tests.factories.conditions import make_condition
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial

MOST_QUERIES = 15
every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


# --- the list itself -------------------------------------------------------------------------------------------------


def test_list_keeps_the_order_and_each_entry_once():
    listed = read_list("trial:b,term:a , trial:b,,page:understand/genes")

    assert listed == MyList(("trial:b", "term:a", "page:understand/genes"))
    assert listed.value == "trial:b,term:a,page:understand/genes"


@pytest.mark.parametrize("part", [
    "drug:x", "trial:", "trial", ":x", "trial:a b", "trial:ä", "TRIAL:a", "trial:a'--", "<b>", "trial:-a", "page:a//b",
    "page:../etc", "trial:" + "a" * 121, "page:a/b/c/d/e", "🧬", "\x00", "trial:a\n",
])  # fmt: skip
def test_what_is_no_id_is_only_counted(part):
    listed = read_list(f"term:a,{part},term:b")

    assert listed.ids in (("term:a", "term:b"), ("term:a", part.strip(), "term:b"))
    assert listed.unreadable == (0 if part.strip() in listed.ids else 1)


def test_list_has_an_end_and_says_what_did_not_fit():
    listed = read_list(",".join(f"term:t{number}" for number in range(500)))

    assert len(listed) == MOST_ENTRIES
    assert listed.left_out == 500 - MOST_ENTRIES


def test_entry_is_added_moved_and_removed():
    listed = read_list("term:a,term:b,term:c")

    assert listed.with_entry("term:d").value == "term:a,term:b,term:c,term:d"
    assert listed.with_entry("term:a") == listed
    assert listed.moved("term:c", -1).value == "term:a,term:c,term:b"
    assert listed.moved("term:a", -1) == listed
    assert listed.moved("term:a", 1).value == "term:b,term:a,term:c"
    assert listed.without("term:b").value == "term:a,term:c"


@pytest.mark.parametrize(("html", "wanted"), [
    ('<a href="/trials/">', '<a href="/trials/?list=term:a">'),
    ('<a href="/trials/?q=b&amp;page=2">', '<a href="/trials/?q=b&amp;page=2&amp;list=term:a">'),
    ('<a href="?">', '<a href="?list=term:a">'),
    ('<a class="x" href="/a/#help">', '<a class="x" href="/a/?list=term:a#help">'),
    ('<a href="/my-list/?list=term:b">', '<a href="/my-list/?list=term:b">'),
    ('<a href="/changes/feed.atom">', '<a href="/changes/feed.atom">'),
    ('<a href="#main">', '<a href="#main">'),
    ('<a href="/admin/x/">', '<a href="/admin/x/">'),
    ('<a href="//other.example/">', '<a href="//other.example/">'),
    ('<a href="https://other.example/">', '<a href="https://other.example/">'),
    ('<a href="/fr/" hreflang="fr">', '<a href="/fr/" hreflang="fr">'),
    ('<link href="/trials/">', '<link href="/trials/">'),
    ('<form action="/search/">', '<form action="/search/"><input type="hidden" name="list" value="term:a">'),
    ('<form method="post" action="/my-list/sheet.pdf">', '<form method="post" action="/my-list/sheet.pdf">'),
    ('<form action="https://other.example/">', '<form action="https://other.example/">'),
])  # fmt: skip
def test_links_and_forms_of_the_site_carry_the_list(html, wanted):
    assert carried_along(html, "term:a") == wanted


# --- pages -----------------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@every_kind
def test_page_of_a_record_leads_onto_the_list_and_back(client, model):
    record = make(model, "Zebrafinch")
    address = record.get_absolute_url()

    link = re.search(r'href="(/my-list/\?list=[^"]*)"[^>]*>Add to my list', page(client, address))

    assert link[1] == f"/my-list/?list={id_of(record)}"
    listing = page(client, link[1])
    assert f'href="{address}?list={id_of(record)}"' in listing
    assert "See my list (1 entry)" in page(client, f"{address}?list={id_of(record)}")


def test_article_and_section_can_be_on_the_list(client):
    article = make_article("Genes", parent=make_section("Understand"))
    make_section("Understand genes")
    entry_id = id_of(article)

    assert entry_id == "page:understand/genes"
    assert f"/my-list/?list={entry_id}" in page(client, article.get_url())
    assert article.get_url() in page(client, f"/my-list/?list={entry_id}")
    assert "Understand genes" in page(client, "/my-list/?list=page:understand-genes")
    assert id_of(make_home()) == ""


def test_second_entry_is_added_to_the_first(client):
    make_term("One")
    make_term("Two")

    html = page(client, "/glossary/two/?list=term:one")

    assert 'href="/my-list/?list=term:one,term:two"' in html
    assert 'href="/trials/?list=term:one"' in html
    assert '<input type="hidden" name="list" value="term:one">' in page(client, "/search/?list=term:one")


def test_entries_can_be_removed_and_reordered_by_links(client):
    for name in ("One", "Two", "Three"):
        make_term(name)

    html = page(client, "/my-list/?list=term:one,term:two,term:three")

    assert "3 entries on my list" in html
    for wanted in ("term:one,term:three", "term:two,term:one,term:three", "term:one,term:three,term:two"):
        assert f'href="/my-list/?list={wanted}"' in html
    assert html.count(">Move up<") == html.count(">Move down<") == 2
    assert 'href="/my-list/?list="' in html


def test_pages_of_the_list_are_for_one_reader_only(client):
    make_term("One")

    for address in ("/my-list/?list=term:one", "/my-list/sheet/?list=term:one", "/my-list/compare/?list=term:one"):
        response = client.get(address)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"
    elsewhere = client.get("/glossary/one/?list=term:one")
    assert "private" in elsewhere.headers["Cache-Control"]
    assert elsewhere.headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/glossary/one/").headers


def test_list_warns_before_it_is_shared(client):
    make_term("One")

    html = page(client, "/my-list/?list=term:one")

    assert "Whoever sees the address sees what is on the list" in html
    assert "http://localhost:8000/my-list/?list=term:one" in html


@every_kind
def test_draft_and_unknown_and_withdrawn_entries_look_the_same(client, model):
    kind = id_of(make(model, "Known")).partition(":")[0]
    make(model, "Secretname", live=False)
    withdrawn = make(model, "Withdrawn one")
    withdrawn.unpublish()

    for slug in ("secretname", "no-such", "withdrawn-one"):
        for place in ("", "sheet/", "compare/"):
            html = page(client, f"/my-list/{place}?list={kind}:{slug}")
            assert "Secretname" not in html
            assert "Withdrawn one" not in html
            assert f"{kind}:{slug}" in html
            assert "We have no public page for these" in html


def test_draft_page_and_page_in_another_place_are_not_found(client):
    section = make_section("Understand")
    make_article("Secretpage", parent=section, live=False)
    make_article("Known", parent=section)

    html = page(client, "/my-list/?list=page:understand/secretpage,page:elsewhere/known")

    assert "Secretpage" not in html
    assert html.count(">Remove<") == 2


def test_entry_that_got_a_new_address_is_found_by_its_old_id(client):
    term = make_term("Old name")
    term.slug = "new-name"
    term.save_revision().publish()

    html = page(client, "/my-list/?list=term:old-name")

    assert 'href="/glossary/new-name/?list=term:old-name"' in html
    assert "We have no public page" not in html


def test_entries_of_another_language_are_of_their_own_list(client):
    locale_of("fr")
    make_term("English word")
    make_term("Mot", language="fr")

    assert "/fr/glossary/mot/" in page(client, "/fr/my-list/?list=term:mot")
    assert "/glossary/mot/" not in page(client, "/my-list/?list=term:mot").replace("/fr/glossary", "")


@pytest.mark.parametrize("value", [
    ",".join(f"trial:t{number}" for number in range(500)), "a" * 10_000, "," * 5000, "<script>alert(1)</script>",
    "trial:%00", "🧬", "' OR 1=1 --", "trial:‮abc",
], ids=["500 ids", "10,000 letters", "commas", "mark-up", "nought", "emoji", "quotes", "right to left"])  # fmt: skip
@pytest.mark.parametrize("place", ["my-list/", "my-list/compare/", "my-list/sheet/", "trials/"])
def test_any_list_gives_a_page(client, value, place):
    response = client.get(f"/{place}", {"list": value})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_500_ids_are_answered_with_a_clear_message(client):
    html = page(client, "/my-list/?list=" + ",".join(f"trial:t{number}" for number in range(500)))

    assert "480 more entries did not fit: a list holds 20." in html


def one_of_each(number):
    return [
        id_of(thing)
        for _ in range(number)
        for thing in (
            make_term(), make_condition(), make_therapy(), make_trial(), make_organisation(),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["", "compare/", "sheet/"])
def test_list_needs_as_many_queries_for_twenty_entries_as_for_six(client, place):
    section = make_section("Understand")
    article = id_of(make_article("Genes", parent=section))

    def queries(ids):
        address = f"/my-list/{place}?list={','.join(ids)}"
        page(client, address)
        with CaptureQueriesContext(connection) as caught:
            page(client, address)
        return [query["sql"] for query in caught]

    few = queries([article, *one_of_each(1), "term:no-such"])
    many = queries([article, *one_of_each(3), "term:no-such"])

    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)


# --- trials side by side ---------------------------------------------------------------------------------------------


def test_trials_stand_side_by_side(client):
    first = make_trial("First", participant_pays="no", countries=["FR"])
    make_trial("Second", status="COMPLETED", checked_on=None)
    make_therapy("No trial")

    html = page(client, "/my-list/compare/?list=trial:first,therapy:no-trial,trial:second")

    assert re.findall(r'<th scope="col"><a[^>]*>([^<]*)</a>', html) == ["First", "Second"]
    status = re.search(r'<th scope="row">Status</th>(.*?)</tr>', html)[1]
    assert "Looking for people" in status.partition("</td>")[0]
    assert "Finished" in status.partition("</td>")[2]
    assert "France" in html
    assert first.identifiers.first().number in html


def test_at_most_four_trials_are_compared_and_the_page_says_so(client):
    for number in range(6):
        make_trial(f"Trial number {number}")

    html = page(client, "/my-list/compare/?list=" + ",".join(f"trial:trial-number-{n}" for n in range(6)))

    assert html.count('<th scope="col">') == 4
    assert "The first 4 of your 6 trials" in html


def test_comparison_without_a_trial_says_so(client):
    make_term("One")

    assert "There is no trial on your list yet." in page(client, "/my-list/compare/?list=term:one")
