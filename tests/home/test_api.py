"""The public API: published records only, held to its own description, asked again cheaply."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.home.openapi import document
from tests.factories.conditions import make_condition
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of, make_review, make_source
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
MOST_QUERIES = 15
every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
TYPES = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip
FORMATS = {
    "uri": r"https?://\S+",
    "date": r"\d{4}-\d\d-\d\d",
    "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
}


def asked(client, address, status=200):
    response = client.get(address.removeprefix(SITE))
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    return response.json()


def problems(value, schema, where="") -> list[str]:
    """Return where a value is not what a schema says (as much of JSON Schema as the description uses)."""
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, TYPES[name]) and not (name == "integer" and value is True) for name in names):
        return [f"{where}: {value!r} is none of {names}"]
    found = []
    if isinstance(value, str):
        if "format" in schema and not re.fullmatch(FORMATS[schema["format"]], value):
            found.append(f"{where}: {value!r} is no {schema['format']}")
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{where}: {value!r} is not listed")
    if isinstance(value, list):
        for number, one in enumerate(value):
            found += problems(one, schema["items"], f"{where}[{number}]")
    if isinstance(value, dict):
        found += [f"{where}: {name} is missing" for name in schema["required"] if name not in value]
        found += [f"{where}: {name} is not described" for name in value if name not in schema["properties"]]
        for name in set(value) & set(schema["properties"]):
            found += problems(value[name], schema["properties"][name], f"{where}.{name}")
    return found


def schema_of(path):
    answer = document()["paths"][path]["get"]["responses"]["200"]
    return answer["content"]["application/json"]["schema"]


def full(model):
    """Make a record of a kind with as much in it as the API can say."""
    if model.__name__ in ("Term", "Organisation"):
        more = {}
    elif model.__name__ == "Condition":
        more = {"also_called": ["Other name"], "orphacode": "411"}
    else:
        more = {"conditions": [make_condition()]}
    record = make(model, "Known", sources=[make_source(publisher="A publisher")], **more)
    make_review(record)
    return record


def test_description_is_complete():
    described = document()

    assert described["openapi"].startswith("3.1")
    assert set(described["components"]["schemas"]) >= {"term", "condition", "therapy", "trial", "organisation"}
    assert len(described["paths"]) == 2 * len(RECORD_MODELS)
    operations = [path["get"]["operationId"] for path in described["paths"].values()]
    assert len(operations) == len(set(operations))
    references = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert references <= set(described["components"]["schemas"])


def test_description_is_served(client):
    root = asked(client, "/api/v1/")

    assert asked(client, root["description"])["paths"]
    assert all(asked(client, address) == {"results": [], "next": None} for address in root["kinds"].values())


def test_checker_of_answers_finds_mistakes():
    reference = {"$ref": "#/components/schemas/problem"}

    assert problems({"status": "x", "problem": "y"}, reference)
    assert problems({"status": 1}, reference)
    assert problems({"status": 1, "problem": "y", "more": 1}, reference)
    assert problems({"status": 404, "problem": "y"}, reference) == []


@every_kind
def test_answers_are_what_the_description_says(client, model):
    record, kind = full(model), model._meta.model_name

    one = asked(client, f"/api/v1/{kind}/known/")
    many = asked(client, f"/api/v1/{kind}/")

    assert problems(one, schema_of(f"/api/v1/{kind}/{{slug}}/")) == []
    assert problems(many, schema_of(f"/api/v1/{kind}/")) == []
    assert one in many["results"]
    assert one["id"] == f"{kind}:known"
    assert one["address"] == SITE + record.get_absolute_url()
    assert one["last_reviewed"] == "2026-01-10"
    assert asked(client, one["self"]) == one


@every_kind
def test_drafts_and_withdrawn_records_are_not_given_out(client, model):
    kind = model._meta.model_name
    make(model, "Secretname", live=False)
    withdrawn = make(model, "Withdrawn")
    withdrawn.unpublish()
    record = make(model, "Known")
    record.name = "Secretname too"
    record.save_revision()

    answers = [asked(client, f"/api/v1/{kind}/"), asked(client, f"/api/v1/{kind}/known/")]

    assert "ecretname" not in str(answers)
    assert "ithdrawn" not in str(answers)
    assert problems(asked(client, f"/api/v1/{kind}/secretname/", 404), {"$ref": "#/components/schemas/problem"}) == []
    assert asked(client, f"/api/v1/{kind}/no-such/", 404) == asked(client, f"/api/v1/{kind}/secretname/", 404)
    assert asked(client, f"/api/v1/{kind}/withdrawn/", 410)["status"] == 410


def test_draft_beside_a_published_record_and_notes_of_staff_are_not_given_out(client):
    draft = make_condition("Secretname", live=False)
    make_trial("Known", conditions=[draft])
    make_therapy("Known", conditions=[draft])
    make_organisation("Known", conditions=[draft], editor_note="A note for staff")

    for kind in ("trial", "therapy", "organisation"):
        answer = asked(client, f"/api/v1/{kind}/known/")
        assert answer["conditions"] == []
        assert "note for staff" not in str(answer)


def test_standing_of_a_trial_is_unsure_when_nobody_looked_lately(client):
    make_trial("Known", checked_on=datetime.date.today() - datetime.timedelta(days=90))

    entry = asked(client, "/api/v1/trial/known/")["registry_entries"][0]

    assert (entry["status"], entry["standing"]) == ("RECRUITING", "unsure")


def test_therapy_says_what_is_true_today(client):
    make_therapy("Glybera", events=[("2012", "authorised"), ("2017", "expired")])

    row = asked(client, "/api/v1/therapy/glybera/")["authorisations"][0]

    assert (row["status"], row["is_approved"]) == ("expired", False)


def test_list_comes_in_parts_that_lead_on(client):
    made = [make_term() for _ in range(7)]
    found, address, parts = [], "/api/v1/term/?limit=3", 0

    while address:
        part = asked(client, address)
        found += [one["name"] for one in part["results"]]
        address, parts = part["next"], parts + 1

    assert found == [term.name for term in made]
    assert parts == 3


def test_other_language_is_asked_for_by_name(client):
    locale_of("fr")
    make_term("English word")
    make_term("Mot", language="fr")

    answer = asked(client, "/api/v1/term/?language=fr&limit=1")

    assert [one["name"] for one in answer["results"]] == ["Mot"]
    assert answer["results"][0]["address"] == f"{SITE}/fr/glossary/mot/"
    assert asked(client, answer["results"][0]["self"])["language"] == "fr"


@pytest.mark.parametrize("query", [
    "limit=0", "limit=101", "limit=x", "limit=-1", "limit=²", "after=x", f"after={'9' * 30}", "language=xx",
    "language=",
])  # fmt: skip
def test_parameter_that_cannot_be_used_is_refused_with_a_reason(client, query):
    answer = asked(client, f"/api/v1/term/?{query}", 400)

    assert query.partition("=")[0] in answer["problem"]


def test_kind_that_is_not_there_is_not_found(client):
    assert "term, condition" in asked(client, "/api/v1/drug/", 404)["problem"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_api_is_for_reading_only(client, method):
    assert getattr(client, method)("/api/v1/term/").status_code == 405


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/openapi.json", "/api/v1/term/", "/api/v1/term/vector/"])
def test_what_has_not_changed_is_not_sent_again(client, address):
    term = make_term("Vector")
    tag = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": tag})
    term.short_definition = "Other words for it."
    term.save_revision().publish()
    changed = client.get(address, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == (200 if "term" in address else 304)


@every_kind
def test_list_needs_as_many_queries_for_many_as_for_few(client, model):
    kind = model._meta.model_name

    def queries():
        asked(client, f"/api/v1/{kind}/")
        with CaptureQueriesContext(connection) as caught:
            asked(client, f"/api/v1/{kind}/")
        return [query["sql"] for query in caught]

    def more(number):
        for _ in range(number):
            fields = {"conditions": [make_condition()]} if hasattr(model, "conditions") else {}
            make(model, sources=[make_source()], **fields)

    more(2)
    few = queries()
    more(8)
    many = queries()

    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)
