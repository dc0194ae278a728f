"""Rules of a therapy and its authorisations."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from tests.factories.constraints import refused_by
from tests.factories.kernel import make_source
from tests.factories.therapies import AUTHORISED, make_authorisation, make_therapy
from therapies.enums import Status
from therapies.models import (
    AuthorisationEvent,
    Availability,
    RegulatorDifference,
    RegulatorReading,
    Therapy,
)

pytestmark = pytest.mark.django_db

ENDED = (("2018", "authorised"), ("2022", "withdrawn"))


def test_two_therapies_with_one_name_are_refused():
    make_therapy("Zynteglo", slug="one")

    with refused_by("therapies_therapy_name_once"):
        make_therapy("ZYNTEGLO", slug="two")


def test_two_therapies_with_one_other_name_are_refused():
    make_therapy(also_called=["beti-cel"])

    with refused_by("therapies_alsocalled_once"):
        make_therapy(also_called=["Beti cel"])


@pytest.mark.parametrize("kind", ["gene_modified_cells", "somatic_cells", "tissue_engineered", "cord_blood"])
def test_cells_and_tissues_given_in_vivo_are_refused(kind):
    with refused_by("therapies_therapy_given_fits_kind"):
        make_therapy(kind=kind, given="in vivo")


@pytest.mark.parametrize(("kind", "given"), [("in_vivo_gene", "in vivo"), ("oncolytic_virus", "in vivo"),
                                             ("gene_modified_cells", "ex vivo")])  # fmt: skip
def test_kind_and_way_that_fit_are_accepted(kind, given):
    make_therapy(kind=kind, given=given).full_clean()


def test_brand_name_stands_once_for_one_place():
    twice = [make_authorisation("Zynteglo"), make_authorisation("Zynteglo")]

    with refused_by("therapies_authorisation_once"):
        make_therapy(authorisations=twice)


def test_one_therapy_may_have_several_brand_names_and_places():
    therapy = make_therapy(
        authorisations=[
            make_authorisation("Zynteglo", "EU"),
            make_authorisation("Zynteglo", "US"),
            make_authorisation("Another", "EU"),
        ]
    )

    assert therapy.authorisations.count() == 3


def test_event_stands_once_on_one_day():
    authorisation = make_therapy().authorisations.get()

    with refused_by("therapies_event_once"):
        AuthorisationEvent.objects.create(authorisation=authorisation, date="2020-03-01", kind="authorised")


def test_country_of_availability_stands_once():
    values = {"therapy": make_therapy(), "country": "FR", "source": make_source(), "checked_on": datetime.date.today()}
    Availability.objects.create(**values)

    with refused_by("therapies_availability_once"):
        Availability.objects.create(**values)


def test_difference_from_a_regulator_is_proposed_once_and_dismissed_with_a_note():
    reading = RegulatorReading.objects.create(regulator="ema", file_name="medicines.xlsx", file_digest="0" * 64)
    values = {"regulator": "ema", "product_number": "EMEA/H/C/1", "product_name": "A", "field": "holder", "theirs": "B"}
    difference = RegulatorDifference.objects.create(first_reading=reading, **values)

    with refused_by("therapies_difference_once"):
        RegulatorDifference.objects.create(first_reading=reading, **values)
    with refused_by("therapies_difference_dismissed_has_note"):
        RegulatorDifference.objects.filter(pk=difference.pk).update(state="dismissed", note="")


def test_status_in_a_place_is_the_best_of_its_authorisations():
    therapy = make_therapy(
        authorisations=[make_authorisation("Old", "EU", ENDED), make_authorisation("New", "EU", AUTHORISED)]
    )

    assert therapy.status_in("EU") == Status.IN_FORCE
    assert therapy.status_in("US") == Status.UNKNOWN
    assert therapy.is_approved_somewhere


def test_status_is_worked_out_from_the_events_and_never_stored():
    therapy = make_therapy(events=ENDED)

    assert therapy.status_in("EU") == Status.WITHDRAWN
    assert therapy.authorisations.get().status_on(datetime.date(2020, 1, 1)) == Status.IN_FORCE
    assert not therapy.is_approved_somewhere
    columns = {field.name for field in [*Therapy._meta.fields, *type(therapy.authorisations.get())._meta.fields]}
    assert not {name for name in columns if "status" in name}


def test_events_out_of_order_are_refused_with_the_name_of_the_authorisation():
    therapy = make_therapy("Glybera", events=(("2012-10-25", "authorised"), ("2011", "expired")))

    with pytest.raises(ValidationError, match=r"Glybera \(European Union\): Event 2 \(2011\) is earlier"):
        therapy.authorisations.get().check_events()


def test_event_with_an_impossible_date_is_refused():
    authorisation = make_therapy().authorisations.get()

    with pytest.raises(ValidationError, match="does not exist in the calendar"):
        AuthorisationEvent(authorisation=authorisation, date="2021-02-30", kind="expired").full_clean()


def test_years_of_follow_up_have_a_limit():
    therapy = make_therapy()
    therapy.follow_up_years = 51

    with pytest.raises(ValidationError, match="50"):
        therapy.full_clean()


@pytest.mark.parametrize("query", ["zolgensma", "onasemnogene", "AVXS-101", "avxs 101", "itvisma"])
def test_called_like_finds_a_therapy_under_every_name(query):
    therapy = make_therapy(
        "Zolgensma",
        inn="onasemnogene abeparvovec",
        also_called=["AVXS-101"],
        authorisations=[make_authorisation("Zolgensma"), make_authorisation("Itvisma", "US")],
    )
    make_therapy("Luxturna")

    assert list(Therapy.objects.called_like(query)) == [therapy]


@pytest.mark.parametrize("query", ["?", "---"])
def test_called_like_without_letters_finds_nothing(query):
    make_therapy()

    assert not Therapy.objects.called_like(query).exists()
