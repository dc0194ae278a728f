"""The screen that tells editors where a term is used."""

import pytest
from django.core.management import call_command

from glossary.uses import refresh_all_uses, refresh_uses_of
from portal.base.roles import EDITORS, REVIEWERS, setup_roles
from tests.factories.admin import address, words_on
from tests.factories.articles import make_article
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.staff import make_member, make_superuser, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def uses_of(term):
    return f"/admin/glossary/uses/{term.pk}/"


def test_page_and_record_are_listed_with_sentence_and_both_ways_to_them(browser):
    term = make_term("Vector")
    page = make_article("Carriers", body=[{"type": "text", "value": "<p>A vector carries. A vector!</p>"}])
    condition = make_condition("Bad luck", what_it_is="<p>Once. No vector helps.</p>")
    refresh_all_uses()

    answer = browser.get(uses_of(term))

    shown, html = words_on(answer), answer.content.decode()
    assert "Used in 2 published pages and records." in shown
    assert "Carriers article A vector carries. 2" in shown
    assert "Bad luck condition No vector helps. 1" in shown
    assert f'href="/admin/pages/{page.pk}/edit/"' in html
    assert f'href="{address(condition, "edit")}"' in html
    assert f'href="{condition.get_absolute_url()}"' in html
    assert page.slug in html


def test_term_that_is_used_nowhere_says_so(browser):
    assert "No published page or record uses this word." in words_on(browser.get(uses_of(make_term("Vector"))))


def test_entry_that_was_deleted_is_no_use_any_more():
    term = make_term("Vector")
    condition = make_condition(what_it_is="<p>No vector helps.</p>")
    refresh_uses_of(condition)
    assert term.uses.count() == 1

    condition.delete()

    assert term.uses.count() == 0


def test_command_reads_everything_again_and_says_how_much_it_found(capsys):
    term = make_term("Vector")
    make_condition(what_it_is="<p>No vector helps.</p>")
    make_condition(what_it_is="<p>A vector of a draft.</p>", live=False)

    call_command("refresh_term_uses")

    assert capsys.readouterr().out.strip() == "1 uses of terms found."
    assert [use.sentence for use in term.uses.all()] == ["No vector helps."]


def test_unknown_term_is_not_found(browser):
    assert browser.get("/admin/glossary/uses/999999/").status_code == 404


def test_list_of_many_uses_costs_as_many_queries_as_of_few(browser, django_assert_max_num_queries):
    term = make_term("Vector")
    for _number in range(12):
        make_condition(what_it_is="<p>No vector helps.</p>")
    refresh_all_uses()
    browser.get(uses_of(term))

    with django_assert_max_num_queries(16):
        browser.get(uses_of(term))


def test_way_to_the_uses_is_in_both_menus_of_a_term(browser):
    term = make_term("Vector")

    for view in ("list", "edit"):
        path = address(type(term), "list") if view == "list" else address(term, "edit")
        assert uses_of(term) in browser.get(path).content.decode()


def test_way_to_the_report_is_in_the_list_of_terms(browser):
    assert "/admin/glossary/hard-words/" in browser.get("/admin/snippets/glossary/term/").content.decode()


@pytest.mark.parametrize("group", [EDITORS, REVIEWERS])
def test_whoever_may_view_terms_sees_their_uses(group):
    setup_roles()

    assert signed_in(make_member(group)).get(uses_of(make_term("Vector"))).status_code == 200
