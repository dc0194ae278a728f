"""What pages say about themselves in the words of schema.org, held to a small vocabulary written down by hand."""

import datetime
import json
import re

import pytest

from tests.factories.articles import make_article, make_home, make_information, make_section, make_story
from tests.factories.conditions import make_condition
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import make_review
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"

# schema.org 30.0: the properties of each type that we use, its ancestors' included, and what each may hold.
THING = {"name": "Text", "description": "Text", "alternateName": "Text", "url": "URL", "sameAs": "URL"}
PAGE = THING | {
    "inLanguage": "Text", "dateModified": "Date", "mainEntity": "reference", "lastReviewed": "Date",
    "reviewedBy": "Person", "about": "MedicalCondition",
}  # fmt: skip
MEDICAL = THING | {"code": "MedicalCode", "study": "MedicalTrial", "legalStatus": "DrugLegalStatus"}
VOCABULARY = {
    "MedicalWebPage": PAGE,
    "WebPage": PAGE,
    "CollectionPage": PAGE,
    "WebSite": THING | {"inLanguage": "Text", "potentialAction": "SearchAction"},
    "SearchAction": {"target": "EntryPoint", "query-input": "Text"},
    "EntryPoint": {"urlTemplate": "Text"},
    "Person": THING,
    "Organization": THING,
    "Country": THING,
    "AdministrativeArea": THING,
    "PropertyValue": THING | {"propertyID": "Text", "value": "Text"},
    "MedicalCode": {"codeValue": "Text", "codingSystem": "Text"},
    "MedicalCondition": MEDICAL | {"possibleTreatment": "MedicalTherapy"},
    "MedicalTherapy": MEDICAL,
    "Drug": MEDICAL | {"nonProprietaryName": "Text", "proprietaryName": "Text", "activeIngredient": "Text"},
    "DrugLegalStatus": THING | {"applicableLocation": "AdministrativeArea"},
    "MedicalTrial": MEDICAL | {
        "identifier": "PropertyValue", "status": "MedicalStudyStatus", "sponsor": "Organization",
        "healthCondition": "MedicalCondition", "studyLocation": "AdministrativeArea",
    },
    "NGO": THING | {
        "address": "PostalAddress", "areaServed": "Country", "knowsLanguage": "Text", "knowsAbout": "Text",
    },
    "PostalAddress": {"addressLocality": "Text", "addressCountry": "Text"},
    "DefinedTerm": THING | {"inDefinedTermSet": "DefinedTermSet", "termCode": "Text"},
    "DefinedTermSet": THING | {"inLanguage": "Text", "license": "URL"},
}  # fmt: skip
STATUSES = {
    "Recruiting", "NotYetRecruiting", "ActiveNotRecruiting", "EnrollingByInvitation", "Completed", "Suspended",
    "Terminated", "Withdrawn",
}  # fmt: skip


def problems_of(node, where="") -> list[str]:
    """Return what is wrong with a thing by the vocabulary, with the place where it stands."""
    kinds = node["@type"] if isinstance(node.get("@type"), list) else [node.get("@type")]
    allowed = {}
    for kind in kinds:
        if kind not in VOCABULARY:
            return [f"{where}: unknown type {kind}"]
        allowed |= VOCABULARY[kind]
    found = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in allowed:
            found.append(f"{where}/{name}: not a property of {kinds}")
            continue
        for one in value if isinstance(value, list) else [value]:
            found += value_problems(one, allowed[name], f"{where}/{name}")
    return found


def value_problems(value, wanted, where) -> list[str]:
    if wanted == "reference":
        return [] if set(value) == {"@id"} else [f"{where}: not a reference"]
    if isinstance(value, dict):
        kinds = value["@type"] if isinstance(value["@type"], list) else [value["@type"]]
        wrong = [] if wanted in kinds else [f"{where}: {kinds} instead of {wanted}"]
        return wrong + problems_of(value, where)
    rules = {
        "Text": r"(?s).+",
        "URL": r"https?://\S+",
        "Date": r"\d{4}-\d\d-\d\d",
        "MedicalStudyStatus": rf"https://schema\.org/(?:{'|'.join(STATUSES)})",
    }
    right = isinstance(value, str) and wanted in rules and re.fullmatch(rules[wanted], value)
    return [] if right else [f"{where}: {value!r} is no {wanted}"]


