"""The named fields of what the public sends in: the contract between forms, moderation desk and everything else.

``Submission.sent`` is one JSON object. It holds every field of its kind under the field's name, also the empty ones,
and beside them ``about`` (see ``submissions.about``; null where the message is about nothing in particular). Values:

| shape   | value in ``sent``                                                        |
|---------|--------------------------------------------------------------------------|
| LINE    | text without line breaks, "" when empty                                   |
| TEXT    | text, line breaks as "\\n", "" when empty                                  |
| ADDRESS | http(s) address, "" when empty                                            |
| ONE     | one code of ``choices``, "" when none                                     |
| SEVERAL | list of codes of ``choices``                                              |
| YES     | true or false                                                             |
| VALUES  | object: name of a field of the record -> proposed value; no public form   |

Name and e-mail address of the sender are never here: they are in ``SubmissionContact``.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from articles.enums import Relation
from organisations.enums import OrganisationKind, Service
from portal.base.enums import YesNoUnknown
from submissions.enums import (
    Connection,
    ContentNote,
    Mistake,
    Outcome,
    SubmissionKind,
    TimeSince,
    Trouble,
)

LONGEST_NAME = 150
LONGEST_EMAIL = 254


class Shape(enum.Enum):
    """What kind of value a field holds, and so which control asks for it."""

    LINE = "line"
    TEXT = "text"
    ADDRESS = "address"
    ONE = "one"
    SEVERAL = "several"
    YES = "yes"
    VALUES = "values"


class Step(enum.Enum):
    """On which page of the form a field is asked; KEPT ones are set by the server."""

    FACTS = "facts"
    YOU = "you"
    KEPT = "kept"


EMPTY: dict[Shape, Any] = {Shape.SEVERAL: [], Shape.YES: False, Shape.VALUES: {}}


@dataclass(frozen=True)
class Field:
    """One field of one kind of submission. ``limit`` counts characters; ``required`` is for the public form."""

    name: str
    label: Any
    shape: Shape = Shape.LINE
    required: bool = False
    limit: int = 300
    hint: Any = ""
    choices: Iterable[tuple[str, Any]] = ()
    step: Step = Step.FACTS

    @property
    def empty(self) -> Any:
        """The value where nothing was said."""
        empty = EMPTY.get(self.shape, "")
        return type(empty)()

    def words(self, value: Any) -> str:
        """Return a value as people read it: labels in place of codes, in the language of the page."""
        labels = dict(self.choices)
        if self.shape is Shape.YES:
            return str(_("Yes")) if value else str(_("No"))
        if self.shape is Shape.SEVERAL:
            return ", ".join(str(labels.get(code, code)) for code in value)
        if self.shape is Shape.VALUES:
            return "\n".join(f"{name}: {proposed}" for name, proposed in value.items())
        return str(labels.get(value, value)) if self.choices else str(value)


ORGANISATION = (
    Field("name", _("Name of the organisation"), required=True, limit=200),
    Field("short_name", _("Short name, if it has one"), limit=60),
    Field("kind", _("What is it?"), Shape.ONE, required=True, choices=OrganisationKind.choices),
    Field(
        "what_they_do", _("What does it do for people?"), Shape.TEXT, required=True, limit=1500,
        hint=_("Two or three sentences in your own words."),
    ),
    Field("website", _("Its website"), Shape.ADDRESS, required=True, limit=300, hint=_("For example https://example.org")),
    Field(
        "countries_served", _("In which countries does it help?"), required=True, limit=300,
        hint=_("For example: Spain, Portugal. Write “all” if it helps everywhere."),
    ),
    Field("city", _("In which city is it?"), limit=120),
    Field("country", _("In which country is it?"), Shape.ONE, choices=countries),
    Field(
        "conditions", _("For which conditions?"), limit=300,
        hint=_("For example: haemophilia. Leave empty if it is there for all."),
    ),
    Field("languages", _("Which languages does it speak?"), limit=300, hint=_("For example: Spanish, English")),
    Field("services", _("How does it help?"), Shape.SEVERAL, choices=Service.choices),
    Field(
        "funding", _("Does it take money from companies?"), Shape.TEXT, limit=500,
        hint=_("Write what it says about this itself. Leave empty if you do not know."),
    ),
    Field("connection", _("What do you have to do with it?"), Shape.ONE, required=True, choices=Connection.choices),
)  # fmt: skip

TRIAL = (
    Field(
        "number", _("Number of the trial in a register"), limit=60,
        hint=_("For example NCT01234567 or 2023-501234-12-00. Without a number, give an address below."),
    ),
    Field(
        "link", _("Address of the trial’s entry in a register"), Shape.ADDRESS, limit=300,
        hint=_("Needed only where you have no number."),
    ),
    Field("title", _("What is the trial about?"), required=True, hint=_("One sentence in plain words.")),
    Field("conditions", _("For which conditions?"), limit=300),
    Field("countries", _("In which countries?"), limit=300),
    Field(
        "participant_pays", _("Do people have to pay to take part?"), Shape.ONE, required=True,
        choices=YesNoUnknown.choices,
    ),
    Field("why", _("Is there something else we should know?"), Shape.TEXT, limit=2000),
    Field("connection", _("What do you have to do with it?"), Shape.ONE, required=True, choices=Connection.choices),
)  # fmt: skip

CORRECTION = (
    Field(
        "where", _("Which page is it about?"), required=True, limit=300,
        hint=_("Its title, or its address from the top of your browser."),
    ),
    Field("mistake", _("What is wrong?"), Shape.ONE, required=True, choices=Mistake.choices),
    Field(
        "what", _("Tell us more"), Shape.TEXT, required=True, limit=3000,
        hint=_("Copy the words that are wrong, if you can."),
    ),
    Field("should_be", _("What should stand there?"), Shape.TEXT, limit=3000),
    Field("source", _("How do you know?"), limit=500, hint=_("An address or a document, if you have one.")),
    Field("changes", _("Proposed values"), Shape.VALUES, step=Step.KEPT),
)  # fmt: skip

TERM = (
    Field("name", _("Which word is missing?"), required=True, limit=200),
    Field("also_called", _("Is it also called something else?"), limit=200),
    Field(
        "meaning", _("What does it mean, as far as you know?"), Shape.TEXT, limit=1000,
        hint=_("You need not know. Asking is enough."),
    ),
    Field("where_seen", _("Where did you see or hear it?"), limit=300),
)  # fmt: skip

STORY = (
    Field("relation", _("Whose story is it?"), Shape.ONE, required=True, choices=Relation.choices),
    Field("title", _("A title of a few words"), required=True, limit=120),
    Field(
        "story", _("The story"), Shape.TEXT, required=True, limit=10_000,
        hint=_("Please leave out names of people, doctors and hospitals, and exact dates."),
    ),
    Field("condition", _("Which condition is it about?"), limit=200),
    Field("therapy", _("Which therapy is it about?"), limit=200),
    Field("time_since", _("When was the treatment?"), Shape.ONE, required=True, choices=TimeSince.choices),
    Field("outcome", _("What did the treatment do?"), Shape.ONE, required=True, choices=Outcome.choices),
    Field(
        "content_notes", _("Does the story speak of any of these?"), Shape.SEVERAL, choices=ContentNote.choices,
        hint=_("We say so above the story, so that readers can choose."),
    ),
    Field("other_notes", _("Or of something else that may be hard to read?"), limit=200),
    Field(
        "may_tell", _("I may tell this story."), Shape.YES, required=True, step=Step.YOU,
        hint=_("It is my own, or the person asked me to tell it, or I am the child’s parent or guardian."),
    ),
    Field("is_adult", _("I am 18 or older."), Shape.YES, required=True, step=Step.YOU),
    Field("consent", _("I agree to all of this."), Shape.YES, required=True, step=Step.YOU),
    Field(
        "yearly_question", _("You may ask me once a year by e-mail whether the story may stay."), Shape.YES,
        step=Step.YOU, hint=_("Only then we keep your address as long as the story is shown."),
    ),
    Field("consent_version", _("Version of the consent text"), limit=20, step=Step.KEPT),
    Field("consented_on", _("Consent given on"), limit=10, step=Step.KEPT),
)  # fmt: skip

PROBLEM = (
    Field("trouble", _("What kind of problem is it?"), Shape.ONE, required=True, choices=Trouble.choices),
    Field("where", _("On which page?"), limit=300),
    Field("what", _("What happened?"), Shape.TEXT, required=True, limit=3000),
    Field("device", _("What do you read with?"), limit=300, hint=_("For example: a phone, Firefox, a screen reader.")),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    SubmissionKind.ORGANISATION: ORGANISATION,
    SubmissionKind.TRIAL: TRIAL,
    SubmissionKind.CORRECTION: CORRECTION,
    SubmissionKind.TERM: TERM,
    SubmissionKind.STORY: STORY,
    SubmissionKind.PROBLEM: PROBLEM,
}


def sent_of(kind: str, fields: Mapping[str, Any], about: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the JSON object that is kept: every field of the kind, the empty ones too, and what it is about.

    Raises ValueError for a name that is not a field of the kind, and for a value of another type than the field's.
    """
    known = {field.name: field for field in FIELDS[kind]}
    unknown = sorted(set(fields) - set(known))
    if unknown:
        raise ValueError(f"Not fields of “{kind}”: {', '.join(unknown)}.")
    sent = {name: fields.get(name, field.empty) for name, field in known.items()}
    wrong = [name for name, field in known.items() if not isinstance(sent[name], type(field.empty))]
    if wrong:
        raise ValueError(f"Values of the wrong type: {', '.join(wrong)}.")
    return {**sent, "about": dict(about) if about else None}


def answers(submission) -> list[tuple[Field, Any]]:
    """Return the fields of a submission with what was sent in each, in the order of the form.

    What an older form sent and today's does not ask any more is left out here; it stays in ``sent``.
    """
    return [(field, submission.sent[field.name]) for field in FIELDS[submission.kind] if field.name in submission.sent]
