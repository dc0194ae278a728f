"""Choices of editorial pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResourceKind(models.TextChoices):
    VIDEO = "video", _("film")
    REGISTER = "register", _("register of trials")
    REGULATOR = "regulator", _("regulator")
    WEBSITE = "website", _("website")


class Relation(models.TextChoices):
    """Whose story it is."""

    OWN = "own", _("my own")
    ON_BEHALF = "on behalf", _("of somebody who asked me to tell it")
    CHILD = "child", _("of my child")


class TimeSince(models.TextChoices):
    """How long before it was told the treatment of a story was; the same codes as in the public form."""

    NOT_YET = "not yet", _("not treated yet")
    MONTHS = "months", _("less than 6 months before this was told")
    TWO_YEARS = "two years", _("6 months to 2 years before this was told")
    FIVE_YEARS = "five years", _("2 to 5 years before this was told")
    LONGER = "longer", _("more than 5 years before this was told")
    UNSAID = "unsaid", _("not said")


class Outcome(models.TextChoices):
    """What the treatment of a story did, as its teller sees it; the same codes as in the public form."""

    HELPED = "helped", _("It helped a lot, says the teller.")
    SOME = "some", _("It helped a little, says the teller.")
    NOT = "not", _("It did not help, says the teller.")
    WORSE = "worse", _("Things are worse than before, says the teller.")
    EARLY = "early", _("It is too early to say.")
    NONE = "none", _("There was no treatment.")
    UNSAID = "unsaid", _("not said")
