"""Choices of the glossary."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartOfSpeech(models.TextChoices):
    NOUN = "noun", _("noun")
    ADJECTIVE = "adjective", _("adjective")
    ADVERB = "adverb", _("adverb")
    PHRASE = "phrase", _("phrase")


class Topic(models.TextChoices):
    """The shelves of the glossary."""

    GENES_AND_DNA = "genes-and-dna", _("Genes and DNA")
    CELLS = "cells", _("Cells")
    GENE_THERAPY = "gene-therapy", _("Gene therapy")
    GENE_EDITING = "gene-editing", _("Gene editing")
    CELL_THERAPY = "cell-therapy", _("Cell therapy")
    VECTORS = "vectors", _("Vectors")
    RESEARCH_AND_TRIALS = "research-and-trials", _("Research and trials")
    MEDICINES_AND_RULES = "medicines-and-rules", _("Medicines and rules")
    IMMUNE_SYSTEM = "immune-system", _("Immune system")
    CARE_AND_SAFETY = "care-and-safety", _("Care and safety")
