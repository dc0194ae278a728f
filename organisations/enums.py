"""Choices of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    PATIENT = "patient organisation", _("patient organisation")
    UMBRELLA = "umbrella", _("umbrella organisation")
    SOCIETY = "learned society", _("learned society")
    CHARITY = "charity", _("charity")
    NETWORK = "research network", _("research network")


class Service(models.TextChoices):
    HELPLINE = "helpline", _("helpline")
    PEER_CONTACT = "peer contact", _("contact with others in the same situation")
    TRAVEL_HELP = "travel help", _("help with travel")
    FINANCIAL_HELP = "financial help", _("help with money")
    INFORMATION = "information", _("information")
    ADVOCACY = "advocacy", _("speaking up for patients")
    RESEARCH_FUNDING = "research funding", _("money for research")
    CLINICAL_EXPERTISE = "clinical expertise", _("clinical expertise")
