"""The admin as a member of staff meets it: a form is fetched, filled in and sent, as a browser does it."""

from bs4 import BeautifulSoup, SoupStrainer
from django.test import Client
from wagtail.test.utils.form_data import rich_text as rich_text_value

# What must be filled in besides name and slug, for each kind of record.
REQUIRED = {
    "term": {"short_definition": "What the word means, in plain words."},
    "condition": {"what_it_is": "<p>What it is.</p>"},
    "therapy": {
        "in_short": "<p>One point.</p>",
        "kind": "in_vivo_gene",
        "modification": "addition",
        "given": "in vivo",
    },
    "trial": {
        "summary": "<p>What is tested.</p>",
        "therapy_kind": "gene_modified_cells",
        "oversight": "stated",
        "oversight_reference": "Made-up authority, reference 1",
        "identifiers-0-registry": "ctgov",
        "identifiers-0-number": "NCT09999999",
    },
    "organisation": {
        "kind": "patient organisation",
        "what_they_do": "<p>They help.</p>",
        "website": "https://organisation.example/",
    },
}

DRAFT: dict[str, str] = {}
PUBLISH = {"action-publish": "Publish"}
SUBMIT = {"action-submit": "Submit for moderation"}


def address(model_or_record, view: str, *parts) -> str:
    """Return the address of an admin screen of records: list, add, edit, delete, history ..."""
    options = model_or_record._meta
    keys = [] if isinstance(model_or_record, type) else [model_or_record.pk]
    path = [options.app_label, options.model_name, *([] if view == "list" else [view]), *keys, *parts]
    return f"/admin/snippets/{'/'.join(map(str, path))}/"


def rich_text(html: str) -> str:
    """Return rich text as Wagtail's editor sends it."""
    return rich_text_value(html, features=["h2", "h3", "bold", "link", "ul", "ol"])


def filled_in(model, **changes) -> dict:
    """Return what to fill into the empty form of a kind of record, besides what ``changes`` say."""
    values = {**REQUIRED[model._meta.model_name], **changes}
    return {name: rich_text(value) if value.startswith("<p>") else value for name, value in values.items()}


def rows(name: str, *typed: dict) -> dict:
    """Return the new rows of an inline panel that had none, as the form sends them."""
    values = {f"{name}-TOTAL_FORMS": len(typed)}
    for number, row in enumerate(typed):
        values |= {f"{name}-{number}-id": "", f"{name}-{number}-ORDER": number + 1, f"{name}-{number}-DELETE": ""}
        values |= {f"{name}-{number}-{key}": value for key, value in row.items()}
    return values


def fields_of(html: str, marker: str) -> dict:
    """Return what a browser would send with the form that has a field named ``marker``: names and present values."""
    page = BeautifulSoup(html, "html.parser")
    for template in page.find_all(["template", "script"]):
        template.decompose()
    field = page.find(attrs={"name": marker})
    assert field is not None, f"There is no field “{marker}” in the form."
    return dict(_values(field.find_parent("form")))


def fill(browser: Client, path: str, changes: dict, *, button: dict, marker="name", follow=False):
    """Fetch the form at a path, change some fields, press a button, and return the answer."""
    # The empty form of a kind of record is the same for everybody, and takes long to draw and to read.
    read = _fields_of_empty_form if path.endswith("/add/") else _fields_at
    return browser.post(path, {**read(browser, path, marker), **changes, **button}, follow=follow)


def messages_on(response) -> str:
    """Return what a page of the admin tells about errors: at the top, at a field, at a row."""
    only = SoupStrainer(class_=["messages", "error-message"])
    page = BeautifulSoup(response.content.decode(), "html.parser", parse_only=only)
    return " ".join(page.get_text(" ").split())


def words_on(response) -> str:
    """Return all the words of a page of the admin."""
    return " ".join(BeautifulSoup(response.content.decode(), "html.parser").get_text(" ").split())


def _fields_at(browser: Client, path: str, marker: str) -> dict:
    page = browser.get(path)
    assert page.status_code == 200, f"{path}: {page.status_code}"
    return fields_of(page.content.decode(), marker)


_empty_forms: dict[tuple[str, str], dict] = {}


def _fields_of_empty_form(browser: Client, path: str, marker: str) -> dict:
    """Return the fields of a form to add a record, fetched once in each process by the first test that fills it in."""
    if (path, marker) not in _empty_forms:
        _empty_forms[path, marker] = _fields_at(browser, path, marker)
    return _empty_forms[path, marker]


def _values(form):
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "")
        if not name or field.has_attr("disabled") or kind in ("submit", "button", "file"):
            continue
        if field.name == "select":
            chosen = [option.get("value", "") for option in field.find_all("option") if option.has_attr("selected")]
            if field.has_attr("multiple"):
                yield name, chosen
            else:
                first = field.find("option")
                yield name, chosen[0] if chosen else (first.get("value", "") if first else "")
        elif field.name == "textarea":
            yield name, field.get_text().removeprefix("\n")
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                yield name, field.get("value", "on")
        else:
            yield name, field.get("value", "")
