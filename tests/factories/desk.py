"""Messages of the public as they reach the moderation desk, and people who work there."""

from portal.base.roles import MODERATORS, setup_roles
from submissions.drafting import make_draft
from submissions.fields import FIELDS
from submissions.models import Submission
from submissions.receiving import receive
from tests.factories.articles import make_home
from tests.factories.kernel import number
from tests.factories.staff import make_member

SAID = {
    "organisation": {
        "name": "Blue Sky Families",
        "kind": "patient organisation",
        "what_they_do": "They answer the telephone and know others.",
        "website": "https://blue-sky.example/",
        "countries_served": "Spain and Portugal",
        "languages": "Spanish, English",
        "services": ["helpline"],
        "connection": "none",
    },
    "trial": {
        "number": "NCT04283227",
        "title": "A trial of changed cells for children",
        "participant_pays": "no",
        "connection": "none",
    },
    "term": {"name": "Zebra vector", "also_called": "ZV", "meaning": "A carrier for genes."},
    "story": {
        "relation": "own",
        "title": "How it was for me",
        "story": "I was ill for long.\n\nThen my son Tom drove me to Saint Mary Hospital. It did not help me.",
        "time_since": "two years",
        "outcome": "not",
        "content_notes": ["side effects"],
        "may_tell": True,
        "is_adult": True,
        "consent": True,
    },
    "problem": {"trouble": "broken", "what": "The map stays empty."},
    "correction": {"mistake": "wrong", "what": "The text is not right.", "should_be": "", "source": ""},
}


def sent(kind="term", *, about=None, language="en", email="", sender="", origin="form", **fields) -> Submission:
    """Store a message as the public forms do; ``about`` is a published record or page."""
    return receive(
        kind=kind, fields={**SAID[kind], **fields}, about=reference(about) if about else None, language=language,
        name=sender, email=email, origin=origin,
    ).submission  # fmt: skip


def drafted(kind="term", **fields):
    """Store a message and make its draft; return its handling."""
    submission = sent(kind, **fields)
    return make_draft(submission.pk)


def reference(thing) -> dict:
    """Return what a form keeps about the page it was opened from."""
    return {
        "app": thing._meta.app_label,
        "model": thing._meta.model_name,
        "key": str(thing.translation_key),
        "slug": thing.slug,
        "language": thing.locale.language_code,
        "title": str(thing),
        "address": "/",
        "revision": thing.live_revision_id,
        "published_at": "",
    }


def prepare_desk():
    """Set up roles and home page, and return two moderators."""
    setup_roles()
    make_home()
    return make_member(MODERATORS), make_member(MODERATORS)


def again(thing):
    """Return a thing as the database has it now."""
    return type(thing)._default_manager.get(pk=thing.pk)


def every_kind() -> list[str]:
    """Return all kinds of message."""
    return list(FIELDS)


def numbered(text="Word") -> str:
    """Return a text that no other message has."""
    return f"{text} {number()}"
