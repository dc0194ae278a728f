"""The report of hard words without an entry: what it counts, who may see it, and what one can do about a word."""

import csv
import io

import pytest

from glossary.hard_words_report import all_hard_words, unexplained
from glossary.models import IgnoredWord, Term
from portal.base import stamps
from portal.base.roles import ADMINISTRATORS, EDITORS, REVIEWERS, setup_roles
from tests.factories.admin import PUBLISH, fields_of, fill, filled_in, words_on
from tests.factories.articles import make_article
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.organisations import make_organisation
from tests.factories.staff import make_member, make_superuser, signed_in
from tests.factories.therapies import make_therapy

pytestmark = pytest.mark.django_db

REPORT = "/admin/glossary/hard-words/"
IGNORE = f"{REPORT}ignore/"
IGNORED = f"{REPORT}ignored/"


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def article(*texts, **fields):
    return make_article(body=[{"type": "text", "value": "".join(f"<p>{text}</p>" for text in texts)}], **fields)


def words(language="en"):
    stamps.forget()  # in a test nothing is committed, so nobody is told
    return {word.word: word for word in unexplained(language)}


# --- what is counted -------------------------------------------------------------------------------------------------


def test_word_in_a_page_and_in_a_record_is_counted_over_both():
    article("After apheresis you rest.", "Then apheresis again.", title="Collecting cells")
    make_condition("Bad luck", what_it_is="<p>It needs apheresis.</p>")

    word = words()["apheresis"]

    assert (word.times, word.entries, word.sentence) == (3, 2, "After apheresis you rest.")
    assert (word.first.title, word.first.kind) == ("Collecting cells", "article")


def test_word_of_a_draft_is_not_counted():
    article("After apheresis you rest.", live=False)
    make_condition(what_it_is="<p>It needs apheresis.</p>", live=False)

    assert "apheresis" not in words()


def test_word_with_an_entry_is_not_in_the_report():
    article("After apheresis you rest.")
    make_term("Apheresis")

    assert "apheresis" not in words()


def test_word_whose_entry_is_a_draft_is_in_the_report():
    article("After apheresis you rest.")
    make_term("Apheresis", live=False)

    assert "apheresis" in words()


def test_word_whose_entry_is_never_marked_has_an_entry_all_the_same():
    article("After apheresis you rest.")
    make_term("Apheresis", mark_in_text=False)

    assert "apheresis" not in words()


@pytest.mark.parametrize("make", [make_condition, make_therapy, make_organisation])
def test_name_of_a_record_is_no_hard_word(make):
    article("Some have thrombastheny, some thrombasthenies.")
    make("Thrombastheny")

    assert "thrombastheny" not in words()


def test_other_name_of_a_condition_is_no_hard_word():
    article("It is also thrombastheny.")
    make_condition("Bad luck", also_called=["thrombastheny"])

    assert "thrombastheny" not in words()


def test_points_of_a_list_are_sentences_of_their_own():
    article("<ul><li>Apheresis</li><li>Leukocytes</li></ul>")

    assert words()["leukocyte"].sentence == "Leukocytes"


def test_each_language_has_its_own_words(browser):
    make_condition("Pech", language="de", what_it_is="<p>Es braucht eine Apherese.</p>")

    assert "apherese" in words("de")
    assert words("en") == {}


def test_report_is_kept_until_something_is_published(django_assert_num_queries):
    article("After apheresis you rest.")
    stamps.forget()
    all_hard_words("en")

    with django_assert_num_queries(0):
        all_hard_words("en")


@pytest.mark.django_db(transaction=True)
def test_report_notices_what_is_published_unpublished_and_deleted():
    condition = make_condition(what_it_is="<p>It needs apheresis.</p>")
    assert [word.word for word in all_hard_words("en")] == ["apheresis"]

    condition.what_it_is = "<p>It needs a biopsy.</p>"
    condition.save_revision().publish()
    assert [word.word for word in all_hard_words("en")] == ["biopsy"]

    term = make_term("Biopsy")
    assert all_hard_words("en") == []

    term.unpublish()
    assert [word.word for word in all_hard_words("en")] == ["biopsy"]

    condition.delete()
    assert all_hard_words("en") == []


# --- the screen ------------------------------------------------------------------------------------------------------


def test_report_shows_word_counts_example_and_ways_on(browser):
    page = article("After apheresis you rest.", title="Collecting cells")

    answer = browser.get(REPORT)

    shown = words_on(answer)
    assert "apheresis" in shown
    assert "After apheresis you rest. Collecting cells (article)" in shown
    assert f"/admin/pages/{page.pk}/edit/" in answer.content.decode()


def test_report_asks_the_database_as_often_for_many_words_as_for_few(browser, django_assert_max_num_queries):
    article(*(f"After {word} you rest." for word in ("apheresis", "biopsy", "leukocyte", "cartilage", "steroid")))
    stamps.forget()
    browser.get(REPORT)

    with django_assert_max_num_queries(16):
        browser.get(REPORT)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {"apheresis", "biopsy"}),
        ("least=2", {"apheresis"}),
        ("q=BIOP", {"biopsy"}),
        ("least=x&p=99&q=", {"apheresis", "biopsy"}),
    ],
)
def test_report_is_narrowed(browser, asked, expected):
    article("After apheresis, apheresis.", "A biopsy.")

    rows = csv.DictReader(io.StringIO(browser.get(f"{REPORT}?{asked}&export=csv").content.decode()))

    assert {row["word"] for row in rows} == expected


