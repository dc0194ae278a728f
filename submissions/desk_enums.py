"""Choices of the moderation desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FlagKind(models.TextChoices):
    """What a moderator should look at in a text. A flag is a hint of a program, never a judgement."""

    DANGER = "danger", _("somebody may be in danger")
    ADVICE = "advice", _("asks for medical advice")
    NAME = "name", _("name of a person")
    EMAIL = "e-mail", _("e-mail address")
    PHONE = "phone", _("telephone number")
    HOSPITAL = "hospital", _("hospital")
    DATE = "date", _("date")
    PRICE = "price", _("price")
    CURE = "cure", _("promise of a cure")
    LINK = "link", _("link")
    ODD_LINK = "odd link", _("link that hides where it leads")
    ODD_LETTERS = "odd letters", _("hidden letters, mark-up or formulas")
    DUPLICATE = "duplicate", _("may be there already")
    SENT_BEFORE = "sent before", _("same text sent before")


URGENT_FLAGS = (FlagKind.DANGER, FlagKind.ADVICE)
PERSONAL_FLAGS = (FlagKind.NAME, FlagKind.EMAIL, FlagKind.PHONE, FlagKind.HOSPITAL)
