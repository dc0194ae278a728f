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


OPEN_STATES = (SubmissionState.RECEIVED, SubmissionState.IN_REVIEW, SubmissionState.QUESTION)
DECIDED_STATES = (SubmissionState.APPROVED, SubmissionState.DECLINED, SubmissionState.TAKEN_BACK)


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
    CONTACT_DELETED = "contact deleted", _("contact data deleted")
