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
