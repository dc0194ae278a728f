"""The directory: by condition, and what a card says about money, confirmation and dead links."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation, OrganisationContact
from organisations.presenters import OrganisationCard, OrganisationPage, confirmed_line
from tests.factories.conditions import make_condition
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db

TODAY = datetime.date.today()


def ago(days):
    return TODAY - datetime.timedelta(days=days)


def names_on(client, query):
    response = client.get(f"/organisations/{query}")
    assert response.status_code == 200
    return [card.organisation.name for card in response.context["cards"]]


def test_by_condition_the_nearest_come_first_and_those_for_other_conditions_not_at_all(client):
    group = make_condition("Bleeding disorders", is_group=True)
    condition = make_condition("Haemophilia B", slug="haemophilia-b", broader=group)
    make_organisation("Z for the condition", conditions=[condition])
    make_organisation("B for its group", conditions=[group])
    make_organisation("A for all")
    make_organisation("For another", conditions=[make_condition("Another")])

    assert names_on(client, "?condition=haemophilia-b") == ["Z for the condition", "B for its group", "A for all"]


def test_group_is_helped_by_those_of_its_members_but_draft_relatives_do_not_count(client):
    group = make_condition("Group", slug="group", is_group=True)
    member = make_condition("Member", broader=group)
    draft = make_condition("Draft", broader=group, live=False)
    make_organisation("Of a member", conditions=[member])
    make_organisation("Of a draft", conditions=[draft])

    assert names_on(client, "?condition=group") == ["Of a member"]


def test_condition_and_country_together_put_own_before_international(client):
    condition = make_condition("Haemophilia", slug="haemophilia")
    make_organisation("C own", conditions=[condition], countries_served=["HR"])
    make_organisation("B international", conditions=[condition])
    make_organisation("A alliance of the country", countries_served=["HR"])
    make_organisation("Of elsewhere", conditions=[condition], countries_served=["FR"])

    found = names_on(client, "?condition=haemophilia&country=HR")

    assert found == ["C own", "B international", "A alliance of the country"]


def test_condition_filter_is_offered_and_an_unknown_one_is_as_if_it_were_not_there(client):
    make_condition("Known", slug="known")
    make_condition("Secret", slug="secret", live=False)
    make_organisation("Somebody")

    html = client.get("/organisations/?condition=secret").content.decode()

    assert '<option value="known"' in html
    assert "Secret" not in html
    assert "Somebody" in html


def test_condition_written_in_another_language_counts():
    french = make_condition("Hémophilie", language="fr")
    english = make_condition("Haemophilia", translation_key=french.translation_key)
    organisation = make_organisation("Somebody", conditions=[french])

    assert list(Organisation.objects.helping_with(english)) == [organisation]


def test_card_says_what_help_money_and_confirmation(client):
    told = make_organisation("Told", services=["helpline"], funding="None from companies", languages=["fr"])
    OrganisationContact.objects.create(organisation=told, confirmed_on=ago(10), email="private@told.example")
    make_organisation("Not told")

    html = client.get("/organisations/").content.decode()

    for text in ("helpline", "None from companies", "French", "Confirmed by the organisation on",
                 "not stated", "Not confirmed by the organisation yet"):  # fmt: skip
        assert text in html, text
    assert "private@told.example" not in html


@pytest.mark.parametrize(
    ("days", "line"),
    [(None, "Not confirmed by the organisation yet"), (365, "Confirmed by the organisation on"),
     (366, "Not confirmed by the organisation since")],
)  # fmt: skip
def test_confirmation_of_more_than_a_year_ago_is_told_as_such(days, line):
    contact = OrganisationContact(confirmed_on=ago(days) if days else None)

    assert line in confirmed_line(contact, TODAY)


def test_confirmation_holds_for_every_language_of_the_entry(client):
    english = make_organisation("English")
    french = make_organisation("French", language="fr", translation_key=english.translation_key)
    OrganisationContact.objects.create(organisation=english, confirmed_on=ago(3))
    OrganisationContact.objects.create(organisation=french)

    assert "Confirmed" in OrganisationPage.of(french).confirmed


@pytest.mark.parametrize(("days", "shown"), [(31, True), (30, False)])
def test_dead_link_is_told_on_card_and_page_after_thirty_days(client, days, shown):
    organisation = make_organisation("Somebody")
    OrganisationContact.objects.create(organisation=organisation, link_state="broken", broken_since=ago(days))

    for address in ("/organisations/", organisation.get_absolute_url()):
        assert ("has not answered since" in client.get(address).content.decode()) is shown


def test_dead_link_of_an_address_that_was_corrected_is_not_told():
    organisation = make_organisation("Somebody", website="https://new.example/")
    contact = OrganisationContact.objects.create(
        organisation=organisation, link_state="broken", broken_since=ago(60), link_address="https://old.example/"
    )

    assert OrganisationCard(organisation, contact=contact).broken_since == ""


def test_failed_once_is_told_to_no_reader():
    contact = OrganisationContact(link_state="ok", broken_since=ago(60))

    assert OrganisationCard(make_organisation(), contact=contact).broken_since == ""


def test_directory_needs_as_many_queries_for_three_as_for_thirty(client):
    condition = make_condition("Condition", slug="condition")

    def queries(number):
        for _n in range(number):
            organisation = make_organisation(conditions=[condition], countries_served=["FR"])
            OrganisationContact.objects.create(organisation=organisation, confirmed_on=TODAY)
        with CaptureQueriesContext(connection) as caught:
            client.get("/organisations/?condition=condition&country=FR")
        return len(caught)

    client.get("/organisations/?condition=condition&country=FR")
    few, many = queries(3), queries(27)

    assert few == many <= 15


def test_rules_and_map_are_linked(client):
    html = client.get("/organisations/").content.decode()

    assert 'about/inclusion-rules-organisations/"' in html
    assert 'href="/organisations/map/"' in html
