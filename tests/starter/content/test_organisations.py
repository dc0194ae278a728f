"""The starter organisations: as many, as many countries and as well documented as was promised."""

from collections import Counter

import pytest

from organisations.enums import Service
from organisations.models import Organisation
from portal.base.countries import EUROPE

pytestmark = [
    pytest.mark.xdist_group("starter content"),
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.usefixtures("starter_content"),
]


def everyone():
    return Organisation.objects.live().prefetch_related("citations__source", "conditions")


def test_there_are_enough_and_europe_comes_first():
    named = Counter(
        code for organisation in everyone() for code in {*organisation.countries_served, organisation.country.code}
    )
    european = [organisation for organisation in everyone() if organisation.country.code in EUROPE]

    assert len(everyone()) >= 120
    assert len({code for code in named if code}) >= 25
    assert len({code for code in named if code in EUROPE}) >= 25
    assert len(european) > len(everyone()) / 2


def test_each_has_a_source_that_can_be_opened():
    without = [
        organisation.name
        for organisation in everyone()
        if not any(citation.source.address.startswith("http") for citation in organisation.citations.all())
    ]

    assert without == []


def test_each_says_what_it_does_and_in_which_language():
    assert [organisation.name for organisation in everyone() if not organisation.languages] == []
    assert [organisation.name for organisation in everyone() if len(organisation.what_they_do) < 80] == []


def test_conditions_and_services_are_linked_where_they_are_known():
    with_services = [organisation for organisation in everyone() if organisation.services]
    with_conditions = [organisation for organisation in everyone() if organisation.conditions.all()]

    assert len(with_services) >= 120
    assert len(with_conditions) >= 100
    assert {service for organisation in with_services for service in organisation.services} <= set(Service.values)


def test_none_has_an_answer_or_a_private_address_yet():
    assert not Organisation.objects.filter(contact_state__isnull=False).exists()