def nodes_of(client, address) -> dict:
    """Return the things on a page by their type, all of them checked."""
    response = client.get(address)
    assert response.status_code == 200, address
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    assert len(blocks) == 1, address
    data = json.loads(blocks[0])
    assert data.pop("@context") == "https://schema.org"
    nodes = data.get("@graph", [data])
    assert [problem for node in nodes for problem in problems_of(node, address)] == []
    ids = [node["@id"] for node in nodes]
    assert len(ids) == len(set(ids))
    references = [node["mainEntity"]["@id"] for node in nodes if "mainEntity" in node]
    assert set(references) <= set(ids)
    return {node["@type"] if isinstance(node["@type"], str) else "+".join(node["@type"]): node for node in nodes}


def test_vocabulary_finds_mistakes():
    assert problems_of({"@type": "Trial"})
    assert problems_of({"@type": "NGO", "status": "x"})
    assert problems_of({"@type": "MedicalTrial", "status": "https://schema.org/Unknown"})
    assert problems_of({"@type": "MedicalTrial", "sponsor": {"@type": "Person", "name": "x"}})
    assert problems_of({"@type": "NGO", "name": ""})


def test_trial(client):
    condition = make_condition("Lack of lipase")
    make_condition("Secretname", live=False)
    trial = make_trial(
        "Known trial", conditions=[condition], countries=["FR", "GB"], registry={"sponsor": "A hospital"},
        numbers=[("ctgov", "NCT01234567")],
    )  # fmt: skip

    nodes = nodes_of(client, trial.get_absolute_url())
    node = nodes["MedicalTrial"]

    assert node["status"] == "https://schema.org/Recruiting"
    assert node["sponsor"]["name"] == "A hospital"
    assert node["identifier"] == [
        {"@type": "PropertyValue", "propertyID": "ClinicalTrials.gov", "value": "NCT01234567"}
    ]
    assert [area["name"] for area in node["studyLocation"]] == ["France", "United Kingdom"]
    assert node["healthCondition"][0]["url"] == f"{SITE}/conditions/lack-of-lipase/"
    assert nodes["MedicalWebPage"]["mainEntity"]["@id"] == node["@id"]


LONG_AGO = datetime.date.today() - datetime.timedelta(days=90)


@pytest.mark.parametrize(("status", "checked_on", "gone", "said"), [
    ("RECRUITING", None, None, "Recruiting"),
    ("NOT_YET_RECRUITING", None, None, "NotYetRecruiting"),
    ("ENROLLING_BY_INVITATION", None, None, "EnrollingByInvitation"),
    ("ACTIVE_NOT_RECRUITING", None, None, "ActiveNotRecruiting"),
    ("SUSPENDED", None, None, "Suspended"),
    ("TERMINATED", LONG_AGO, None, "Terminated"),
    ("COMPLETED", LONG_AGO, None, "Completed"),
    ("WITHDRAWN", None, None, "Withdrawn"),
    ("RECRUITING", LONG_AGO, None, None),
    ("UNKNOWN", None, None, None),
    ("WITHHELD", None, None, None),
    ("AVAILABLE", None, None, None),
    ("APPROVED_FOR_MARKETING", None, None, None),
    ("COMPLETED", None, LONG_AGO, None),
    ("", None, None, None),
])  # fmt: skip
def test_status_of_a_trial_is_said_only_as_far_as_it_is_sure(client, status, checked_on, gone, said):
    trial = make_trial(status=status, checked_on=checked_on, registry={"gone_since": gone})

    node = nodes_of(client, trial.get_absolute_url())["MedicalTrial"]

    assert node.get("status") == (f"https://schema.org/{said}" if said else None)


def test_approved_therapy_says_where_and_under_which_name(client):
    make_therapy("Glybera", inn="alipogene tiparvovec", authorisations=[
        make_authorisation("Glybera EU", "EU"),
        make_authorisation("Glybera US", "US", events=[("2012", "authorised"), ("2017", "expired")]),
    ])  # fmt: skip

    node = nodes_of(client, "/therapies/glybera/")["Drug+MedicalTherapy"]

    assert [status["applicableLocation"]["name"] for status in node["legalStatus"]] == ["European Union"]
    assert node["proprietaryName"] == ["Glybera EU"]
    assert node["nonProprietaryName"] == "alipogene tiparvovec"
    assert "Approved" in node["legalStatus"][0]["name"]


