"""A therapy and a condition of which every part is filled, for tests that look at whole pages."""

import datetime

from tests.factories.articles import make_story
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.kernel import make_change_note, make_review, make_source
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial
from therapies.models import Availability

SECTIONS = {
    "in_short": "<ul><li>First point.</li><li>Second point.</li><li>Third point.</li></ul>",
    "how_it_works": '<p>A carrier brings a gene into the cell. <a href="#source-1">[1]</a></p>',
    "what_it_can_do": '<p>In a trial 8 of 12 people walked. <a href="#source-1">[1]</a></p>',
    "risks": "<ul><li><b>Fever.</b> It is common.</li></ul>",
    "help_now": '<ul><li>a fit <a href="#source-1">[1]</a></li></ul>',
    "help_soon": "<ul><li>a fever</li><li>a rash</li></ul>",
    "help_later": "<ul><li>vaccines</li></ul>",
    "without_it": "<p>The condition moves on.</p>",
    "other_choices": "<ul><li>Another medicine.</li></ul>",
    "follow_up": "<p>Visits for 15 years.</p>",
    "not_known": "<p>How long it lasts.</p>",
}


def make_full_therapy(name="Full therapy", *, conditions=(), **fields):
    """Make a therapy with every section, several authorisations with every kind of end, availability and a review."""
    authorisations = [
        make_authorisation("Brand one", "EU", [("2018-08-23", "authorised"), ("2022-05", "kind changed")],
                           regulator_page="https://ema.example/one", last_seen_on="2026-03-14", holder="A company"),
        make_authorisation("Brand two", "US", [("2017", "authorised"), ("2025-02", "no longer marketed")],
                           regulator_page="https://fda.example/two", last_seen_on="2026-08"),
        make_authorisation("Brand three", "UK", [("2019", "authorised"), ("2023-01-01", "withdrawn")],
                           regulator_page="https://mhra.example/three"),
    ]  # fmt: skip
    therapy = make_therapy(
        name, conditions=conditions, sources=[make_source(title="A paper")], also_called=["Other name of it"],
        authorisations=authorisations, **{**SECTIONS, "inn": "fullgene", "once_only": "yes", "follow_up_years": 15,
                                          "vector": "AAV9", "target": "GENE1", **fields},
    )  # fmt: skip
    Availability.objects.create(
        therapy=therapy, country="DE", state="paid for", source=make_source(), checked_on=datetime.date(2026, 3, 31)
    )
    make_trial("Trial of the full therapy", therapies=[therapy], conditions=conditions)
    make_review(therapy)
    make_change_note(therapy)
    return therapy


def make_full_condition(name="Full condition"):
    """Make a condition with a group, a member, therapies in force and ended, trials, helpers, a story and words."""
    make_term("Capsid", short_definition="The coat of a virus.")
    group = make_condition("Full group", is_group=True)
    text = '<p>A capsid is part of it. <a href="#source-1">[1]</a></p>'
    condition = make_condition(
        name, summary="One sentence on the condition.", what_it_is=text, state_of_play=text, orphacode="70",
        mondo_id="MONDO:0001516", mesh_id="D009134", icd11_codes="8B61", broader=group, sources=[make_source()],
        also_called=["Name two of it", "Name three of it", ("NTO", "abbreviation")],
    )  # fmt: skip
    make_condition("Full member", broader=condition)
    make_full_therapy("Full therapy", conditions=[condition])
    make_therapy("Ended therapy", conditions=[condition], events=[("2012", "authorised"), ("2017", "expired")])
    make_organisation("Own organisation", conditions=[condition], languages=["de"], city="Bonn", country="DE")
    make_organisation("Group organisation", conditions=[group])
    make_organisation("Umbrella for all", kind="umbrella", services=["helpline"])
    story = make_story("A story of it")
    story.conditions = [condition]
    story.save_revision().publish()
    make_review(condition)
    return condition
