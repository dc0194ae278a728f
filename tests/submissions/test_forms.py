"""The public forms: steps, errors, Back, checking, receipt; and whatever people and programs put into them."""

import json
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from submissions.answering import TRAP
from submissions.enums import SubmissionKind
from submissions.models import Submission, SubmissionContact
from tests.factories.articles import make_article, make_home
from tests.factories.glossary import make_term
from tests.factories.senders import ANSWERS, FORM
from tests.markup import parsing_problems

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("kind", list(ANSWERS))


@every_kind
def test_message_goes_through_all_steps_and_is_kept_exactly(sender, kind):
    somebody = sender(kind)

    pages = [somebody.open(), somebody.post(go="next", **ANSWERS[kind])]
    pages += [somebody.post(go="next", may_tell="yes", is_adult="yes", consent="yes"), somebody.send()]

    assert [page.status_code for page in pages] == [200] * 4
    stored = Submission.objects.get()
    assert stored.kind == kind
    assert stored.receipt_code == somebody.code
    for name, value in ANSWERS[kind].items():
        assert stored.sent[name] == value
    assert [name for page in pages for name in page.cookies] == []


def test_every_kind_has_a_form():
    assert set(ANSWERS) == set(SubmissionKind.values)


@every_kind
def test_pages_are_valid_html_and_cost_few_queries(sender, kind):
    somebody = sender(kind)
    with CaptureQueriesContext(connection) as queries:
        somebody.open()
    wrong = parsing_problems(somebody.html)
    somebody.post(go="next")
    wrong += parsing_problems(somebody.html)
    somebody.to_check()
    wrong += parsing_problems(somebody.html)
    somebody.send()
    wrong += parsing_problems(somebody.html)

    assert wrong == []
    assert len(queries) <= 15


@every_kind
def test_everything_wrong_once_is_told_with_links_and_loses_nothing(sender, kind):
    somebody = sender(kind)
    somebody.open()
    odd = {name: "x" * 20_000 if isinstance(value, str) else ["nonsense"] for name, value in ANSWERS[kind].items()}

    response = somebody.post(go="next", **odd)

    assert response.status_code == 422
    assert somebody.title.startswith("Error: ")
    assert 'tabindex="-1" autofocus' in somebody.html
    for name in odd:
        assert f'href="#q-{name.replace("_", "-")}' in somebody.html
        assert f'id="q-{name.replace("_", "-")}' in somebody.html
    assert ("x" * 20_000 in somebody.html) == any(name in {"name", "title", "what", "where"} for name in odd)
    assert not Submission.objects.exists()


def test_empty_page_names_what_is_missing_and_only_that(sender):
    somebody = sender("term")
    somebody.open()

    somebody.post(go="next", meaning="A shell")

    assert "Which word is missing? – Please write something here." in somebody.text
    assert somebody.html.count('class="error"') == 1
    assert ">\nA shell</textarea>" in somebody.html


def test_back_keeps_what_was_typed_right_or_wrong(sender):
    somebody = sender("term")
    somebody.open()
    somebody.post(go="next", **ANSWERS["term"])

    somebody.post(go="back", your_email="not an address", your_name="Somebody")
    assert 'value="Capsid"' in somebody.html
    somebody.post(go="next", name="Capsid", meaning="")

    assert 'value="not an address"' in somebody.html
    assert 'value="Somebody"' in somebody.html


def test_change_leads_to_the_question_and_back_to_checking(sender):
    somebody = sender("term")
    somebody.to_check(you={"your_name": "Somebody"})

    somebody.post(go="change:facts:meaning")
    assert somebody.html.count("autofocus") == 1
    assert 'name="meaning" rows="5" dir="auto" aria-describedby="q-meaning-hint" autofocus' in somebody.html
    somebody.post(go="next", name="Vector", meaning="")

    assert "Check your answers" in somebody.title
    assert "Vector" in somebody.text
    assert "Somebody" in somebody.text


def test_damaged_or_made_up_state_begins_anew_with_what_was_typed(sender):
    somebody = sender("term")
    somebody.open()

    for state in ("", "nonsense", somebody.hidden["state"] + "x", sender("story").open().content.decode()[-500:]):
        response = somebody.post(state=state, go="next", **ANSWERS["term"])
        assert response.status_code == 422
        assert 'value="Capsid"' in somebody.html
    somebody.post(step="", state="nonsense", go="send")
    assert somebody.response.status_code == 422
    assert not Submission.objects.exists()


