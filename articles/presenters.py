"""What an editorial page shows beside its own fields."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from articles.json_ld import page_schema, story_schema
from portal.base.headings import ANCHORS_OF_THE_FRAME, Heading, labels_of, with_anchor
from portal.base.joins import pointed_at
from portal.base.json_ld import graph
from portal.base.models import ChangeNote, Review
from portal.base.presenters import Crumb, ReviewNote, SourceLine, reading_minutes, review_note, source_lines
from portal.base.richtext import bullets
from portal.base.text import count_words


@dataclass(frozen=True)
class BodyPart:
    """One block of a body with the headings it brings to “On this page”."""

    block: object
    headings: tuple[Heading, ...] = ()

    @property
    def anchors(self) -> list[str]:
        return [heading.anchor for heading in self.headings]


def parts_of(body) -> list[BodyPart]:
    """Return the blocks of a body, in order, with the headings of each; no two anchors are the same.

    A single list of questions is a section of its own; several are parts of the section they stand in.
    """
    taken = set(ANCHORS_OF_THE_FRAME)
    has_one_list = [block.block_type for block in body].count("questions") == 1
    parts = []
    for block in body:
        labels: list[str] = []
        if block.block_type == "text":
            labels = labels_of(block.value.source)
        elif block.block_type == "questions" and has_one_list:
            labels = [block.value["heading"]]
        parts.append(BodyPart(block, tuple(with_anchor(label, taken) for label in labels)))
    return parts


def words_of(body) -> int:
    """Return how many words a reader finds in a body, in whatever kind of block they stand."""
    texts = [text for block in body for text in block.block.get_searchable_content(block.value)]
    return sum(count_words(str(text)) for text in texts)


def published_around(page) -> list[Page]:
    """Return a page's ancestors below the root, the pages of its section and its translations, in one query."""
    step = Page.steplen
    above = [page.path[:length] for length in range(2 * step, len(page.path), step)]
    beside = Q(depth=page.depth, path__startswith=page.path[:-step])
    found = Page.objects.live().filter(Q(path__in=above) | beside | Q(translation_key=page.translation_key))
    return list(found.select_related("locale").order_by("path"))


def is_beside(other, page) -> bool:
    """Return whether two pages stand in the same section."""
    return other.path[: -Page.steplen] == page.path[: -Page.steplen]


@dataclass
class EditorialView:
    """What every editorial page shows: the way back, review, sources, changes, translations."""

    page: Any
    reviews: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    translations: list = field(default_factory=list)
    ancestors: list = field(default_factory=list)
    siblings: list = field(default_factory=list)

    @classmethod
    def of(cls, page, **more):
        """Fetch what the page needs and build its view."""
        around = published_around(page) if page.pk else []
        others = [other for other in around if other.pk != page.pk]
        return cls(
            page=page,
            reviews=list(Review.objects.of(page)) if page.pk else [],
            changes=list(ChangeNote.objects.of(page)[:20]) if page.pk else [],
            translations=[other for other in others if other.translation_key == page.translation_key],
            ancestors=[other for other in others if page.path.startswith(other.path)],
            siblings=[other for other in around if is_beside(other, page)],
            **more,
        )

    @cached_property
    def unmarked_terms(self):
        """Primary keys of glossary terms not to be marked on this page; False when none is to be marked."""
        if not self.page.marks_words:
            return False
        return frozenset(term.pk for term in self.page.unmarked_terms.all())

    @property
    def crumbs(self) -> list[Crumb]:
        home, *between = self.ancestors or [None]
        first = [Crumb(_("Home"), home.get_url() if home else "/")]
        return [*first, *[Crumb(page.title, page.get_url()) for page in between], Crumb(self.page.title)]

    @property
    def section(self) -> str:
        """The name of the section the page stands in; empty for a section itself."""
        return self.ancestors[-1].title if len(self.ancestors) > 1 else ""

    @cached_property
    def review(self) -> ReviewNote:
        return review_note(self.reviews)

    @cached_property
    def sources(self) -> list[SourceLine]:
        citations = getattr(self.page, "citations", None)
        return source_lines(citations.select_related("source")) if citations is not None else []

    @property
    def linked_data(self) -> SafeString:
        """The page for machines: a block of data, which no browser runs (docs/decisions/0010)."""
        return graph(page_schema(self, self.page.schema_type))

    @property
    def last_edited(self) -> str:
        edited = self.page.last_published_at
        return formats.date_format(edited, "DATE_FORMAT") if edited else ""


@dataclass
class ArticleView(EditorialView):
    """An article, a story or a page about the site."""

    @cached_property
    def parts(self) -> list[BodyPart]:
        return parts_of(self.page.body)

    @property
    def toc(self) -> list[Heading]:
        """The lines of “On this page”."""
        found = [heading for part in self.parts for heading in part.headings]
        return [*found, Heading("not-known", _("What we do not know yet"))] if self.not_known else found

    @property
    def not_known(self) -> list[str]:
        """The paragraphs of what nobody knows yet; empty for pages without that field."""
        text = getattr(self.page, "not_known", "")
        return [part.strip() for part in text.split("\n\n") if part.strip()]

    @property
    def in_short(self) -> list[str]:
        return bullets(getattr(self.page, "in_short", ""))

    @property
    def minutes(self) -> int:
        return reading_minutes(words_of(self.page.body))

    @property
    def next(self):
        """The next page of the same section; None after the last."""
        paths = [page.pk for page in self.siblings]
        place = paths.index(self.page.pk) + 1 if self.page.pk in paths else len(paths)
        return self.siblings[place] if place < len(self.siblings) else None


@dataclass
class StoryView(ArticleView):
    """A story, with the conditions a reader may see among those it is about."""

    conditions: list = field(default_factory=list)

    @classmethod
    def of(cls, page, **more):
        more.setdefault("conditions", list(pointed_at(page, "conditions")))
        return super().of(page, **more)

    @property
    def linked_data(self) -> SafeString:
        return graph(story_schema(self, self.page.schema_type))


@dataclass
class SectionView(EditorialView):
    """A section with its pages in order."""

    pages: list = field(default_factory=list)

    @classmethod
    def of(cls, page, **more):
        if page.pk:
            more.setdefault("pages", list(page.get_children().live().specific()))
        return super().of(page, **more)
