"""What is taken from a study, and what a registry may send without stopping us."""

import pytest

from tests.trials.studies import study
from trials.importing.ctgov import parse_study
from trials.importing.facts import DateFacts, RegistryFacts, StudyError
from trials.importing.markup import plain
from trials.importing.people import INDIVIDUAL, organisation, without_people


def test_study_becomes_facts():
    facts = parse_study(
        study(secondary=["EudraCT 2004-000012-13", "U1111-1234-5678", "GRANT-7"], aliases=["NCT00000009"])
    )

    assert (facts.number, facts.status, facts.phases, facts.enrolment) == (
        "NCT01234567",
        "RECRUITING",
        ("PHASE1", "PHASE2"),
        24,
    )
    assert (facts.start, facts.completion) == (DateFacts("2025-01", "ACTUAL"), DateFacts("2028-06", "ESTIMATED"))
    assert facts.other_numbers == (("eudract", "2004-000012-13"), ("utn", "U1111-1234-5678"))
    assert facts.aliases == ("NCT00000009",)
    assert facts.sites[0].country == "GB"


def test_eu_number_without_its_last_part_still_names_the_trial():
    assert parse_study(study(secondary=["2022-501515-14"])).other_numbers == (("euct", "2022-501515-14"),)


@pytest.mark.parametrize(
    "raw", [{}, [], None, "text", 7, {"protocolSection": None}, {"protocolSection": []}, {"protocolSection": "x"}]
)
def test_what_is_no_study_is_refused_with_the_field(raw):
    error = parse_study(raw)

    assert isinstance(error, StudyError)
    assert error.field == "nctId"


@pytest.mark.parametrize("number", ["NCT123", "ISRCTN12345678", "NCT01234567; DROP", 12345678, ["NCT01234567"]])
def test_wrong_number_is_refused(number):
    assert isinstance(parse_study(study(number)), StudyError)


def test_every_module_may_be_missing():
    facts = parse_study({"protocolSection": {"identificationModule": {"nctId": "NCT01234567"}}})

    assert (facts.status, facts.study_type, facts.sites, facts.sponsor) == ("UNKNOWN", "UNKNOWN", (), "")


@pytest.mark.parametrize("rubbish", [None, [], {}, "text", 3, True, [None], [[]], [{"name": 3}], {"a": []}, [3.5]])
def test_every_field_may_be_of_another_type(rubbish):
    whole = study()
    for name, module in whole["protocolSection"].items():
        assert isinstance(parse_study(study(modules={name: rubbish})), RegistryFacts | StudyError)
        for field in module:
            changed = {**module, field: rubbish}
            assert isinstance(parse_study(study(modules={name: changed})), RegistryFacts | StudyError)
    assert isinstance(parse_study({**whole, "derivedSection": rubbish}), RegistryFacts)
    assert isinstance(
        parse_study(study(sites=[dict.fromkeys(("facility", "city", "country", "geoPoint", "status"), rubbish)])),
        RegistryFacts,
    )


@pytest.mark.parametrize(
    ("module", "field", "value", "name"),
    [
        ("statusModule", "overallStatus", "PAUSED_FOR_NOW", "overallStatus"),
        ("designModule", "phases", ["PHASE9"], "phases"),
        ("designModule", "studyType", "DREAM", "studyType"),
        ("designModule", "enrollmentInfo", {"count": -1}, "enrollment"),
        ("eligibilityModule", "minimumAge", "eighteen", "minimumAge"),
        ("eligibilityModule", "sex", "OTHER", "sex"),
        ("statusModule", "startDateStruct", {"date": "2021-13"}, "startDate"),
        ("statusModule", "lastUpdatePostDateStruct", {"date": "2021-02-30"}, "lastUpdatePostDate"),
    ],
)
def test_unknown_value_is_taken_as_unknown_and_noted(module, field, value, name):
    whole = study()["protocolSection"][module]

    facts = parse_study(study(modules={module: {**whole, field: value}}))

    assert [noted for noted, _why in facts.unknown_values] == [name]


def test_unknown_status_is_kept_as_sent():
    facts = parse_study(study(status="PAUSED_FOR_NOW"))

    assert (facts.status, facts.raw_status) == ("UNKNOWN", "PAUSED_FOR_NOW")


@pytest.mark.parametrize("age", ["N/A", "n/a", "", None])
def test_no_age_is_no_limit(age):
    facts = parse_study(study(modules={"eligibilityModule": {"maximumAge": age}}))

    assert (facts.maximum_age, facts.unknown_values) == ("", ())


@pytest.mark.parametrize(
    "point",
    [{"lat": 95, "lon": 4}, {"lat": 4, "lon": -181}, {"lat": "4", "lon": 4}, {"lat": 4}, {"lat": True, "lon": 1}],
)
def test_place_that_is_not_on_earth_is_left_out(point):
    facts = parse_study(study(sites=[{"city": "Paris", "country": "France", "geoPoint": point}]))

    assert (facts.sites[0].latitude, facts.sites[0].longitude) == (None, None)
    assert facts.unknown_values[0][0] == "geoPoint"


