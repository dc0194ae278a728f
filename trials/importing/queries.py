"""What we ask a registry for: our conditions together with the kinds of therapy we write about."""

import datetime
import hashlib
import json

from wagtail.models import Locale

from conditions.models import Condition
from portal.base.enums import SHOWN_NAME_KINDS

# Words that registries use for the therapies of this portal; the type of intervention alone finds too few of them.
THERAPIES = (
    '"gene therapy" OR "gene transfer" OR "gene editing" OR "genome editing" OR CRISPR OR "base editing" OR AAV OR'
    ' "adeno-associated virus" OR lentiviral OR parvovec OR "CAR-T" OR "chimeric antigen receptor" OR autotemcel OR'
    ' leucel OR "gene-modified cells" OR "T cell receptor" OR "tumor infiltrating lymphocytes" OR "stem cell" OR'
    ' "mesenchymal stromal" OR "cell therapy" OR "NK cells" OR "tissue engineered" OR "oncolytic virus" OR "cord blood"'
)
LONGEST_CONDITIONS = 1500


def queries(text: str = "") -> list[dict[str, str]]:
    """Return the questions: one of somebody's own, else our published conditions in as few questions as fit.

    Without a published condition everything with one of our kinds of therapy is asked for.
    """
    if text:
        return [{"query.term": text}]
    found = [{"query.cond": names, "query.intr": THERAPIES} for names in condition_lists(condition_names())]
    return found or [{"query.intr": THERAPIES}]


def condition_names() -> list[str]:
    """Return the names of our published conditions, and the other names we show, in a fixed order."""
    conditions = Condition.objects.live().filter(locale=Locale.get_default()).prefetch_related("also_called")
    names: dict[str, None] = {}
    for condition in conditions.order_by("folded_name", "pk"):
        others = [other.text for other in condition.also_called.all() if other.kind in SHOWN_NAME_KINDS]
        names.update(dict.fromkeys([condition.name, *sorted(others)]))
    return list(names)


def condition_lists(names: list[str]) -> list[str]:
    """Return the names as OR-lists, none too long for an address."""
    lists: list[str] = []
    for name in names:
        quoted = '"' + " ".join(name.replace('"', " ").replace("\\", " ").split()) + '"'
        if lists and len(lists[-1]) + len(quoted) + 4 <= LONGEST_CONDITIONS:
            lists[-1] += f" OR {quoted}"
        else:
            lists.append(quoted)
    return lists


def since(query: dict[str, str], day: datetime.date | None) -> dict[str, str]:
    """Return a question for only what the registry changed from a day on."""
    if day is None:
        return query
    return {**query, "filter.advanced": f"AREA[LastUpdatePostDate]RANGE[{day.isoformat()},MAX]"}


def fingerprint(*asked: object) -> str:
    """Return a fingerprint by which two runs that ask the same are recognised."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
