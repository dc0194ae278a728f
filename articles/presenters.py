"""What an editorial page shows beside its own fields."""

import re
from dataclasses import dataclass, field

from django.utils import formats
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.base.models import ChangeNote, Review
from portal.base.presenters import Crumb, ReviewNote, SourceLine, reading_minutes, review_note, source_lines
from portal.base.richtext import bullets, plain_text
from portal.base.text import count_words

HEADING = re.compile(r"<h2(?:\s[^>]*)?>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class TocEntry:
    """One line of “On this page”."""

    anchor: str
    label: str


def headings_of(body) -> list[TocEntry]:
    """Return the second-level headings of a body with unique anchors, in order."""
    entries: list[TocEntry] = []
    for block in body:
        if block.block_type == "text":
            for heading in HEADING.findall(block.value.source):
                entries.append(TocEntry(unique_anchor(plain_text(heading), entries), plain_text(heading)))
    return entries


def unique_anchor(label: str, before: list[TocEntry]) -> str:
    """Return an anchor for a heading that no earlier heading has."""
    anchor = slugify(label) or "part"
    taken = {entry.anchor for entry in before}
    number = 2
    while anchor in taken:
        anchor = f"{slugify(label) or 'part'}-{number}"
        number += 1
    return anchor


@dataclass
class EditorialView:
    """What every editorial page shows: the way back, review, sources, changes, translations."""

    page: object
    reviews: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    translations: list = field(default_factory=list)
    ancestors: list = field(default_factory=list)

    @classmethod
    def of(cls, page, **more):
        """Fetch what the page needs and build its view."""
        return cls(
            page=page,
            reviews=list(Review.objects.of(page)) if page.pk else [],
            changes=list(ChangeNote.objects.of(page)[:20]) if page.pk else [],
            translations=list(page.get_translations().live().select_related("locale")) if page.pk else [],
            ancestors=list(page.get_ancestors().live().filter(depth__gt=1)) if page.pk else [],
            **more,
        )

    @property
    def crumbs(self) -> list[Crumb]:
        home, *between = self.ancestors or [None]
        first = [Crumb(_("Home"), home.get_url() if home else "/")]
        return [*first, *[Crumb(page.title, page.get_url()) for page in between], Crumb(self.page.title)]

    @cached_property
    def review(self) -> ReviewNote:
        return review_note(self.reviews)

    @cached_property
    def sources(self) -> list[SourceLine]:
        citations = getattr(self.page, "citations", None)
        return source_lines(citations.select_related("source")) if citations is not None else []

    @property
    def last_edited(self) -> str:
        edited = self.page.last_published_at
        return formats.date_format(edited, "DATE_FORMAT") if edited else ""


@dataclass
class ArticleView(EditorialView):
    """An article, a story or a page about the site."""

    siblings: list = field(default_factory=list)

    @classmethod
    def of(cls, page, **more):
        if page.pk:
            more.setdefault("siblings", list(page.get_siblings().live().only("title", "path", "url_path", "depth")))
        return super().of(page, **more)

    @cached_property
    def toc(self) -> list[TocEntry]:
        return headings_of(self.page.body)

    @property
    def in_short(self) -> list[str]:
        return bullets(getattr(self.page, "in_short", ""))

    @property
    def minutes(self) -> int:
        text = " ".join(block.render() if block.block_type == "text" else str(block.value) for block in self.page.body)
        return reading_minutes(count_words(plain_text(text)))

    @property
    def next(self):
        """The next page of the same section; None after the last."""
        paths = [page.pk for page in self.siblings]
        place = paths.index(self.page.pk) + 1 if self.page.pk in paths else len(paths)
        return self.siblings[place] if place < len(self.siblings) else None


@dataclass
class SectionView(EditorialView):
    """A section with its pages in order."""

    pages: list = field(default_factory=list)

    @classmethod
    def of(cls, page, **more):
        if page.pk:
            more.setdefault("pages", list(page.get_children().live().specific()))
        return super().of(page, **more)
