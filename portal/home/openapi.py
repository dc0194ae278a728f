"""The description of the public API for programs (OpenAPI 3.1), written by hand; tests hold the answers to it."""

from typing import Any

from django.conf import settings
from django.urls import reverse

TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri"}
MAYBE_DAY = {"type": ["string", "null"], "format": "date"}
MAYBE_MOMENT = {"type": ["string", "null"], "format": "date-time"}
TEXTS = {"type": "array", "items": TEXT}
FLAG = {"type": "boolean"}

Schema = dict[str, Any]


def things(properties: Schema) -> Schema:
    """Return the schema of an object in which every property is there, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def many(item: Schema) -> Schema:
    return {"type": "array", "items": item}


LINK = things({"id": TEXT, "name": TEXT})
COMMON = {
    "id": {"type": "string", "description": "Kind and slug, as in a reader's list: “trial:nct01234567”."},
    "name": TEXT,
    "language": TEXT,
    "address": ADDRESS | {"description": "The page for people."},
    "self": ADDRESS,
    "changed_at": MAYBE_MOMENT | {"description": "When it was last published."},
    "last_reviewed": MAYBE_DAY
    | {"description": "When a named person last checked the whole entry; null if nobody has."},
    "sources": many(things({"title": TEXT, "publisher": TEXT, "address": ADDRESS})),
    "licence": things({"name": TEXT, "address": ADDRESS}),
}
OF_KIND: dict[str, Schema] = {
    "term": {
        "short_definition": TEXT,
        "more": TEXT,
        "say_it_like": TEXT,
        "part_of_speech": TEXT,
        "topic": TEXT,
        "also_called": TEXTS,
    },
    "condition": {
        "summary": TEXT,
        "what_it_is": TEXT,
        "state_of_play": TEXT,
        "also_called": TEXTS,
        "codes": things({"orphacode": TEXT, "mondo": TEXT, "mesh": TEXT, "icd11": TEXT}),
        "inheritance": TEXT,
        "body_area": TEXT,
        "is_group": FLAG,
    },
    "therapy": {
        "inn": TEXT,
        "kind": TEXT,
        "modification": TEXT,
        "given": TEXT,
        "in_short": TEXT,
        "also_called": TEXTS,
        "conditions": many(LINK),
        "authorisations": many(
            things(
                {
                    "jurisdiction": TEXT,
                    "brand_name": TEXT,
                    "number": TEXT,
                    "holder": TEXT,
                    "kind": TEXT,
                    "status": {"type": "string", "description": "As of today, worked out from the events."},
                    "is_approved": FLAG,
                    "regulator_page": TEXT,
                    "last_seen_on": {"type": "string", "description": "A year, month or day; empty if not known."},
                    "events": many(
                        things(
                            {
                                "date": TEXT,
                                "kind": TEXT,
                                "is_planned": FLAG | {"description": "Still to come: it has not happened."},
                            }
                        )
                    ),
                }
            )
        ),
    },
    "trial": {
        "summary": TEXT,
        "therapy_kind": TEXT,
        "participant_pays": {"type": "string", "enum": ["no", "yes", "not stated"]},
        "conditions": many(LINK),
        "countries": TEXTS,
        "numbers": many(things({"registry": TEXT, "number": TEXT})),
        "registry_entries": many(
            things(
                {
                    "registry": TEXT,
                    "number": TEXT,
                    "official_title": TEXT,
                    "status": {"type": "string", "description": "What the registry said when we last looked."},
                    "standing": {
                        "type": "string",
                        "enum": ["open", "soon", "closed", "finished", "stopped", "unsure"],
                        "description": "What readers are told; “unsure” when the registry was not looked at lately.",
                    },
                    "phases": TEXTS,
                    "sponsor": TEXT,
                    "address": TEXT,
                    "changed_on": MAYBE_DAY,
                    "checked_on": MAYBE_DAY,
                }
            )
        ),
    },
    "organisation": {
        "short_name": TEXT,
        "kind": TEXT,
        "what_they_do": TEXT,
        "website": ADDRESS,
        "city": TEXT,
        "country": TEXT,
        "countries_served": TEXTS | {"description": "Empty for an international organisation."},
        "languages": TEXTS,
        "services": TEXTS,
        "funding": {"type": "string", "description": "What it says itself; empty is not stated."},
        "conditions": many(LINK),
    },
}
PROBLEM = things({"status": {"type": "integer"}, "problem": TEXT})
LANGUAGE = {"name": "language", "in": "query", "schema": TEXT | {"default": settings.LANGUAGE_CODE}}
SLUG = {"name": "slug", "in": "path", "required": True, "schema": TEXT}
LIMIT = {
    "name": "limit",
    "in": "query",
    "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
    "description": "Records in one answer.",
}
AFTER = {
    "name": "after",
    "in": "query",
    "schema": {"type": "integer", "minimum": 0, "default": 0},
    "description": "Taken from “next”; do not make it up.",
}
STATUS_PROBLEMS = {
    "400": "A parameter cannot be used.",
    "404": "There is no such published record.",
    "410": "The record was published once and was taken away.",
}


def document() -> Schema:
    """Return the whole description."""
    base = reverse("api_root")
    paths: dict[str, Schema] = {}
    schemas: dict[str, Schema] = {"problem": PROBLEM}
    for name, own in OF_KIND.items():
        schemas[name] = things(COMMON | own)
        reference = {"$ref": f"#/components/schemas/{name}"}
        listed = things({"results": many(reference), "next": {"type": ["string", "null"], "format": "uri"}})
        schemas[f"{name}_list"] = listed
        title = f"Published records of the kind “{name}”"
        paths[f"{base}{name}/"] = _reading(title, f"list_{name}", f"{name}_list", [LANGUAGE, LIMIT, AFTER])
        paths[f"{base}{name}/{{slug}}/"] = _reading(f"One {name}", f"get_{name}", name, [SLUG, LANGUAGE])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Published records",
            "version": "1",
            "description": (
                "Everything here is published and may be used under CC BY 4.0. Answers carry an ETag: send it back as "
                "If-None-Match, and you get 304 while nothing has changed. No key, no cookie; please ask no more than "
                "once a second."
            ),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": settings.SITE_ADDRESS}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _reading(summary: str, operation: str, schema: str, parameters: list[Schema]) -> Schema:
    def answer(description: str, name: str) -> Schema:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        return {"description": description, "content": content}

    return {
        "get": {
            "summary": summary,
            "operationId": operation,
            "parameters": parameters,
            "responses": {
                "200": answer("The answer", schema),
                "304": {"description": "Not modified since you last asked"},
                **{status: answer(words, "problem") for status, words in STATUS_PROBLEMS.items()},
            },
        }
    }
