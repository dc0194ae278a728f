"""The columns of EMA's table of medicines, whatever it calls them this year."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

# Our name -> the names seen in EMA's files since 2023, as ``normalise`` gives them.
COLUMNS = {
    "category": {"category"},
    "name": {"name_of_medicine", "medicine_name"},
    "number": {"ema_product_number", "product_number"},
    "status": {"medicine_status", "authorisation_status"},
    "inn": {"international_non_proprietary_name_inn_common_name", "international_non_proprietary_name_common_name"},
    "active_substance": {"active_substance"},
    "areas": {"therapeutic_area_mesh", "therapeutic_area"},
    "indication": {"therapeutic_indication", "condition_indication"},
    "accelerated": {"accelerated_assessment"},
    "conditional": {"conditional_approval"},
    "exceptional": {"exceptional_circumstances"},
    "advanced_therapy": {"advanced_therapy"},
    "holder": {
        "marketing_authorisation_developer_applicant_holder", "marketing_authorisation_holder_company_name",
    },
    "opinion_on": {"opinion_adopted_date"},
    "application_withdrawn_on": {"withdrawal_of_application_date"},
    "authorised_on": {
        "marketing_authorisation_date", "date_of_issue_of_marketing_authorisation_valid_throughout_the_eu",
    },
    "refused_on": {"refusal_of_marketing_authorisation_date", "date_of_refusal_of_marketing_authorisation"},
    "ended_on": {"withdrawal_expiry_revocation_lapse_of_marketing_authorisation_date"},
    "suspended_on": {"suspension_of_marketing_authorisation_date"},
    "updated_on": {"last_updated_date", "revision_date"},
    "page": {"medicine_url", "url"},
}  # fmt: skip
REQUIRED = ("category", "name", "number", "status", "advanced_therapy")


def normalise(header: object) -> str:
    """Return a column's heading as EMA's JSON would write it: small letters, words joined by underscores."""
    return re.sub(r"[^a-z0-9]+", "_", str(header or "").lower()).strip("_")


@lru_cache(maxsize=1000)
def our_name(header: object) -> str:
    """Return our name of a column; empty for one that we do not use."""
    name = normalise(header)
    return next((ours for ours, theirs in COLUMNS.items() if name in theirs), "")


def by_our_names(headings: Iterable[object], cells: Iterable[object]) -> dict[str, object]:
    """Return the cells of a line that we use; where EMA has two columns for one fact, the first that is filled."""
    line: dict[str, object] = {}
    for heading, cell in zip(headings, cells, strict=False):
        name = our_name(heading)
        if name and line.get(name) in (None, ""):
            line[name] = cell
    return line


def missing(headings: Iterable[object]) -> list[str]:
    """Return the columns without which the table cannot be used, in words."""
    names = {our_name(heading) for heading in headings}
    return [name.replace("_", " ") for name in REQUIRED if name not in names]


def twice(headings: Iterable[object]) -> list[str]:
    """Return the headings that stand more than once and that we use: nobody could say which of them counts."""
    times = Counter(normalise(heading) for heading in headings if our_name(heading))
    return [heading.replace("_", " ") for heading, number in times.items() if number > 1]
