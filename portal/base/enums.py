"""Choices that several kinds of record share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NameKind(models.TextChoices):
    """Why another form leads to the same record. What is asked (“sugar pill”), and misspellings, are never shown."""

    SYNONYM = "synonym", _("synonym")
    ABBREVIATION = "abbreviation", _("abbreviation")
    PLURAL = "plural", _("plural")
    SPELLING = "spelling", _("other spelling")
    ADJECTIVE = "adjective", _("adjective")
    ASKED = "asked", _("asked as (found, not shown)")
    MISSPELLING = "misspelling", _("misspelling (found, not shown)")


MARKED_NAME_KINDS = tuple(kind for kind in NameKind if kind not in (NameKind.ASKED, NameKind.MISSPELLING))
SHOWN_NAME_KINDS = (NameKind.SYNONYM, NameKind.ABBREVIATION, NameKind.SPELLING, NameKind.ADJECTIVE)


class ReviewerRole(models.TextChoices):
    EDITOR = "editor", _("editor")
    MEDICAL = "medical", _("medical reviewer")
    PATIENT = "patient", _("patient reader")


class ChangeKind(models.TextChoices):
    CORRECTION = "correction", _("correction")
    EVIDENCE = "evidence", _("new evidence")
    STATUS = "status", _("status")
    WORDING = "wording", _("wording")


class LinkState(models.TextChoices):
    UNCHECKED = "unchecked", _("not checked yet")
    OK = "ok", _("works")
    REDIRECTED = "redirected", _("leads to another address")
    BROKEN = "broken", _("does not work")


class YesNoUnknown(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


class TherapyKind(models.TextChoices):
    """What kind of medicine a therapy is; the EU's legal classes in plain words."""

    IN_VIVO_GENE = "in_vivo_gene", _("gene therapy given into the body")
    GENE_MODIFIED_CELLS = "gene_modified_cells", _("gene-modified cells")
    SOMATIC_CELLS = "somatic_cells", _("cells without a gene change")
    TISSUE_ENGINEERED = "tissue_engineered", _("engineered tissue")
    ONCOLYTIC_VIRUS = "oncolytic_virus", _("virus that attacks cancer cells")
    CORD_BLOOD = "cord_blood", _("cord blood")
    OTHER_CELLS = "other_cells", _("other cells")
