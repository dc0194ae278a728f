"""What the home page shows."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from articles.models import ArticlePage
from portal.base.frame import language_of
from portal.base.json_ld import CONTEXT, data_block
from portal.base.models import ChangeNote
from portal.home.change_sentences import sentences_of

NEWS_SHOWN = 6
ARTICLES_SHOWN = 6


@dataclass(frozen=True)
class News:
    """One change of a published entry."""

    title: str
    address: str
    sentence: str
    date: str


@dataclass
class HomeView:
    """The home page's moving parts."""

    page: Any
    news: list = field(default_factory=list)
    situations: list = field(default_factory=list)
    starting_points: list = field(default_factory=list)
    translations: list = field(default_factory=list)

    @classmethod
    def of(cls, page):
        """Fetch the latest changes of published entries and the first articles (a constant number of queries)."""
        latest = latest_of_each(ChangeNote.objects.prefetch_related("subject")[: NEWS_SHOWN * 5])
        notes = [note for note in latest if is_public(note.subject)][:NEWS_SHOWN]
        sentences = sentences_of(notes)
        news = [
            News(
                title=str(note.subject),
                address=address_of(note.subject),
                sentence=sentences[note.pk],
                date=formats.date_format(note.changed_on, "DATE_FORMAT"),
            )
            for note in notes
        ]
        articles = ArticlePage.objects.live().order_by("path")
        articles = articles.descendant_of(page) if page.pk else articles.none()
        situations = list(articles.exclude(situation=""))
        first = list(articles.filter(situation="")[:ARTICLES_SHOWN])
        others = type(page).objects.live().filter(translation_key=page.translation_key).exclude(pk=page.pk)
        translations = list(others) if page.pk else []
        return cls(page, news, situations, first, translations)

    @property
    def linked_data(self) -> SafeString:
        """The site itself for machines; its search is named, so that others can offer it."""
        address = settings.SITE_ADDRESS + (self.page.get_url() or "/")
        search = f"{settings.SITE_ADDRESS}{reverse('search')}?q={{search_term_string}}"
        return data_block(
            {
                "@context": CONTEXT,
                "@type": "WebSite",
                "@id": f"{address}#site",
                "url": address,
                "name": self.page.title,
                "description": self.page.lede,
                "inLanguage": language_of(self.page.locale_id),
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {"@type": "EntryPoint", "urlTemplate": search},
                    "query-input": "required name=search_term_string",
                },
            }
        )


def latest_of_each(notes) -> list[ChangeNote]:
    """Return the latest note of each entry, so that one busy entry does not fill the list."""
    first: dict[tuple, ChangeNote] = {}
    for note in notes:
        first.setdefault((note.content_type_id, note.object_id), note)
    return list(first.values())


def is_public(subject) -> bool:
    """Return whether a page or record still exists, is published, and is written in the language of the page."""
    return subject is not None and subject.live and language_of(subject.locale_id) == get_language()


def address_of(subject) -> str:
    """Return the address of a page or a record."""
    return subject.get_url() if isinstance(subject, Page) else subject.get_absolute_url()
