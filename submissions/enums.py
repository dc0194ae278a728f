"""Choices of submissions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubmissionKind(models.TextChoices):
    ORGANISATION = "organisation", _("organisation")
    TRIAL = "trial", _("trial")
    CORRECTION = "correction", _("correction")
    TERM = "term", _("glossary term")
    STORY = "story", _("story")
    PROBLEM = "problem", _("problem with the site")


class SubmissionState(models.TextChoices):
    RECEIVED = "received", _("received")
    IN_REVIEW = "in review", _("being checked")
    QUESTION = "question", _("question to the sender")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken back", _("taken back by the sender")
    REPLACED = "replaced", _("replaced by a newer version from the sender")


OPEN_STATES = (SubmissionState.RECEIVED, SubmissionState.IN_REVIEW, SubmissionState.QUESTION)
DECIDED_STATES = (
    SubmissionState.APPROVED,
    SubmissionState.DECLINED,
    SubmissionState.TAKEN_BACK,
    SubmissionState.REPLACED,
)


class Origin(models.TextChoices):
    """Through which door a submission came."""

    FORM = "form", _("public form")
    ORGANISATION = "organisation", _("the organisation itself, through its yearly link")
    STAFF = "staff", _("entered by staff for somebody")


class Act(models.TextChoices):
    """What is written into the log of a submission."""

    RECEIVED = "received", _("received")
    CLAIMED = "claimed", _("taken by a moderator")
    RELEASED = "released", _("given back to the queue")
    ASKED = "asked", _("question asked")
    ANSWERED = "answered", _("answered by the sender")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken back", _("taken back by the sender")
    REPLACED = "replaced", _("replaced by a newer version")
    EXPORTED = "exported", _("data handed to the sender")
    DRAFTED = "drafted", _("made into a draft")
    CHANGED = "changed", _("draft changed by a moderator")
    MERGED = "merged", _("made into a change of an existing entry")
    CHOSEN = "entry chosen", _("entry chosen by a moderator")
    FIRST_YES = "approved once", _("approved by the first of two")
    OPINION = "second opinion", _("second opinion asked for")
    NOTED = "noted", _("note for staff")
    UNDONE = "undone", _("decision taken back")
    TAKEN_DOWN = "taken down", _("story taken off the site")
    CONFIRMED = "confirmed", _("sender says it may stay")
    ASKED_AGAIN = "asked again", _("sender asked whether it may stay")
    CONTACT_DELETED = "contact deleted", _("contact data deleted")


class Erased(models.TextChoices):
    """What of a submission was erased."""

    MESSAGE = "message", _("everything about the message")
    CONTACT = "contact", _("name and address of the sender")


class ErasedBy(models.TextChoices):
    """Who asked for a submission to be erased, or which rule."""

    SENDER = "sender", _("the sender, on the status page")
    REQUEST = "request", _("the sender, by letter or e-mail")
    STAFF = "staff", _("a moderator")
    RULE = "rule", _("our rule: some days after the decision")


class Mistake(models.TextChoices):
    """What is wrong with a page, in the reader's words."""

    WRONG = "wrong", _("A fact is wrong")
    OLD = "old", _("Something is out of date")
    MISSING = "missing", _("Something important is missing")
    HARD = "hard", _("It is hard to understand")
    LINK = "link", _("A link does not work")
    SPELLING = "spelling", _("Spelling or language")
    OTHER = "other", _("Something else")


class Trouble(models.TextChoices):
    """What kind of problem somebody has with the site."""

    BROKEN = "broken", _("Something does not work")
    ACCESS = "access", _("I cannot read or use it, for example with a screen reader")
    PRIVACY = "privacy", _("It is about privacy or personal data")
    HARM = "harm", _("Something here could do harm")
    OTHER = "other", _("Something else")


class Connection(models.TextChoices):
    """What the sender has to do with an organisation or a trial."""

    INSIDE = "inside", _("I work there or speak for it")
    MEMBER = "member", _("I am a member, or I take part")
    NONE = "none", _("I only know of it")


class TimeSince(models.TextChoices):
    """How long ago the treatment of a story was."""

    NOT_YET = "not yet", _("Not treated yet")
    MONTHS = "months", _("Less than 6 months ago")
    TWO_YEARS = "two years", _("6 months to 2 years ago")
    FIVE_YEARS = "five years", _("2 to 5 years ago")
    LONGER = "longer", _("More than 5 years ago")
    UNSAID = "unsaid", _("I would rather not say")


class Outcome(models.TextChoices):
    """What the treatment of a story did, as the teller sees it."""

    HELPED = "helped", _("It helped me a lot")
    SOME = "some", _("It helped me a little")
    NOT = "not", _("It did not help me")
    WORSE = "worse", _("I am worse than before")
    EARLY = "early", _("It is too early to say")
    NONE = "none", _("There was no treatment")
    UNSAID = "unsaid", _("I would rather not say")


class ContentNote(models.TextChoices):
    """What a story speaks of, so that readers can decide whether to read it."""

    DEATH = "death", _("death of a person")
    CHILD = "child", _("serious illness of a child")
    SIDE_EFFECTS = "side effects", _("serious side effects")
    INTENSIVE_CARE = "intensive care", _("intensive care")
    MIND = "mind", _("fear, sadness or thoughts of suicide")
    PREGNANCY = "pregnancy", _("pregnancy or loss of a pregnancy")
