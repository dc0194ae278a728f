"""Rules of an organisation."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from organisations.models import Organisation, OrganisationContact
from tests.factories.conditions import make_condition
from tests.factories.constraints import refused_by
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db


def test_two_organisations_with_one_name_are_refused():
    make_organisation("Hémophilie France", slug="one")

    with refused_by("organisations_organisation_name_once"):
        make_organisation("Hemophilie-France", slug="two")


def test_state_of_contact_with_a_broken_link_needs_the_day_since_when():
    with refused_by("organisations_contact_broken_has_date"):
        OrganisationContact.objects.create(organisation=make_organisation(), link_state="broken")


def test_state_of_contact_is_one_for_each_organisation():
    organisation = make_organisation()
    OrganisationContact.objects.create(organisation=organisation, confirmed_on=datetime.date(2026, 1, 1))

    with pytest.raises(ValidationError, match="already exists"):
        OrganisationContact(organisation=organisation).full_clean()


def test_serving_a_country_finds_those_that_name_it_and_international_ones():
    french = make_organisation("French", countries_served=["FR", "BE"])
    everywhere = make_organisation("International", countries_served=[])
    make_organisation("German", countries_served=["DE"])

    assert set(Organisation.objects.serving("FR")) == {french, everywhere}


def test_speaking_and_offering_find_whole_codes_only():
    one = make_organisation(languages=["fr", "de"], services=["helpline"])
    make_organisation(languages=["es"], services=["information"])

    assert list(Organisation.objects.speaking("fr")) == [one]
    assert not Organisation.objects.speaking("f").exists()
    assert list(Organisation.objects.offering("helpline")) == [one]


@pytest.mark.parametrize("query", ["haemophilia society", "HS", "london", "haemoph", "bleeding disorder"])
def test_called_like_finds_an_organisation_by_name_place_and_condition(query):
    condition = make_condition("Haemophilia", also_called=["bleeding disorder"])
    organisation = make_organisation("The Haemophilia Society", short_name="HS", city="London", conditions=[condition])
    make_organisation("Another", city="Paris")

    assert list(Organisation.objects.called_like(query)) == [organisation]


def test_website_must_be_an_address():
    organisation = make_organisation()
    organisation.website = "javascript:alert(1)"

    with pytest.raises(ValidationError, match="valid URL"):
        organisation.full_clean()
