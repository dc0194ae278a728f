"""Screens of editors: searches without result, and pinned answers."""

import datetime
import re

import pytest
from django.utils import timezone

from portal.base import stamps
from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS, setup_roles
from portal.home.search_feedback import FailedSearch, PinnedAnswer
from portal.home.search_index.following import follow
from tests.factories.admin import fill, messages_on, words_on
from tests.factories.constraints import refused_by
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of
from tests.factories.staff import make_member, signed_in
from tests.factories.therapies import make_therapy

pytestmark = pytest.mark.django_db
REPORT = "/admin/search/failed/"
PINS = "/admin/snippets/home/pinnedanswer/"
MONDAY = datetime.date(2026, 11, 2)


@pytest.fixture
def editor():
    setup_roles()
    return signed_in(make_member(EDITORS))


def pin(words, target, **fields):
    follow()
    answer = PinnedAnswer(language="en", words=words, target_address=target.get_absolute_url(), **fields)
    answer.full_clean()
    answer.save()
    stamps.forget()  # in a test nothing is committed, so nobody is told
    return answer


def first_of(client, typed):
    html = client.get("/search/", {"q": typed}).content.decode()
    return html.split('<h4><a href="')[1].split('"')[0]


# --- the report ------------------------------------------------------------------------------------------------------


def test_report_tells_words_and_counts_by_week(editor):
    FailedSearch.objects.create(language="en", words="lupus", week=MONDAY, times=4)
    FailedSearch.objects.create(language="en", words="lupus", week=MONDAY + datetime.timedelta(days=7), times=3)
    FailedSearch.objects.create(language="en", words="rett", week=MONDAY, times=5)

    everything, week = words_on(editor.get(REPORT)), words_on(editor.get(REPORT, {"week": "2026-11-02"}))

    assert everything.index("lupus 7") < everything.index("rett 5")
    assert week.index("rett 5") < week.index("lupus 4")


def test_report_of_another_language_and_as_a_file(editor):
    locale_of("fr")
    FailedSearch.objects.create(language="fr", words="lupus", week=MONDAY, times=4)

    assert "lupus" not in words_on(editor.get(REPORT))
    assert "/fr/search/?q=lupus" in editor.get(REPORT, {"language": "fr"}).content.decode()
    assert "fr,2026-11-02,lupus,4" in editor.get(REPORT, {"language": "fr", "export": "csv"}).content.decode()
    assert editor.get(REPORT, {"language": "xx"}).status_code == 404


def test_report_bears_odd_parameters_and_no_data(editor):
    assert "No search without result" in words_on(editor.get(REPORT, {"week": "'", "p": "x"}))


@pytest.mark.parametrize(
    ("group", "may"), [(EDITORS, True), (ADMINISTRATORS, True), (REVIEWERS, False), (MODERATORS, False)]
)
def test_report_and_pins_are_for_editors(group, may):
    setup_roles()
    browser = signed_in(make_member(group))

    assert (browser.get(REPORT).status_code == 200) is may
    assert (browser.get(PINS).status_code == 200) is may
    assert ("Searches without result" in browser.get("/admin/").content.decode()) is may
    assert ("Pinned answers" in browser.get("/admin/").content.decode()) is may


# --- pinned answers --------------------------------------------------------------------------------------------------


def test_editor_pins_an_answer_and_readers_get_it_first(editor, client):
    make_term("Vector")
    therapy = make_therapy("Glybera")
    follow()
    assert first_of(client, "vector") == "/glossary/vector/"

    changes = {
        "words": "vector\nWhat is a véctor?", "language": "en",
        "target_address": f"https://portal.example{therapy.get_absolute_url()}?x=1",
    }  # fmt: skip
    answer = fill(editor, f"{PINS}add/", changes, button={}, marker="words", follow=True)

    assert messages_on(answer).startswith("Pinned answer"), messages_on(answer)
    assert PinnedAnswer.objects.get().target_address == therapy.get_absolute_url()
    stamps.forget()
    assert first_of(client, "Vectors") == therapy.get_absolute_url()
    assert first_of(client, "what is a vector") == therapy.get_absolute_url()
    assert "Shown now" in words_on(editor.get(PINS))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"target_address": "/nowhere/"}, "Nothing is published at this address"),
        ({"target_address": "/glossary/draft/"}, "Nothing is published at this address"),
        ({"target_address": "::"}, "Nothing is published at this address"),
        ({"words": "?!"}, "at least one word"),
        ({"language": "fr"}, "another language"),
        ({"shown_from": "2026-02-02", "shown_until": "2026-02-01"}, "before the first"),
    ],
)
def test_form_says_what_is_wrong(editor, changes, told):
    locale_of("fr")
    make_term("Draft", live=False)
    make_term("Vector")
    follow()
    values = {"words": "x y", "language": "en", "target_address": "/glossary/vector/", **changes}

    answer = fill(editor, f"{PINS}add/", values, button={}, marker="words")

    assert told in words_on(answer)
    assert not PinnedAnswer.objects.exists()


def test_language_of_a_pinned_answer_is_chosen_and_not_typed(editor):
    page = editor.get(f"{PINS}add/").content.decode()

    assert re.search(r'<select name="language"[^>]*>\s*<option value="en"[^>]*>English</option>', page)
    assert '<input type="text" name="language"' not in page


def test_same_words_cannot_lead_to_two_answers(editor):
    pin("side effects", make_term("Vector"))
    values = {"words": "Side effect", "language": "en", "target_address": "/glossary/vector/"}

    assert "already leads to /glossary/vector/" in words_on(
        fill(editor, f"{PINS}add/", values, button={}, marker="words")
    )


def test_answer_is_shown_within_its_days_only(client):
    make_term("Vector")
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    answer = pin("vector", make_therapy("Glybera"), shown_from=today, shown_until=today)
    assert first_of(client, "vector") == "/therapies/glybera/"

    for shown_from, shown_until in ((today + day, None), (None, today - day)):
        PinnedAnswer.objects.filter(pk=answer.pk).update(shown_from=shown_from, shown_until=shown_until)
        stamps.forget()
        assert first_of(client, "vector") == "/glossary/vector/"


def test_answer_that_is_no_longer_published_is_not_shown(client):
    make_term("Vector")
    therapy = make_therapy("Glybera")
    answer = pin("vector", therapy)

    therapy.unpublish()

    assert first_of(client, "vector") == "/glossary/vector/"
    assert not answer.is_shown_now


def test_pin_of_other_words_changes_nothing(client):
    make_term("Vector")
    pin("viral vector", make_therapy("Glybera"))

    assert first_of(client, "vector") == "/glossary/vector/"


def test_database_refuses_an_end_before_the_beginning():
    answer = pin("vector", make_term("Vector"))

    with refused_by("home_pinnedanswer_ends_after_it_began"):
        PinnedAnswer.objects.filter(pk=answer.pk).update(shown_from="2026-02-02", shown_until="2026-02-01")


def test_database_keeps_one_row_for_words_and_week():
    FailedSearch.objects.create(language="en", words="lupus", week=MONDAY, times=4)

    with refused_by("home_failedsearch_once"):
        FailedSearch.objects.create(language="en", words="lupus", week=MONDAY, times=1)
