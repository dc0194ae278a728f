"""One made-up story, marked as such on its page, for a developer's machine; no story is part of the starter content."""

import datetime

from wagtail.models import Locale

from articles.enums import Outcome, Relation, TimeSince
from articles.models import StoryPage
from submissions.consent import CONSENT_VERSION
from submissions.placing import as_paragraphs, stories_section

SLUG = "example-story"
TEXT = """This text shows where a story stands and how it looks. Nobody told it, and nothing in it happened.

A real story says in a person's own words how the time before, during and after a treatment was. It may say that the
treatment did not help. Names of people and hospitals are taken out before it is shown."""


def make_example_story() -> StoryPage:
    """Make the example story with its section, both published, unless it is there; return it."""
    section = stories_section(Locale.get_default())
    found = StoryPage.objects.child_of(section).filter(slug=SLUG).first()
    if found:
        return found
    if not section.live:
        section.get_latest_revision().publish()
        section.refresh_from_db()
    story = StoryPage(
        title="Example: what a story looks like",
        slug=SLUG,
        summary="A made-up example for developers. Nobody lived through it.",
        relation=Relation.OWN,
        consent_version=CONSENT_VERSION,
        consented_on=datetime.date.today(),
        since_treatment=TimeSince.TWO_YEARS,
        outcome=Outcome.NOT,
        content_notes="nothing that is hard to read",
        is_example=True,
        locale=section.locale,
    )
    story.body = StoryPage.body.field.stream_block.to_python([{"type": "text", "value": as_paragraphs(TEXT)}])
    section.add_child(instance=story)
    story.save_revision(changed=False).publish()
    return story