def test_same_form_sent_again_shows_the_same_receipt(sender):
    somebody = sender("term")
    somebody.to_check()
    last = somebody.hidden
    somebody.send()
    first = (somebody.code, somebody.status_path)

    somebody.post(**last, go="send")

    assert (somebody.code, somebody.status_path) == first
    assert "arrived before" in somebody.text
    assert Submission.objects.count() == 1


def test_form_changed_after_sending_replaces_what_was_sent(sender):
    somebody = sender("term")
    somebody.to_check()
    last = somebody.hidden
    somebody.send()

    somebody.post(**last, go="change:facts:name")
    somebody.post(go="next", name="Vector")
    somebody.send()
    assert "these answers replace the first ones" in somebody.text
    assert Submission.objects.count() == 1
    somebody.send()

    assert somebody.code
    assert [(row.sent["name"], row.state) for row in Submission.objects.order_by("pk")] == [
        ("Capsid", "replaced"), ("Vector", "received"),
    ]  # fmt: skip


def test_address_gets_a_mail_that_says_nothing_of_the_message(sender, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        somebody = sender("term")
        somebody.all_at_once(you={"your_email": "somebody@person.example"})

    (letter,) = mail.outbox
    assert letter.to == ["somebody@person.example"]
    assert somebody.code in letter.subject
    assert somebody.status_path in letter.body
    assert "Capsid" not in letter.body + letter.subject
    assert SubmissionContact.objects.get().email == "somebody@person.example"


# --- what it is about ------------------------------------------------------------------------------------------------


def test_link_on_a_record_knows_the_record(client, sender):
    term = make_term("Vector")
    page = client.get(term.get_absolute_url()).content.decode()
    somebody = sender("correction")

    assert f"/contribute/correction/?about=glossary.term:{term.slug}" in page
    somebody.all_at_once(about=f"glossary.term:{term.slug}", where="")

    stored = Submission.objects.get()
    assert stored.subject == term
    assert stored.sent["about"]["title"] == "Vector"
    assert stored.sent["about"]["address"] == term.get_absolute_url()


def test_link_on_a_page_knows_the_page(client, sender):
    article = make_article("On carriers")
    address = article.get_url()
    page = client.get(address).content.decode()
    somebody = sender("correction")

    assert f"/contribute/correction/?about=page:{address}" in page
    somebody.all_at_once(about=f"page:{address}", where="")

    assert Submission.objects.get().subject.pk == article.pk


@pytest.mark.parametrize("path", ["/glossary/", "/search/", "/trials/"])
def test_page_without_a_record_is_known_by_its_address(sender, path):
    make_home()
    sender("correction").all_at_once(about=f"page:{path}", where="")

    assert Submission.objects.get().sent["about"]["address"] == path


def test_path_of_a_record_leads_to_the_record(sender):
    term = make_term("Vector")
    sender("problem").open()
    sender("correction").all_at_once(about=f"page:{term.get_absolute_url()}")

    assert Submission.objects.get().subject == term


@pytest.mark.parametrize(
    "about",
    ["glossary.term:draft", "glossary.term:none", "auth.user:admin", "page:/admin/", "page://evil.example/",
     "page:https://evil.example/", "page:/contribute/status/x/", "x", ":", "glossary.term:", "page:", "page:/%00/",
     "glossary.term:\x00", "a" * 5000, "page:/glossary/draft/", "page:/" + "a/" * 400],
)  # fmt: skip
def test_what_is_not_public_is_about_nothing(sender, about):
    make_term("Draft", live=False)
    somebody = sender("correction")

    assert somebody.open(about).status_code == 200
    assert "About the page" not in somebody.text
    assert "Which page is it about?" in somebody.text


def test_correction_of_nothing_in_particular_must_say_where(sender):
    somebody = sender("correction")
    somebody.to_check(where="")

    assert "Please write which page you mean." in somebody.text


# --- attackers and accidents -----------------------------------------------------------------------------------------

ODD = {
    "NUL": "a\0b",
    "control characters": "a\x01\x1b\x7fb",
    "half a pair": "a\ud83db",
    "combining marks": "a" + "\u0301" * 10_000,
    "a megabyte": "a" * 1_000_000,
    "mark-up": "<script>alert(1)</script>",
    "a formula": "=HYPERLINK(1)",
    "right to left": "\u202eabc",
    "spaces": "   ",
    "template": "{{ 7|add:7 }}{% load %}",
    "template of another engine": "${7*7}#{7*7}",
}


@pytest.mark.parametrize("field", ["name", "meaning"])
@pytest.mark.parametrize("odd", list(ODD))
def test_odd_text_is_told_or_kept_and_never_an_error_of_ours(sender, odd, field):
    somebody = sender("term")
    somebody.open()

    response = somebody.post(go="next", **{"name": "Capsid", field: ODD[odd]})

    assert response.status_code in {200, 422}
    assert "<script>alert" not in somebody.html
    if response.status_code == 422:
        assert somebody.html.count('class="error"') == 1
    else:
        somebody.post(go="next")
        somebody.send()
        arrived = ODD[odd].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        assert Submission.objects.get().sent[field] == arrived


def test_story_of_the_whole_length_is_carried_through(sender):
    story = "\U0001f9ec\u0639" * 5_000
    sender("story").all_at_once(story=story)

    assert Submission.objects.get().sent["story"] == story


def test_form_far_too_large_says_so(client):
    response = client.post("/contribute/term/", "name=" + "a" * 3_000_000, content_type=FORM)

    assert response.status_code == 413
    assert "what you typed is still there" in response.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [("{}", "application/json"), ("x", "multipart/form-data; boundary=x"), ("a=1", f"{FORM}; charset=nonsense"),
     ("&".join(f"a{n}=1" for n in range(2_000)), FORM), (b"name=\xff\xfe%ff%00", FORM), ("", "")],
)  # fmt: skip
def test_what_is_no_form_is_refused_and_no_error_of_ours(client, body, kind):
    body = body if isinstance(body, bytes) else body.encode()
    assert client.generic("POST", "/contribute/term/", body, content_type=kind).status_code in {413, 422}