@pytest.mark.parametrize("events", [
    [("2012", "authorised"), ("2017", "expired")], [("2012", "refused")],
    [("2012", "authorised"), ("2014", "suspended")], [(f"{datetime.date.today().year + 2}", "authorised")],
], ids=["ended", "refused", "suspended", "to come"])  # fmt: skip
def test_therapy_without_an_authorisation_in_force_is_never_called_approved(client, events):
    condition = make_condition("Lack of lipase")
    make_therapy("Glybera", events=events, conditions=[condition])

    nodes = nodes_of(client, "/therapies/glybera/")

    assert "Drug+MedicalTherapy" not in nodes
    assert not {"legalStatus", "proprietaryName"} & set(nodes["MedicalTherapy"])
    assert "pproved" not in json.dumps(nodes["MedicalTherapy"])
    assert "possibleTreatment" not in nodes_of(client, "/conditions/lack-of-lipase/")["MedicalCondition"]


def test_condition_has_codes_and_what_belongs_to_it(client):
    condition = make_condition(
        "Lack of lipase", orphacode="411", mesh_id="D008072", icd11_codes="5C80.1, 5C81",
        also_called=["LPLD", ("Lipse", "misspelling")],
    )  # fmt: skip
    make_therapy("Glybera", conditions=[condition])
    make_therapy("Secretname", live=False, conditions=[condition])
    make_trial("Its trial", conditions=[condition])

    node = nodes_of(client, "/conditions/lack-of-lipase/")["MedicalCondition"]

    assert [(code["codingSystem"], code["codeValue"]) for code in node["code"]] == [
        ("ORPHAcode", "411"), ("MeSH", "D008072"), ("ICD-11", "5C80.1"), ("ICD-11", "5C81"),
    ]  # fmt: skip
    assert node["alternateName"] == ["LPLD"]
    assert [one["url"] for one in node["possibleTreatment"]] == [f"{SITE}/therapies/glybera/"]
    assert [one["name"] for one in node["study"]] == ["Its trial"]


def test_organisation(client):
    condition = make_condition("Lack of lipase")
    make_organisation("Helpers", short_name="HLP", city="Utrecht", country="NL", countries_served=["NL", "BE"],
                      languages=["nl", "fr"], conditions=[condition])  # fmt: skip

    node = nodes_of(client, "/organisations/helpers/")["NGO"]

    assert node["url"] == "https://organisation.example/"
    assert node["address"] == {"@type": "PostalAddress", "addressLocality": "Utrecht", "addressCountry": "NL"}
    assert sorted(area["name"] for area in node["areaServed"]) == ["Belgium", "Netherlands"]
    assert node["knowsAbout"] == ["Lack of lipase"]


def test_terms_and_their_set_name_each_other(client):
    make_term("Vector", also_called=["Carrier"])

    term = nodes_of(client, "/glossary/vector/")["DefinedTerm"]
    whole = nodes_of(client, "/glossary/")["DefinedTermSet"]

    assert term["inDefinedTermSet"]["@id"] == whole["@id"] == f"{SITE}/glossary/"


def test_editorial_pages(client):
    make_home()
    section = make_section("Understand")
    pages = {
        "MedicalWebPage": make_article("Genes", parent=section),
        "CollectionPage": section,
        "WebPage": make_information("About", parent=section),
    }

    for kind, made in pages.items():
        node = nodes_of(client, made.get_url())[kind]
        assert (node["name"], node["url"]) == (made.title, SITE + made.get_url())
    assert "WebPage" in nodes_of(client, make_story(parent=section).get_url())
    search = nodes_of(client, "/")["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert search == f"{SITE}/search/?q={{search_term_string}}"


@pytest.mark.parametrize("model", [model for model in RECORD_MODELS if kind_of(model) != "Term"], ids=kind_of)
def test_page_says_that_it_was_reviewed_only_when_somebody_did(client, model):
    record = make(model)
    before = nodes_of(client, record.get_absolute_url())["MedicalWebPage"]
    make_review(record, reviewer_name="Reader in the test", reviewed_on=datetime.date(2026, 1, 10))

    after = nodes_of(client, record.get_absolute_url())["MedicalWebPage"]

    assert not {"lastReviewed", "reviewedBy"} & set(before)
    assert after["lastReviewed"] == "2026-01-10"
    assert after["reviewedBy"]["name"] == "Reader in the test"


@pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
def test_no_name_can_end_the_block(client, model):
    name = "Name </script><script>alert(1)</script> <!-- & ]]>"
    record = make(model, name, slug="odd-name")

    html = client.get(record.get_absolute_url()).content.decode()
    nodes = nodes_of(client, record.get_absolute_url())

    assert "<script>alert" not in html
    assert any(node["name"] == name for node in nodes.values())
