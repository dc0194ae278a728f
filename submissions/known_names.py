"""Names that are no person's: those of our own entries, so that “Spinal Muscular Atrophy” is not taken for somebody."""

from conditions.models import Condition
from glossary.models import Term
from organisations.models import Organisation
from therapies.models import Therapy


def known_names(locale) -> list[str]:
    """Return the names of all published entries in a language; four queries."""
    return [
        name
        for model in (Condition, Therapy, Organisation, Term)
        for name in model.objects.live().filter(locale=locale).order_by().values_list("name", flat=True)
    ]
