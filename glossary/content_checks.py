"""What an editor is told while writing: words on this page without an entry, and glossary words marked badly."""

import re
from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.rich_text import expand_db_html

from glossary.hard_words import Use, has_word_list, is_explained, names_in, singular, uses_of_hard_words
from glossary.hard_words_report import explained_forms, ignored_words
from glossary.marking import glossary_of
from glossary.models import Term
from glossary.sentences import sentence_around
from portal.base.models import Record
from portal.base.published_text import html_of, lines_of
from portal.base.reviewing import reviewable_models

MOST_MARKS_OF_ONE_TERM = 6
OPENING = re.compile(r'<button type="button" class="term" popovertarget="def-([a-z0-9-]+)">')


@dataclass(frozen=True)
class WordWarning:
    """A word without an entry: how often it stands here, and the first sentence with it."""

    word: str
    times: int
    sentence: str


@dataclass(frozen=True)
class TermWarning:
    """A glossary word that is marked too often here, or never."""

    term: Term
    times: int


@dataclass(frozen=True)
class WordChecks:
    """Everything there is to say of the words of one draft."""

    hard: tuple[WordWarning, ...] = ()
    unmarked: tuple[TermWarning, ...] = ()
    too_often: tuple[TermWarning, ...] = ()

    @property
    def count(self) -> int:
        return len(self.hard) + len(self.unmarked) + len(self.too_often)


def check_words(entry) -> WordChecks:
    """Check the words of an entry as it is in memory, saved or not. Says what could be better, forbids nothing."""
    language = entry.locale.language_code
    parts = html_of(entry)
    unmarked, too_often = _marks(entry, language, parts)
    text = "\n".join(line for part in parts for line in lines_of(part))
    return WordChecks(tuple(hard_words_on(text, language)), tuple(unmarked), tuple(too_often))


def hard_words_on(text: str, language: str) -> list[WordWarning]:
    """Return the hard words of one text, without those that a sentence of it explains and those that were ignored."""
    if not has_word_list(language):
        return []
    ignored = ignored_words(language)
    uses = list(uses_of_hard_words(text, language, explained_forms(language), names_in([text], language)))
    forms = {use.word for use in uses}
    grouped: dict[str, list[Use]] = {}
    for use in uses:
        grouped.setdefault(singular(use.word, forms, language), []).append(use)
    return [
        WordWarning(word, len(same), sentence_around(text, same[0].start))
        for word, same in grouped.items()
        if ignored.isdisjoint({word, *(use.word for use in same)}) and not any(is_explained(text, use) for use in same)
    ]


def _marks(entry, language: str, parts: list[str]) -> tuple[list[TermWarning], list[TermWarning]]:
    """Return the terms in an entry that are neither marked nor explained, and those marked in too many sections."""
    if not getattr(entry, "marks_words", True):
        return [], []
    barred = _barred(entry)
    glossary = glossary_of(language)
    # On a record's page each text stands below a heading of its own; on an editorial page headings are in the text.
    between = "<h2></h2>" if isinstance(entry, Record) else ""
    marked = Counter(OPENING.findall(glossary.mark_up(expand_db_html(between.join(parts)), barred)))
    found, explained = Counter(), set()
    for line in (line for part in parts for line in lines_of(part)):
        for match in glossary.matcher.find(line):
            found[match.term] += 1
            if is_explained(line, Use(line[match.start : match.end], match.start, match.end)):
                explained.add(match.term)
    terms = Term.objects.public(language).filter(pk__in=set(found) - barred).order_by_name()
    return (
        [TermWarning(term, found[term.pk]) for term in terms if not marked[term.slug] and term.pk not in explained],
        [TermWarning(term, marked[term.slug]) for term in terms if marked[term.slug] > MOST_MARKS_OF_ONE_TERM],
    )


def _barred(entry) -> frozenset[int]:
    if isinstance(entry, Term):
        return frozenset({entry.pk})
    chosen = getattr(entry, "unmarked_terms", None)
    return frozenset(term.pk for term in chosen.all()) if chosen is not None else frozenset()


class WordsSidePanel(BaseSidePanel):
    """“Hard words” beside the form: speaks of the draft as last saved, and never keeps anybody from saving."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens it, with the number of warnings."""

        aria_label = _("Toggle hard words")
        icon_name = "openquote"

        def get_context_data(self, parent_context):
            return {**super().get_context_data(parent_context), "count": self.panel.checks.count}

    name = "words"
    title = _("Hard words")
    template_name = "wagtailadmin/glossary/words_panel.html"
    order = 340

    @cached_property
    def checks(self) -> WordChecks:
        """What there is to say; nothing of an entry that was never saved."""
        is_saved = self.object.pk is not None and type(self.object) in reviewable_models()
        return check_words(self.object) if is_saved else WordChecks()

    def get_context_data(self, parent_context):
        return {
            **super().get_context_data(parent_context),
            "checks": self.checks,
            "language": self.object.locale.language_code if self.object.locale_id else "",
            "is_saved": self.object.pk is not None,
            "may_add": self.request.user.has_perm("glossary.add_term"),
            "is_partial": parent_context.get("is_partial", False),
            "most": MOST_MARKS_OF_ONE_TERM,
        }
