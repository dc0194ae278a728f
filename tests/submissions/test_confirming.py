"""The page behind the yearly link: nothing by opening it, three answers, and a correction that moderators see."""

import logging

import pytest
from django.test import Client
from django.utils import timezone

from organisations.asking import ask, token_of
from organisations.models import OrganisationContact
from portal.base.logs import WithoutQueryString
from submissions.models import Submission
from tests.factories.kernel import number
from tests.factories.organisations import make_organisation
from tests.markup import parsing_problems

pytestmark = pytest.mark.django_db

ENTRY = {
    "kind": "patient organisation",
    "what_they_do": "<p>They help & advise.</p>",
    "website": "https://organisation.example/",
    "countries_served": ["BE", "FR"],
    "languages": ["fr", "nl"],
    "services": ["helpline"],
    "city": "Gent",
    "country": "BE",
    "funding": "None",
}


@pytest.fixture
def contact():
    organisation = make_organisation(f"Somebody {number()}", **ENTRY)
    contact = OrganisationContact.objects.create(organisation=organisation, email="office@organisation.example")
    ask(contact)
    contact.refresh_from_db()
    return contact


@pytest.fixture
def address(contact):
    return f"/contribute/still-right/{token_of(contact)}/"


def typed(contact, **changes):
    """What a browser sends with the form of changes."""
    return {
        "name": contact.organisation.name,
        "kind": "patient organisation",
        "what_they_do": "They help & advise.",
        "website": "https://organisation.example/",
        "countries_served": "Belgium, France",
        "languages": "French, Dutch",
        "services": ["helpline"],
        "city": "Gent",
        "country": "BE",
        "funding": "None",
        "answer": "change",
        **changes,
    }


def test_opening_the_link_changes_nothing_and_is_kept_by_nobody(client, contact, address):
    response = client.get(address)
    html = response.content.decode()
    contact.refresh_from_db()

    assert response.status_code == 200
    assert contact.answered_on is None
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert 'value="Belgium, France"' in html or ">\nBelgium, France<" in html
    assert "office@organisation.example" not in html
    assert token_of(contact) not in html, "A link or form that carried it further would tell it to others."
    assert parsing_problems(html) == []


def test_yes_confirms_and_a_second_time_is_told_so(client, contact, address):
    html = client.post(address, {"answer": "right"}).content.decode()
    again = client.post(address, {"answer": "stop"}).content.decode()
    contact.refresh_from_db()

    assert "you confirmed your entry today" in html
    assert "You have answered already" in again
    assert (contact.confirmed_on, contact.may_ask) == (timezone.localdate(), True)
    assert "Confirmed by the organisation on" in client.get(contact.organisation.get_absolute_url()).content.decode()
    assert not Submission.objects.exists()


def test_stop_is_kept(client, contact, address):
    client.post(address, {"answer": "stop"})
    contact.refresh_from_db()

    assert (contact.may_ask, contact.confirmed_on) == (False, None)


def test_correction_becomes_a_submission_and_the_entry_stays(client, contact, address):
    changes = {
        "funding": "10 of 100 euros",
        "countries_served": "France; Luxembourg",
        "services": ["advocacy"],
    }

    html = client.post(address, typed(contact, more="We have moved.", email="me@organisation.example", **changes))
    submission = Submission.objects.get()
    contact.organisation.refresh_from_db()
    contact.refresh_from_db()

    assert submission.receipt_code in html.content.decode()
    assert (submission.kind, submission.origin, submission.state) == ("correction", "organisation", "received")
    assert submission.sent["changes"] == {
        "funding": "10 of 100 euros",
        "countries_served": ["FR", "LU"],
        "services": ["advocacy"],
    }
    assert submission.sent["what"].startswith("We have moved.")
    assert submission.sent["about"]["slug"] == contact.organisation.slug
    assert submission.subject == contact.organisation
    assert submission.contact.email == "me@organisation.example"
    assert "me@organisation.example" not in str(submission.sent)
    assert (contact.organisation.funding, contact.confirmed_on) == ("None", None)
    assert contact.answered_on == timezone.localdate()


def test_form_sent_twice_makes_one_submission(client, contact, address):
    for _n in range(2):
        client.post(address, typed(contact, funding="Changed"))

    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"countries_served": "France, Atlantis"}, "We do not know: Atlantis."),
        ({"languages": "Klingon"}, "We do not know: Klingon."),
        ({"website": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"what_they_do": ""}, "This field is required."),
        ({"services": ["magic"]}, "Select a valid choice."),
        ({"more": "a sign \x00"}, "Null characters"),
        ({"more": "x" * 3001}, "at most 3000 characters"),
        ({}, "You have changed nothing."),
    ],
)  # fmt: skip
def test_wrong_input_says_what_and_where_and_keeps_what_was_typed(client, contact, address, wrong, says):
    values = {"funding": "Kept as typed"} if wrong else {}

    response = client.post(address, typed(contact, **values, **wrong))
    html = response.content.decode()

    assert response.status_code == 200
    assert says in html
    assert "Something needs your attention" in html
    assert ("Kept as typed" in html) is bool(wrong)
    assert not Submission.objects.exists()
    assert OrganisationContact.objects.get().answered_on is None


def test_mark_up_is_shown_as_text_and_kept_as_typed(client, contact, address):
    text = "<script>alert(1)</script> =HYPERLINK(1)"

    assert text not in client.post(address, typed(contact, city="x" * 200, more=text)).content.decode()
    client.post(address, typed(contact, more=text))

    assert Submission.objects.get().sent["what"] == text


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
def test_answer_sent_from_another_site_does_not_count(contact, address, headers):
    response = Client().post(address, {"answer": "right"}, headers=headers)

    assert response.status_code == 200
    assert OrganisationContact.objects.get().answered_on is None


@pytest.mark.parametrize(
    "headers", [{"origin": "null", "sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}]
)
def test_answer_from_our_own_page_counts(contact, address, headers):
    Client().post(address, {"answer": "right"}, headers=headers)

    assert OrganisationContact.objects.get().confirmed_on is not None


def test_link_that_does_not_count_leads_to_a_page_that_says_so(client, contact, address):
    ask(contact)

    for wrong in (address, "/contribute/still-right/guessed/"):
        response = client.post(wrong, {"answer": "right"})
        assert response.status_code == 404
        assert "This link does not work" in response.content.decode()
    assert OrganisationContact.objects.get().confirmed_on is None


def test_draft_of_the_entry_is_not_shown_behind_the_link(client, contact, address):
    contact.organisation.funding = "Only in the draft"
    contact.organisation.save_revision()

    assert "Only in the draft" not in client.get(address).content.decode()


def test_log_never_holds_the_secret_of_a_link(address):
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET %s", (address,), None)
    WithoutQueryString().filter(record)

    assert record.getMessage() == "GET /contribute/still-right/…/"
