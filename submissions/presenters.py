"""What the pages of the public forms show, worked out before the templates see it."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.base.presenters import Crumb
from submissions.about import reference_of
from submissions.answering import TRAP, fields_of
from submissions.carried import Carried
from submissions.consent import CONSENT_TEXTS, CONSENT_VERSION
from submissions.enums import SubmissionKind
from submissions.fields import Field, Shape, Step
from submissions.hurdles import Hurdle

FEW_OPTIONS = 12

TITLES = {
    SubmissionKind.ORGANISATION: gettext_lazy("Tell us about an organisation"),
    SubmissionKind.TRIAL: gettext_lazy("Tell us about a trial"),
    SubmissionKind.CORRECTION: gettext_lazy("Tell us about a mistake"),
    SubmissionKind.TERM: gettext_lazy("Ask for a word to be explained"),
    SubmissionKind.STORY: gettext_lazy("Tell your own story"),
    SubmissionKind.PROBLEM: gettext_lazy("Report a problem with this site"),
}
INVITATIONS = {
    SubmissionKind.CORRECTION: gettext_lazy("Something here is wrong, out of date or hard to understand."),
    SubmissionKind.ORGANISATION: gettext_lazy(
        "A group that helps people with gene or cell therapy, and is missing here."
    ),
    SubmissionKind.TRIAL: gettext_lazy("A clinical trial that is in a register, and is missing here."),
    SubmissionKind.TERM: gettext_lazy("A word that you met and that our glossary does not explain."),
    SubmissionKind.STORY: gettext_lazy("What you, your child or somebody close to you went through."),
    SubmissionKind.PROBLEM: gettext_lazy("A page does not work, you cannot use it, or it is about privacy."),
}


@dataclass(frozen=True)
class KindToChoose:
    """One kind of message on the first page."""

    title: Any
    invitation: Any
    address: str


def kinds_to_choose(about: dict[str, Any] | None) -> list[KindToChoose]:
    """Return what can be sent; corrections and problems keep in mind which page the reader came from."""
    chosen = []
    for kind, invitation in INVITATIONS.items():
        address = reverse("submissions:form", args=[kind.value])
        if about and kind in {SubmissionKind.CORRECTION, SubmissionKind.PROBLEM}:
            address += f"?about={quote(reference_of(about), safe=':/')}"
        chosen.append(KindToChoose(TITLES[kind], invitation, address))
    return chosen


# --- questions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    id: str
    value: str
    label: Any
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """One question of a page, with what was typed and what is wrong with it."""

    field: Field
    value: Any
    problem: str = ""
    is_first: bool = False

    @property
    def id(self) -> str:
        return f"q-{self.field.name.replace('_', '-')}"

    @property
    def target(self) -> str:
        """Where a link to the question leads: the control, or the first one of several."""
        return f"{self.id}-1" if self.look in {"radios", "boxes"} else self.id

    @property
    def look(self) -> str:
        """Which control asks it: line, text, radios, menu, boxes, tick."""
        if self.field.shape is Shape.ONE:
            return "radios" if len(list(self.field.choices)) <= FEW_OPTIONS else "menu"
        looks = {Shape.TEXT: "text", Shape.SEVERAL: "boxes", Shape.YES: "tick"}
        return looks.get(self.field.shape, "line")

    @property
    def input_type(self) -> str:
        if self.field.name == "your_email":
            return "email"
        return "url" if self.field.shape is Shape.ADDRESS else "text"

    @property
    def autocomplete(self) -> str:
        return {"your_email": "email", "your_name": "name"}.get(self.field.name, "off")

    @property
    def label(self) -> str:
        is_optional = not self.field.required and self.look != "tick" and self.field.name not in OPTIONAL_BY_ITS_WORDS
        return (
            _("%(question)s (you can leave this out)") % {"question": self.field.label}
            if is_optional
            else str(self.field.label)
        )

    @property
    def hint(self) -> str:
        parts = [str(self.field.hint)] if self.field.hint else []
        if self.field.shape is Shape.TEXT:
            parts.append(
                _("At most %(limit)s characters.")
                % {"limit": formats.number_format(self.field.limit, force_grouping=True)}
            )
        return " ".join(parts)

    @property
    def rows(self) -> int:
        return 12 if self.field.limit > 3000 else 5

    @property
    def described_by(self) -> str:
        parts = [f"{self.id}-hint" if self.hint else "", f"{self.id}-error" if self.problem else ""]
        return " ".join(part for part in parts if part)

    @property
    def options(self) -> list[Option]:
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return [
            Option(f"{self.id}-{number}", str(value), label, value in chosen)
            for number, (value, label) in enumerate(self.field.choices, start=1)
        ]


OPTIONAL_BY_ITS_WORDS = {"your_email", "your_name", "short_name", "number", "link"}


@dataclass
class FormPage:
    """What all pages of a form have in common."""

    state: Carried

    @property
    def number(self) -> int:
        """Which of the four steps it is."""
        return 2

    @property
    def kind_title(self) -> str:
        return str(TITLES[SubmissionKind(self.state.kind)])

    @property
    def address(self) -> str:
        return reverse("submissions:form", args=[self.state.kind])

    @property
    def packed(self) -> str:
        return self.state.pack()

    @property
    def about(self) -> str:
        return self.state.about["title"] if self.state.about else ""

    @property
    def caption(self) -> str:
        return _("Step %(number)s of 4") % {"number": self.number}

    @property
    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(_("Home"), "/"),
            Crumb(_("Send us something"), reverse("submissions:contribute")),
            Crumb(self.kind_title),
        ]


@dataclass
class StepPage(FormPage):
    """A page of questions."""

    step: Step
    found: dict[str, str]
    notice: Any = ""
    first: str = ""

    trap = TRAP

    @property
    def number(self) -> int:
        return 2 if self.step is Step.FACTS else 3

    @property
    def title(self) -> str:
        return self.kind_title if self.step is Step.FACTS else _("About you")

    @property
    def has_problem(self) -> bool:
        return bool(self.found or self.notice)

    @cached_property
    def questions(self) -> list[Question]:
        fields = fields_of(self.state.kind, self.step, has_subject=bool(self.state.about))
        return [
            Question(
                field, self.state.answers.get(field.name, field.empty), str(self.found.get(field.name, "")),
                field.name == self.first,
            )
            for field in fields
        ]  # fmt: skip

    @property
    def wrong(self) -> list[Question]:
        return [question for question in self.questions if question.problem]

    @property
    def is_story(self) -> bool:
        return self.state.kind == SubmissionKind.STORY

    @property
    def can_go_back(self) -> bool:
        return self.step is Step.YOU

    @property
    def consent(self) -> tuple:
        """What a teller agrees to, in the last step before checking."""
        return CONSENT_TEXTS[CONSENT_VERSION] if self.is_story and self.step is Step.YOU else ()


@dataclass(frozen=True)
class Answer:
    """One answer on the page where they are checked."""

    label: str
    words: str
    change: str


@dataclass
class CheckPage(FormPage):
    """All answers, to be checked and sent."""

    notice: Any = ""
    hurdle: Hurdle | None = None
    now: datetime.datetime | None = None

    @property
    def number(self) -> int:
        return 4

    @cached_property
    def answers(self) -> list[Answer]:
        given = []
        for step in (Step.FACTS, Step.YOU):
            for field in fields_of(self.state.kind, step, has_subject=bool(self.state.about)):
                words = field.words(self.state.answers.get(field.name, field.empty))
                label = str(field.label).removesuffix("?")
                given.append(Answer(label, words or _("left out"), f"change:{step.value}:{field.name}"))
        return given

    @property
    def message(self) -> str:
        """Why the message was not taken yet, or what else there is to say."""
        if self.hurdle is None:
            return str(self.notice)
        if self.hurdle.reason == "full":
            return _(
                "Very many messages came from your network today, and we cannot take more of them. Please try again"
                " tomorrow, or write to the address at the foot of this page. Your message has not been sent."
            )
        wait = _waiting_time(self.hurdle.seconds)
        if self.hurdle.reason == "busy":
            return _(
                "Many messages came from your network just now. Please leave this page open, wait %(time)s and press"
                " the button again. Your answers are kept on this page."
            ) % {"time": wait}
        return _(
            "That was very quick. To keep robots out we ask you to wait %(time)s and to press the button again."
            " Your answers are kept on this page."
        ) % {"time": wait}

    @property
    def work(self) -> dict[str, Any]:
        """What the browser has to work out meanwhile."""
        parameters = (self.state.challenge or {}).get("parameters", {})
        return {name: parameters.get(name, "") for name in ("nonce", "salt", "cost", "keyPrefix")}


def _waiting_time(seconds: int) -> str:
    if seconds < 60:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