def test_control_characters_and_halves_of_characters_are_taken_out():
    facts = parse_study(study(title="A\x00 study\x1b of \ud83d cells", status="RECRUITING\x00"))

    assert facts.brief_title == "A study of cells"
    assert facts.status == "RECRUITING"
    facts.digest().encode()


def test_broken_entities_and_escapes_become_letters():
    assert (
        parse_study(study(title="Children&Amp;#39;s cells \\> 18 &amp;amp; more")).brief_title
        == "Children's cells > 18 & more"
    )


def test_unmapped_country_is_noted_and_its_name_kept():
    facts = parse_study(study(sites=[{"city": "X", "country": "Wakanda"}]))

    assert (facts.sites[0].country, facts.sites[0].country_as_sent) == ("", "Wakanda")
    assert facts.unmapped_countries == ("Wakanda",)


def test_study_of_three_thousand_sites_is_read():
    sites = [{"facility": f"Hospital {n}", "city": "Rome", "country": "Italy"} for n in range(3000)]

    assert len(parse_study(study(sites=sites)).sites) == 3000


# --- people ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe",
        "Jane Q. Doe",
        "Doe, Jane",
        "Jane Doe, MD",
        "Jane Doe MD PhD",
        "Dr. Jane Doe",
        "Prof. Doe",
        "Lung-Ji Chang, PhD",
    ],
)
def test_name_of_a_person_is_hidden(name):
    assert organisation(name) == INDIVIDUAL


@pytest.mark.parametrize(
    "name",
    [
        "Prof. Dr. Cemil Tascioglu Education and Research Hospital", "University of Texas MD Anderson Cancer Center",
        "M.D. Anderson Cancer Center", "Klinikum Esslingen", "Mayo Clinic", "Research Site", "Novartis Pharma",
        "St. Jude", "Mount Sinai", "Hopital Dupuytren", "UMHAT Prof. Dr Aleksandar Chirkov", "Sanatorio Otamendi",
        "/ID# 12345",
    ],
)  # fmt: skip
def test_name_of_an_organisation_stays(name):
    assert organisation(name) == name


def test_people_a_study_names_are_struck_out_of_all_its_texts():
    contacts = {
        "centralContacts": [{"name": "Jane Q Doe, RN", "phone": "+44 20 7946 0000", "email": "jane@hospital.example"}],
        "overallOfficials": [{"name": "Li Wei, Prof", "role": "PRINCIPAL_INVESTIGATOR"}],
        "locations": [
            {"facility": "Clinic of LI  WEI", "city": "Ulm", "country": "Germany", "contacts": [{"name": "John Roe"}]}
        ],
    }
    text = "Write to jane\\_doe@hospital.example or call +44 20 7946 0000. Jane Q Doe, Dr. Smith and John Roe decide."

    facts = parse_study(
        study(eligibility=text, title="Cells, by Li Wei", modules={"contactsLocationsModule": contacts})
    )

    stored = repr(facts)
    for private in ("Doe", "Li Wei", "LI  WEI", "Roe", "Smith", "@", "7946"):
        assert private not in stored


@pytest.mark.parametrize(
    "text",
    ["doses of 100 000 000 cells", "1.5-10.0 mg, 2001-2011", "ISRCTN12345678", "1 000-2 000 mm3", "5 mg @ 2.5 ml"],
)
def test_numbers_that_are_no_telephones_stay(text):
    assert without_people(text) == text


@pytest.mark.parametrize("name", ["Jae Park", "Steven Hill, M.D.", "Beth Jones", "Benjamin Franklin", "Gene Wilder"])
def test_surname_that_is_a_word_of_organisations_is_struck_out_all_the_same(name):
    officials = {"overallOfficials": [{"name": name, "role": "PRINCIPAL_INVESTIGATOR"}]}
    bare = name.split(",")[0]
    facts = parse_study(
        study(
            title=f"A Study by {bare}", eligibility=f"Ask {bare} first.", modules={"contactsLocationsModule": officials}
        )
    )

    assert bare not in repr(facts)


@pytest.mark.parametrize("name", ["Hoffmann-La Roche", "Novartis Pharmaceuticals", "Beth Israel", "MD Anderson"])
def test_company_named_as_an_official_is_no_person(name):
    officials = {"overallOfficials": [{"name": name, "role": "STUDY_DIRECTOR"}]}

    facts = parse_study(study(title=f"A Study of {name}", modules={"contactsLocationsModule": officials}))

    assert name in facts.official_title


def test_unseen_signs_are_taken_out_and_joiners_stay():
    facts = parse_study(study(title="A\u202e Study\u200b of\ufeff CAR\u200d-T"))

    assert facts.brief_title == "A Study of CAR\u200d-T"


def test_last_known_status_that_nobody_knows_is_left_out():
    facts = parse_study(study(status="UNKNOWN", lastKnownStatus="SOMETHING_NEW"))

    assert (facts.last_known_status, facts.unknown_values) == ("", (("lastKnownStatus", "SOMETHING_NEW"),))


def test_signs_in_a_title_are_signs():
    assert plain("Estradiol \\> 25 & more") == "Estradiol > 25 & more"
