"""What was typed into a form, and what is wrong with it. Nothing typed is ever thrown away because it is wrong."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from submissions.enums import SubmissionKind
from submissions.fields import FIELDS, LONGEST_EMAIL, LONGEST_NAME, Field, Shape, Step

# Neither written nor read by people, and some of them cannot be stored: control characters, halves of pairs, no-signs.
ODD_SIGNS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_MARKS = 8
TRAP = "fax_number"

CONTACT = (
    Field(
        "your_email",
        gettext_lazy("Your e-mail address, if you like"),
        limit=LONGEST_EMAIL,
        step=Step.YOU,
        hint=gettext_lazy("Only to tell you what became of your message. Deleted 30 days after our decision."),
    ),
    Field(
        "your_name",
        pgettext_lazy("sender of a message", "Your name, if you like"),
        limit=LONGEST_NAME,
        step=Step.YOU,
        hint=gettext_lazy("It is not shown on the site."),
    ),
)


def fields_of(kind: str, step: Step, *, has_subject: bool) -> list[Field]:
    """Return the fields that a page of the form asks, in their order; what is known from the address is not asked."""
    asked = [field for field in FIELDS[kind] if field.step is step and not (has_subject and field.name == "where")]
    return [*CONTACT, *asked] if step is Step.YOU else asked


def typed(field: Field, data: QueryDict) -> Any:
    """Return what was typed into a field, whether it is right or not; line breaks as ``\\n``."""
    if field.shape is Shape.SEVERAL:
        return list(dict.fromkeys(data.getlist(field.name)))[:100]
    if field.shape is Shape.YES:
        return bool(data.get(field.name))
    text = data.get(field.name, "").replace("\r\n", "\n").replace("\r", "\n")
    return text if field.shape is Shape.TEXT else text.replace("\n", " ")


def without_odd_signs(value: Any) -> Any:
    """Return a typed value without signs that nobody can see and no database keeps."""
    if isinstance(value, list):
        return [ODD_SIGNS.sub("", part) for part in value]
    return ODD_SIGNS.sub("", value) if isinstance(value, str) else value


def problem_with(field: Field, value: Any) -> str:
    """Return what is wrong with a value, in words for its sender; "" when it is right."""
    is_empty = not (value.strip() if isinstance(value, str) else value)
    if is_empty:
        return _missing(field) if field.required else ""
    if field.choices and (unknown := set(value if isinstance(value, list) else [value]) - set(dict(field.choices))):
        return _("Please choose one of the answers.") if unknown else ""
    if not isinstance(value, str):
        return ""
    if len(value) > field.limit:
        numbers = {
            name: number_format(number, force_grouping=True)
            for name, number in [("limit", field.limit), ("length", len(value))]
        }
        return (
            _("This is too long: %(length)s characters, and there is room for %(limit)s. Please shorten it.") % numbers
        )
    if has_heaped_marks(value):
        return _("There are too many marks on one letter here. Please write it with plain letters.")
    return _problem_with_form(field, value)


def _problem_with_form(field: Field, value: str) -> str:
    try:
        if field.shape is Shape.ADDRESS:
            URLValidator(schemes=["http", "https"])(value.strip())
        elif field.name == "your_email":
            validate_email(value.strip())
    except (ValidationError, ValueError):
        if field.shape is Shape.ADDRESS:
            return _("This is not a whole web address. It looks like https://example.org")
        return _("This is not a whole e-mail address. It looks like name@example.org")
    return ""


def _missing(field: Field) -> str:
    if field.shape is Shape.YES:
        return _("Please tick this box. Without it we cannot take the message.")
    return _("Please choose an answer.") if field.choices else _("Please write something here.")


def has_heaped_marks(text: str) -> bool:
    """Return whether more marks stand on one letter than any language has."""
    if text.isascii():
        return False
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > MOST_MARKS:
            return True
    return False


def problems(kind: str, step: Step, answers: Mapping[str, Any], *, has_subject: bool) -> dict[str, str]:
    """Return what is wrong on a page of the form, by the name of the field, in the order of the page."""
    fields = fields_of(kind, step, has_subject=has_subject)
    found = {field.name: problem_with(field, answers.get(field.name, field.empty)) for field in fields}
    for name, problem in _problems_together(kind, step, answers, has_subject).items():
        found[name] = problem
    return {name: problem for name, problem in found.items() if problem}


def _problems_together(kind, step, answers, has_subject) -> dict[str, str]:
    """What can be said only of several answers together."""
    said = {name: value.strip() if isinstance(value, str) else value for name, value in answers.items()}
    if kind == SubmissionKind.TRIAL and step is Step.FACTS and not (said.get("number") or said.get("link")):
        return {"number": _("Please give a number or an address, so that we can find the trial.")}
    if kind == SubmissionKind.CORRECTION and step is Step.FACTS and not has_subject and not said.get("where"):
        return {"where": _("Please write which page you mean.")}
    if step is Step.YOU and said.get("yearly_question") and not said.get("your_email"):
        return {"your_email": _("Please give an address, or take the tick away at the question about once a year.")}
    return {}


def sent_values(kind: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that are kept in ``Submission.sent``: those of the kind's fields, without the contact."""
    return {field.name: answers[field.name] for field in FIELDS[kind] if field.name in answers}
