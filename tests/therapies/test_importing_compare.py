"""On what EMA and we disagree, one fact at a time."""

import pytest

from tests.factories.regulators import (
    APPLICATION_WITHDRAWN_ON,
    AUTHORISED_ON,
    ENDED_ON,
    REFUSED_ON,
    SUSPENDED_ON,
    ema_line,
)
from therapies.importing.columns import by_our_names
from therapies.importing.compare import Held, compare
from therapies.importing.rows import parse_row

AUTHORISED = ("2018-08-23", "authorised")


def held(**changes):
    values = {
        "brand_name": "Exampla",
        "number": "EMEA/H/C/009001",
        "holder": "Example Pharma B.V.",
        "kind": "standard",
        "events": (AUTHORISED,),
    }
    return Held(**{**values, **changes})


def differences(ours, **changes):
    line = ema_line(**changes)
    found = compare(parse_row(by_our_names(line, line.values()), "row 12"), ours)
    return {difference.field: (difference.ours, difference.theirs) for difference in found}


def test_line_that_says_what_we_say_brings_nothing():
    assert differences(held()) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"brand_name": "EXAMPLA"},
        {"holder": "example pharma b.v."},
        {"holder": "Example Pharma B.V. (applicant)"},
        {"events": (("2018", "authorised"),)},
        {"events": (("2018-08", "authorised"),)},
        {"events": (AUTHORISED, ("2020", "label restricted"))},
        {"events": (AUTHORISED, ("2020", "no longer marketed"))},
        {"events": (AUTHORISED, ("2020", "suspended"), ("2021", "suspension lifted"))},
    ],
)
def test_what_only_looks_different_agrees(changes):
    assert differences(held(**changes)) == {}


@pytest.mark.parametrize(
    ("ours", "theirs", "field", "said"),
    [
        ({"brand_name": "Example"}, {}, "brand name", ("Example", "Exampla")),
        ({"number": ""}, {}, "product number", ("nothing", "EMEA/H/C/009001")),
        ({"number": "EMEA/H/C/009002"}, {}, "product number", ("EMEA/H/C/009002", "EMEA/H/C/009001")),
        ({"holder": "Another"}, {}, "holder", ("Another", "Example Pharma B.V.")),
        ({"kind": "conditional"}, {}, "kind", ("conditional", "standard")),
        ({}, {"Conditional approval": "Yes"}, "kind", ("standard", "conditional")),
        ({"events": (("2018-08-22", "authorised"),)}, {}, "authorised on", ("2018-08-22", "2018-08-23")),
        ({"events": (("2017", "authorised"),)}, {}, "authorised on", ("2017", "2018-08-23")),
        ({"events": ()}, {}, "authorised on", ("nothing", "2018-08-23")),
        ({"events": ()}, {}, "status", ("Status not known", "authorised")),
        ({"events": (AUTHORISED, ("2020-01-01", "withdrawn"))}, {}, "status",
         ("No longer approved: withdrawn", "authorised")),
        ({}, {"Medicine status": "Withdrawn", ENDED_ON: "24/03/2022"}, "status", ("Approved", "withdrawn")),
        ({}, {"Medicine status": "Withdrawn", ENDED_ON: "24/03/2022"}, "ended on", ("nothing", "2022-03-24")),
        ({}, {"Medicine status": "Suspended", SUSPENDED_ON: "24/03/2022"}, "status", ("Approved", "suspended")),
        ({}, {"Medicine status": "Suspended", SUSPENDED_ON: "24/03/2022"}, "suspended on", ("nothing", "2022-03-24")),
        ({}, {"Medicine status": "Refused", AUTHORISED_ON: None, REFUSED_ON: "24/09/2025"}, "status",
         ("Approved", "refused")),
        ({}, {"Medicine status": "Refused", AUTHORISED_ON: None, REFUSED_ON: "24/09/2025"}, "refused on",
         ("nothing", "2025-09-24")),
        ({"events": (("2025-07-21", "application withdrawn"),)},
         {"Medicine status": "Application withdrawn", AUTHORISED_ON: None, APPLICATION_WITHDRAWN_ON: "22/07/2025"},
         "application withdrawn on", ("2025-07-21", "2025-07-22")),
        ({}, {"Medicine status": "Opinion", AUTHORISED_ON: None}, "status", ("Approved", "opinion")),
    ],
)  # fmt: skip
def test_disagreement_is_told_with_both_sides(ours, theirs, field, said):
    assert differences(held(**ours), **theirs)[field] == said


def test_new_brand_name_is_told_together_with_the_earlier_one():
    found = differences(held(brand_name="Durveqtix"), name="Beqvez (previously Durveqtix)")

    assert found == {"brand name": ("Durveqtix", "Beqvez (previously Durveqtix)")}


def test_both_names_in_one_agree_with_the_list():
    assert differences(held(brand_name="Beqvez (previously Durveqtix)"), name="Beqvez (previously Durveqtix)") == {}


def test_application_that_is_still_judged_agrees_with_a_status_not_known():
    assert differences(held(events=()), **{"Medicine status": "Opinion", AUTHORISED_ON: None}) == {}


def test_end_without_a_day_agrees_with_any_day_of_ours():
    ours = held(events=(AUTHORISED, ("2019-10-09", "withdrawn")))

    assert differences(ours, **{"Medicine status": "Withdrawn"}) == {}


def test_kind_of_what_is_not_authorised_is_not_compared():
    ours = held(kind="not known", events=(AUTHORISED, ("2022-03-24", "expired")))

    assert differences(ours, **{"Medicine status": "Expired", ENDED_ON: "24/03/2022"}) == {}