def test_file_is_refused(client, tmp_path):
    picture = tmp_path / "scan.jpg"
    picture.write_bytes(b"x")

    with picture.open("rb") as file:
        assert client.post("/contribute/story/", {"file": file}).status_code == 413


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"},
                                     {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}])  # fmt: skip
def test_form_on_a_page_of_somebody_else_sends_nothing(sender, client, headers):
    somebody = sender("term")
    somebody.to_check()
    last = somebody.hidden

    body = urlencode({**last, "go": "send"})
    response = client.post("/contribute/term/", body, content_type=FORM, headers=headers)

    assert response.status_code == 403
    assert "press the button again" in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}])
def test_form_of_ours_is_taken(sender, headers):
    names = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    sender("term", **names).all_at_once()

    assert Submission.objects.exists()


def test_trap_stops_robots_and_loses_nothing(sender):
    somebody = sender("term")
    somebody.open()

    response = somebody.post(go="next", **{**ANSWERS["term"], TRAP: "12345"})

    assert response.status_code == 422
    assert 'value="Capsid"' in somebody.html
    assert "12345" not in somebody.html


@pytest.mark.parametrize("path", ["/contribute/", "/contribute/term/", "/contribute/status/" + "a" * 43 + "/"])
def test_pages_are_not_for_caches_and_search_engines(client, path):
    response = client.get(path)

    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("path", ["/contribute/nonsense/", "/contribute/status/"])
def test_no_such_form(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/contribute/term/").status_code == 405


def test_forms_are_reached_from_home_footer_and_error_page(client):
    make_home()

    for path in ("/", "/glossary/", "/not-here/"):
        assert 'href="/contribute/"' in client.get(path).content.decode()
    assert "Disallow: /contribute/" in client.get("/robots.txt").content.decode()


def test_state_in_the_form_cannot_be_read_as_html_or_changed(sender):
    somebody = sender("term")
    somebody.to_check(name='"><b>')

    assert '"><b>' not in somebody.hidden["state"]
    assert json.dumps(somebody.hidden["state"])


@pytest.mark.parametrize(
    ("kind", "empty", "question"),
    [
        ("correction", {"where": ""}, "Which page is it about?"),
        ("trial", {"number": "", "link": ""}, "Number of the trial in a register"),
    ],
)
def test_question_that_is_asked_again_did_not_say_that_it_may_be_left_out(sender, kind, empty, question):
    somebody = sender(kind)
    somebody.to_check(**empty)

    assert question in somebody.text
    assert f"{question} (you can leave this out)" not in somebody.text
    assert "(you can leave this out)" in somebody.text
