"""Choices of conditions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Inheritance(models.TextChoices):
    """How a condition runs in families."""

    RECESSIVE = "autosomal recessive", _("both parents pass on a changed gene (autosomal recessive)")
    DOMINANT = "autosomal dominant", _("one changed gene is enough (autosomal dominant)")
    X_LINKED = "X-linked", _("the gene is on the X chromosome (X-linked)")
    MITOCHONDRIAL = "mitochondrial", _("passed on by the mother (mitochondrial)")
    MIXED = "mixed", _("more than one way")
    NOT_INHERITED = "not inherited", _("not inherited")
    UNKNOWN = "unknown", _("not known")


class BodyArea(models.TextChoices):
    BLOOD = "blood", _("Blood")
    IMMUNE_SYSTEM = "immune system", _("Immune system")
    NERVES = "brain and nerves", _("Brain and nerves")
    MUSCLES = "muscles", _("Muscles")
    EYES = "eyes", _("Eyes")
    EARS = "ears", _("Ears")
    SKIN = "skin", _("Skin")
    LIVER = "liver and metabolism", _("Liver and metabolism")
    LUNGS = "lungs and airways", _("Lungs and airways")
    HEART = "heart and vessels", _("Heart and blood vessels")
    BONES = "bones and joints", _("Bones and joints")
    GUT = "gut", _("Gut")
    BLADDER = "bladder and prostate", _("Bladder and prostate")
    CANCER = "cancer", _("Cancer")
    HORMONES = "hormones", _("Hormones")
    OTHER = "other", _("Other")