def test_language_that_the_site_does_not_have_is_not_found(browser):
    assert browser.get(f"{REPORT}?language=xx").status_code == 404


def test_file_holds_everything_that_the_table_shows(browser):
    page = article("After apheresis you rest.", title="=Collecting cells")

    answer = browser.get(f"{REPORT}?export=csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert rows == [
        {
            "language": "en", "word": "apheresis", "forms": "apheresis", "times": "1", "entries": "1",
            "example": "After apheresis you rest.", "kind": "article", "entry": "'=Collecting cells",
            "edit": f"/admin/pages/{page.pk}/edit/",
        }
    ]  # fmt: skip
    assert "hard-words-en.csv" in answer["Content-Disposition"]


def test_language_without_a_word_list_is_told_so(browser, monkeypatch):
    monkeypatch.setattr("glossary.word_screens.has_word_list", lambda language: False)

    assert "There is no word list for this language" in words_on(browser.get(REPORT))


def test_report_without_any_words_says_so(browser):
    assert "Every hard word has an entry" in words_on(browser.get(REPORT))


def test_form_for_a_new_term_has_the_name_and_the_address(browser):
    article("After apheresis you rest.")
    link = next(line for line in browser.get(REPORT).content.decode().split('"') if "term/add/" in line)

    form = fields_of(browser.get(link.replace("&amp;", "&")).content.decode(), "name")

    assert (form["name"], form["slug"]) == ("apheresis", "apheresis")


def test_word_is_gone_from_the_report_when_its_entry_is_published(browser):
    article("After apheresis you rest.")

    fill(browser, "/admin/snippets/glossary/term/add/?name=apheresis", filled_in(Term), button=PUBLISH)

    assert Term.objects.get().live
    assert "apheresis" not in words()


# --- ignoring --------------------------------------------------------------------------------------------------------


def test_ignored_word_is_kept_with_who_and_when_and_leaves_the_report(browser):
    article("After apheresis you rest.")

    answer = browser.post(IGNORE, {"language": "en", "word": "apheresis", "asked": "language=en&least=1"}, follow=True)

    ignored = IgnoredWord.objects.get()
    assert answer.redirect_chain == [(f"{REPORT}?language=en&least=1", 302)]
    assert (ignored.word, ignored.ignored_by) == ("apheresis", answer.wsgi_request.user)
    assert ignored.ignored_at is not None
    assert "1 ignored word" in words_on(answer)
    assert "apheresis" not in words()


def test_word_ignored_in_one_form_is_ignored_in_all(browser):
    IgnoredWord.objects.create(language="en", word="biopsies")
    article("One biopsy, two biopsies.")

    assert words() == {}


def test_word_ignored_twice_is_kept_once(browser):
    for _time in range(2):
        browser.post(IGNORE, {"language": "en", "word": "apheresis"})

    assert IgnoredWord.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"language": "en", "word": " "},
        {"language": "xx", "word": "apheresis"},
        {"language": "en", "word": "a" * 101},
    ],
)
def test_something_that_is_no_word_is_refused(browser, sent):
    answer = browser.post(IGNORE, sent, follow=True)

    assert "That is no word of the report" in words_on(answer)
    assert not IgnoredWord.objects.exists()


def test_address_to_return_to_stays_on_the_report(browser):
    sent = {"language": "en", "word": "apheresis", "asked": "https://elsewhere.example/\r\nX: y"}

    assert browser.post(IGNORE, sent).url.startswith(f"{REPORT}?")


def test_ignored_word_is_brought_back(browser):
    article("After apheresis you rest.")
    ignored = IgnoredWord.objects.create(language="en", word="apheresis")
    assert "apheresis" in words_on(browser.get(IGNORED))

    answer = browser.post(f"{IGNORED}{ignored.pk}/", follow=True)

    assert "“apheresis” is in the report again" in words_on(answer)
    assert "apheresis" in words()


@pytest.mark.parametrize("address", [IGNORE, f"{IGNORED}1/"])
def test_nothing_changes_by_following_a_link(browser, address):
    assert browser.get(address).status_code == 405


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("group", "may_decide"), [(EDITORS, True), (ADMINISTRATORS, True), (REVIEWERS, False)])
def test_group_sees_the_report_and_decides_only_if_it_may_change_terms(group, may_decide):
    setup_roles()
    browser = signed_in(make_member(group))
    ignored = IgnoredWord.objects.create(language="en", word="biopsy")
    article("After apheresis you rest.")
    stamps.forget()

    page = browser.get(REPORT)

    assert page.status_code == 200
    assert ("ignore/" in page.content.decode()) is may_decide
    assert ("term/add/" in page.content.decode()) is may_decide
    assert REPORT in browser.get("/admin/").content.decode()
    sent = {"language": "en", "word": "apheresis"}
    # Wagtail sends somebody without the permission back to the dashboard, with a message.
    assert (browser.post(IGNORE, sent).url != "/admin/") is may_decide
    assert (browser.post(f"{IGNORED}{ignored.pk}/").url != "/admin/") is may_decide
    assert set(IgnoredWord.objects.values_list("word", flat=True)) == ({"apheresis"} if may_decide else {"biopsy"})


def test_somebody_without_any_permission_on_terms_sees_nothing():
    setup_roles()
    member = make_member(EDITORS)
    member.groups.get().permissions.remove(*member.groups.get().permissions.filter(codename__endswith="_term"))
    browser = signed_in(member)

    assert REPORT not in browser.get("/admin/").content.decode()
    assert [browser.get(address).url for address in (REPORT, IGNORED)] == ["/admin/", "/admin/"]
