"""Editorial pages in the words of schema.org. Pure; shapes what the page has fetched."""

from typing import Any

from django.conf import settings

from portal.base.json_ld import Node, filled, link_to, reviewed, web_page


def page_schema(view: Any, kind: str) -> Node:
    """Return an editorial page of a kind; when it was last reviewed only where somebody did."""
    page = view.page
    facts = web_page(
        kind,
        address=settings.SITE_ADDRESS + (page.get_url() or ""),
        name=page.title,
        description=page.summary,
        language=page.locale.language_code,
        published=page.last_published_at,
    )
    return filled(facts | reviewed(view.reviews))


def story_schema(view: Any, kind: str) -> Node:
    """Return a story with the conditions it is about, and nothing of the person who tells it."""
    about = [
        link_to("MedicalCondition", condition.name, settings.SITE_ADDRESS + condition.get_absolute_url())
        for condition in view.conditions
    ]
    return filled(page_schema(view, kind) | {"about": about})
