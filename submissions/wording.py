"""Words that moderators pick and may change: reasons for declining, questions, signposts. The sender reads them.

The reasons quote the rules we publish; who changes a rule changes its reason here too.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from submissions.enums import SubmissionKind

ORGANISATION, TRIAL, TERM = SubmissionKind.ORGANISATION, SubmissionKind.TRIAL, SubmissionKind.TERM
CORRECTION, STORY, PROBLEM = SubmissionKind.CORRECTION, SubmissionKind.STORY, SubmissionKind.PROBLEM
ORGANISATION_RULES = "/about/inclusion-rules-organisations/"
TRIAL_RULES = "/about/inclusion-rules-trials/"


@dataclass(frozen=True)
class Wording:
    """Some words with a code, a label for the moderator, and the kinds of submission they fit; none means all."""

    code: str
    label: Any
    text: Any
    kinds: tuple[str, ...] = ()
    rules: str = ""

    def fits(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def naming(self, number: str) -> "Wording":
        """Return the words with whom to call in an emergency in them, as ``identity.emergency_words`` says it."""
        return replace(self, text=str(self.text).replace("{number}", number))


REASONS = (
    Wording(
        "no-fit",
        _("It does not fit"),
        _(
            "We list groups that work for people with a condition for which gene or cell therapy is used or tested, or"
            " in this field as a whole. We could not see that this one does."
        ),
        (ORGANISATION,),
        ORGANISATION_RULES,
    ),
    Wording(
        "not-real",
        _("Not registered, or nobody is named"),
        _(
            "A group must be registered, or a known body must vouch for it, and it must say who runs it. We could not "
            "find that."
        ),
        (ORGANISATION,),
        ORGANISATION_RULES,
    ),
    Wording(
        "no-contact",
        _("It cannot be reached"),
        _("A group must have a website or another public way to reach it. We found none."),
        (ORGANISATION,),
        ORGANISATION_RULES,
    ),
    Wording(
        "sells",
        _("It sells treatments"),
        _("We list no group that sells treatments or takes money for sending people to a clinic."),
        (ORGANISATION,),
        ORGANISATION_RULES,
    ),
    Wording(
        "advertises",
        _("It advertises unproven treatments"),
        _("We list no group that advertises unproven treatments."),
        (ORGANISATION,),
        ORGANISATION_RULES,
    ),
    Wording(
        "profit",
        _("It is run for profit"),
        _(
            "We list groups that are not run for profit. Bodies of companies are listed only if they are useful to "
            "readers."
        ),
        (ORGANISATION,),
        ORGANISATION_RULES,
    ),
    Wording(
        "no-number",
        _("No number in a public register"),
        _("A trial must have a number in a public register. We could not find one."),
        (TRIAL,),
        TRIAL_RULES,
    ),
    Wording(
        "no-therapy",
        _("No gene, cell or tissue therapy"),
        _("We list trials that test a gene, cell or tissue therapy in people, or follow people who had one."),
        (TRIAL,),
        TRIAL_RULES,
    ),
    Wording(
        "no-sponsor",
        _("The sponsor cannot be found"),
        _(
            "The sponsor of a trial must be a hospital, university, public body or company that can be found. We could"
            " not find it."
        ),
        (TRIAL,),
        TRIAL_RULES,
    ),
    Wording(
        "pays",
        _("People have to pay"),
        _(
            "We leave out trials that we know charge people to take part, and trials whose sponsor sells the same "
            "treatment."
        ),
        (TRIAL,),
        TRIAL_RULES,
    ),
    Wording(
        "warned",
        _("A regulator has warned about it"),
        _("We leave out trials that a regulator has warned about."),
        (TRIAL,),
        TRIAL_RULES,
    ),
    Wording(
        "there",
        _("It is there already"),
        _("We have this already. Thank you for telling us all the same."),
        (ORGANISATION, TRIAL, TERM, CORRECTION),
    ),
    Wording(
        "no-source",
        _("No source for it"),
        _("We could not find a source that readers can check. You can send it again with one."),
        (CORRECTION, TERM),
    ),
    Wording(
        "right",
        _("The page is right as it is"),
        _("We compared it with the sources on the page, and the page is right as it is."),
        (CORRECTION,),
    ),
    Wording(
        "other-field",
        _("Not a word of this field"),
        _(
            "We explain words that readers meet when they read about gene and cell therapy. This one belongs to "
            "another field."
        ),
        (TERM,),
    ),
    Wording(
        "others-named",
        _("Others can be recognised"),
        _(
            "Other people can be recognised in the story, and we cannot take that out without losing what you tell. "
            "You can send it again without it."
        ),
        (STORY,),
    ),
    Wording(
        "advertising",
        _("The story reads as advertising"),
        _("We show what people lived through. Your story speaks mainly for a clinic, a company or a product."),
        (STORY,),
    ),
    Wording(
        "advice",
        _("Asks for medical advice"),
        _(
            "We are not doctors and cannot advise one person. Please ask your treatment team: they know your case. If "
            "you have none, your family doctor or a patient organisation can tell you whom to ask."
        ),
        (),
    ),
    Wording(
        "not-ours",
        _("Not about this site"),
        _("We cannot look into this. It is not about what this site shows."),
        (PROBLEM, CORRECTION),
    ),
    Wording(
        "known",
        _("Known already"),
        _("We know of this already and are working on it."),
        (PROBLEM,),
    ),
    Wording(
        "spam",
        _("Spam or advertising"),
        _("It is advertising, or has nothing to do with gene or cell therapy."),
        (),
    ),
)

SIGNPOST_DANGER = _(
    "What you wrote worries us, and we are not able to help quickly from here. If you or somebody else is in danger "
    "now, please call {number}. Please talk to somebody you trust, to your doctor, or to a "
    "crisis line in your country. You are not a burden to them."
)
SIGNPOST_ADVICE = _(
    "We are not doctors and cannot advise one person. Please ask your treatment team or your doctor before you change "
    "anything. Patient organisations on this site can tell you whom to ask, and often know others who live with it."
)

QUESTIONS = (
    Wording(
        "danger",
        _("Signpost: somebody may be in danger"),
        SIGNPOST_DANGER,
    ),
    Wording(
        "medical",
        _("Signpost: medical advice"),
        SIGNPOST_ADVICE,
    ),
    Wording(
        "source",
        _("How do you know?"),
        _("How do you know this? An address or a document that readers can check would help us most."),
        (CORRECTION, TERM, TRIAL),
    ),
    Wording(
        "which-page",
        _("Which page?"),
        _("Which page and which sentence do you mean? Its address or a few words of it are enough."),
        (CORRECTION, PROBLEM),
    ),
    Wording(
        "who-runs",
        _("Who runs it?"),
        _("Who runs the group, and where is it registered? A page that says so is enough."),
        (ORGANISATION,),
    ),
    Wording(
        "money",
        _("Money from companies?"),
        _("Does the group take money from companies, and where does it say so?"),
        (ORGANISATION,),
    ),
    Wording(
        "number",
        _("Number of the trial?"),
        _("What is the trial's number in a public register, for example NCT01234567?"),
        (TRIAL,),
    ),
    Wording(
        "who-pays",
        _("Who pays?"),
        _("Do people have to pay to take part, and where does it say so?"),
        (TRIAL,),
    ),
    Wording(
        "names",
        _("May we take names out?"),
        _(
            "We would like to show your story without the names and places in it. Is the text still yours then? Please"
            " tell us if something must not be changed."
        ),
        (STORY,),
    ),
    Wording(
        "consent",
        _("May you tell it?"),
        _(
            "Does the person whose story it is know of it and agree? If it is about your child, does the other parent "
            "agree?"
        ),
        (STORY,),
    ),
    Wording(
        "happened",
        _("What happened before?"),
        _("What did you do just before it happened, and what did you see?"),
        (PROBLEM,),
    ),
)


def reasons_for(kind: str) -> list[Wording]:
    """Return the reasons for declining that fit a kind of submission."""
    return [reason for reason in REASONS if reason.fits(kind)]


def questions_for(kind: str, number: str) -> list[Wording]:
    """Return the questions and signposts that fit a kind of submission, naming whom to call in an emergency."""
    return [question.naming(number) for question in QUESTIONS if question.fits(kind)]


def reason_text(code: str) -> str:
    """Return the words of a reason; empty where there is no such reason."""
    return next((str(reason.text) for reason in REASONS if reason.code == code), "")


def question_text(code: str, number: str) -> str:
    """Return the words of a question, naming whom to call; empty where there is no such question."""
    return next((question.naming(number).text for question in QUESTIONS if question.code == code), "")
