"""The screens of “Still right?”: who sees private addresses, and how an organisation is asked from there."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from organisations.models import OrganisationContact
from portal.base.models import OutgoingMail
from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS, setup_roles
from tests.factories.admin import address, fill, messages_on, words_on
from tests.factories.organisations import make_organisation
from tests.factories.staff import make_member, make_superuser, signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/still-right/"
EMAIL = "office@organisation.example"


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mail goes through the outbox, as on the site."""
    settings.EMAIL_BACKEND = "portal.base.mail.OutboxBackend"


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def make_contact(name, **fields):
    return OrganisationContact.objects.create(organisation=make_organisation(name), **{"email": EMAIL, **fields})


def screen_of(organisation):
    return f"{LIST}{organisation.pk}/"


def names_shown(browser, show=""):
    return [line.organisation.name for line in browser.get(f"{LIST}?show={show}").context["page"]]


@pytest.mark.parametrize(
    ("role", "may"), [(EDITORS, True), (ADMINISTRATORS, True), (REVIEWERS, False), (MODERATORS, False)]
)
def test_only_editors_and_administrators_see_private_addresses(role, may):
    setup_roles()
    organisation = make_contact("Somebody").organisation
    browser = signed_in(make_member(role))

    for path in (LIST, screen_of(organisation)):
        response = browser.get(path)
        assert (response.status_code == 200) is may
        assert may or EMAIL not in response.content.decode()
    assert ("Still right?" in browser.get("/admin/").content.decode()) is may
    row = browser.get(address(type(organisation), "list")).content.decode()
    assert (screen_of(organisation) in row) is may


def test_who_may_not_ask_cannot_send_the_form_either():
    setup_roles()
    organisation = make_contact("Somebody").organisation
    browser = signed_in(make_member(MODERATORS))

    browser.post(LIST, {"organisation": [organisation.pk]})
    browser.post(screen_of(organisation), {"ask": "1"})

    assert not OutgoingMail.objects.exists()


def test_address_is_kept_and_the_history_never_names_it(browser):
    organisation = make_organisation("Somebody")

    fill(browser, screen_of(organisation), {"email": EMAIL, "confirmed_on": "2026-05-01"}, button={"keep": "1"},
         marker="email")  # fmt: skip
    contact = OrganisationContact.objects.get(organisation=organisation)

    assert (contact.email, contact.may_ask, contact.confirmed_on) == (EMAIL, True, datetime.date(2026, 5, 1))
    entry = ModelLogEntry.objects.get(action="portal.contact")
    assert entry.data["fields"] == ["email", "confirmed_on"]
    assert EMAIL not in str(entry.data)


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"email": "nobody"}, "Enter a valid email address."), ({"confirmed_on": "2999-01-01"}, "still to come")],
)
def test_wrong_input_is_refused_with_words(browser, typed, says):
    organisation = make_organisation("Somebody")

    response = fill(browser, screen_of(organisation), typed, button={"keep": "1"}, marker="email")

    assert says in messages_on(response)
    assert not OrganisationContact.objects.exists()


def test_one_is_asked_from_its_screen(browser):
    organisation = make_contact("Somebody").organisation

    response = browser.post(screen_of(organisation), {"ask": "1"}, follow=True)

    assert "The question is on its way." in messages_on(response)
    assert OutgoingMail.objects.get().recipients == [EMAIL]
    assert "Last asked on" in words_on(response)


def test_one_without_an_address_cannot_be_asked_and_is_told_why(browser):
    organisation = make_organisation("Somebody")

    response = browser.post(screen_of(organisation), {"ask": "1"}, follow=True)

    assert "There is no e-mail address for it." in messages_on(response)
    assert not OutgoingMail.objects.exists()


def test_those_that_are_ticked_are_asked(browser):
    first, second = make_contact("First").organisation, make_contact("Second", may_ask=False).organisation
    make_contact("Not ticked")

    response = browser.post(LIST, {"organisation": [first.pk, second.pk, "x", "9" * 30]}, follow=True)

    assert OutgoingMail.objects.count() == 1
    assert "1 organisation is asked." in messages_on(response)
    assert "Second: It does not want to be asked." in messages_on(response)


def test_nothing_ticked_says_what_to_do(browser):
    make_contact("Somebody")

    assert "Tick those that are to be asked." in messages_on(browser.post(LIST, follow=True))


def test_list_is_narrowed(browser):
    today = datetime.date.today()
    make_contact("A fresh", confirmed_on=today)
    make_contact("B old", confirmed_on=today - datetime.timedelta(days=400))
    asked = datetime.datetime.now(tz=datetime.UTC) - datetime.timedelta(days=3)
    make_contact("C asked", asked_at=asked)
    make_contact("D answered", asked_at=asked, answered_on=today, may_ask=False)
    make_organisation("E unknown")
    make_organisation("F draft", live=False)

    assert names_shown(browser) == ["A fresh", "B old", "C asked", "D answered", "E unknown"]
    assert names_shown(browser, "due") == ["B old", "C asked", "D answered", "E unknown"]
    assert names_shown(browser, "waiting") == ["C asked"]
    assert names_shown(browser, "no-address") == ["E unknown"]
    assert names_shown(browser, "stop") == ["D answered"]
    assert len(names_shown(browser, "nonsense")) == 5


def test_list_needs_as_many_queries_for_three_as_for_thirty(browser, django_assert_max_num_queries):
    for number in range(30):
        make_contact(f"Somebody {number}")

    with django_assert_max_num_queries(25):
        browser.get(LIST)
