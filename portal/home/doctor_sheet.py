"""What a reader takes to the doctor: the entries of a list in plain words, with numbers, dates and hard words.

One shape for the page and for the PDF: nothing here knows how it is printed.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from wagtail.models import Page

from conditions.models import Condition
from glossary.marking import glossary_of
from glossary.models import Term
from organisations.models import Organisation
from organisations.presenters import OrganisationCard
from portal.base.models import Review
from portal.base.partial_dates import in_words
from portal.base.presenters import review_note
from portal.base.richtext import bullets, plain_text
from portal.home.my_list import MyList, public_entries
from therapies.models import Therapy
from therapies.presenters import TherapyPage
from trials.cards import countries_by_trial
from trials.models import RegistryRecord, Trial
from trials.presenters import TrialPage

LONGEST_QUESTIONS = 2000
MOST_TERMS = 15
MOST_COUNTRIES = 6
LONGEST_TEXT = 130  # words of an entry's summary; a trial's has at most 120
LONGEST_FACT = 400  # characters; some registries list every substance of a trial

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class SheetEntry:
    """One entry in plain words: what it is, how it stands and since when, its numbers, and who checked it."""

    id: str
    kind: str
    title: str
    address: str
    text: list[str]
    facts: Facts
    review: str

    @property
    def link(self) -> str:
        """The address within the site."""
        return self.address.removeprefix(settings.SITE_ADDRESS)


@dataclass(frozen=True)
class Explained:
    """A hard word of the sheet and what it means."""

    name: str
    definition: str


@dataclass
class Sheet:
    """The whole sheet. ``missing`` are ids for which there is nothing to read."""

    listed: MyList
    site: str
    entries: list[SheetEntry] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    terms: list[Explained] = field(default_factory=list)
    things: dict[str, Any] = field(default_factory=dict)
    trial_pages: dict[str, TrialPage] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return _("For my visit to the doctor")

    @property
    def address(self) -> str:
        """Where the list can be opened again."""
        return settings.SITE_ADDRESS + self.listed.address()

    @property
    def made_on(self) -> str:
        return formats.date_format(datetime.date.today(), "DATE_FORMAT")

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"


def sheet_of(listed: MyList, site: str, *, with_terms: bool = True) -> Sheet:
    """Fetch what a list names and shape it, in a number of queries that depends on the kinds on it only."""
    things = public_entries(listed.ids)
    trial_pages = pages_of_trials(things)
    reviews = reviews_of(things)
    entries = [
        entry_of(entry_id, things[entry_id], trial_pages, reviews) for entry_id in listed.ids if entry_id in things
    ]
    return Sheet(
        listed=listed,
        site=site,
        entries=entries,
        missing=[entry_id for entry_id in listed.ids if entry_id not in things],
        terms=terms_in(entries, things) if with_terms else [],
        things=things,
        trial_pages=trial_pages,
    )


def pages_of_trials(things: Mapping[str, Any]) -> dict[str, TrialPage]:
    """Return the presenter of each trial, with what its registries say (one query, none without trials)."""
    trials = {entry_id: thing for entry_id, thing in things.items() if isinstance(thing, Trial)}
    if not trials:
        return {}
    keys = [trial.translation_key for trial in trials.values()]
    rows = RegistryRecord.objects.filter(trial__translation_key__in=keys).select_related("trial").order_by("pk")
    said: dict[Any, list[RegistryRecord]] = {}
    for row in sorted(rows, key=lambda row: row.checked_on or datetime.date.min, reverse=True):
        said.setdefault(row.trial.translation_key, []).append(row)
    return {
        entry_id: TrialPage(trial, records=said.get(trial.translation_key, [])) for entry_id, trial in trials.items()
    }


def type_of(thing: Any) -> int:
    """Return the key of the content type of an entry; of a page that of its own kind (no query)."""
    return thing.content_type_id if isinstance(thing, Page) else ContentType.objects.get_for_model(thing).pk


def reviews_of(things: Mapping[str, Any]) -> dict[tuple[int, str], list[Review]]:
    """Return the reviews of all entries, the latest first (one query)."""
    found: dict[tuple[int, str], list[Review]] = {}
    if things:
        wanted = Q()
        for thing in things.values():
            wanted |= Q(content_type=type_of(thing), object_id=str(thing.pk))
        for review in Review.objects.filter(wanted).order_by("-reviewed_on", "-pk"):
            found.setdefault((review.content_type_id, review.object_id), []).append(review)
    return found


def entry_of(entry_id: str, thing: Any, trial_pages: Mapping[str, TrialPage], reviews: Mapping) -> SheetEntry:
    """Return one entry of the sheet (no query)."""
    is_page = isinstance(thing, Page)
    say = say_page if is_page else WORDS[type(thing)]
    text, facts = say(trial_pages[entry_id] if isinstance(thing, Trial) else thing)
    return SheetEntry(
        id=entry_id,
        kind=kind_label(thing),
        title=thing.title if is_page else thing.name,
        address=settings.SITE_ADDRESS + (thing.get_url() if is_page else thing.get_absolute_url()),
        text=[Truncator(paragraph).words(LONGEST_TEXT) for paragraph in text if paragraph],
        facts=[(str(label), Truncator(words).chars(LONGEST_FACT)) for label, words in facts if words],
        review=review_note(reviews.get((type_of(thing), str(thing.pk)), [])).line,
    )


def kind_label(thing: Any) -> str:
    """Return what kind of entry it is, as a reader would say it."""
    labels = {
        Term: _("Hard word"),
        Condition: _("Condition"),
        Therapy: _("Therapy"),
        Trial: _("Clinical trial"),
        Organisation: _("Organisation"),
    }
    return labels.get(type(thing), _("Page"))


# --- what each kind says: paragraphs and facts -----------------------------------------------------------------------


def say_term(term: Term) -> tuple[list[str], Facts]:
    return [term.short_definition], [(_("Say it like"), term.say_it_like)]


def say_condition(condition: Condition) -> tuple[list[str], Facts]:
    codes = [
        ("ORPHAcode", condition.orphacode),
        ("MONDO", condition.mondo_id),
        ("MeSH", condition.mesh_id),
        ("ICD-11", condition.icd11_codes),
    ]
    summary = condition.summary or Truncator(plain_text(condition.what_it_is)).words(60)
    return [summary, Truncator(plain_text(condition.state_of_play)).words(60)], codes


def say_therapy(therapy: Therapy) -> tuple[list[str], Facts]:
    page = TherapyPage(therapy)
    approvals = [(_("Status: %(place)s") % {"place": tag.place}, _status(row, tag)) for row, tag in page.authorisations]
    points = [plain_text(point) for point in bullets(therapy.in_short)]
    return points, [(_("Active substance"), therapy.inn), *approvals, *page.before_you_decide]


def _status(authorisation: Any, tag: Any) -> str:
    """Return where an authorisation stands, since when, under which name and number, and when we last looked."""
    parts = [f"{tag.words} ({tag.since})" if tag.since else tag.words, authorisation.brand_name, authorisation.number]
    if authorisation.last_seen_on:
        parts.append(_("last looked up %(date)s") % {"date": in_words(authorisation.last_seen_on)})
    return "; ".join(part for part in parts if part)


def say_trial(page: TrialPage) -> tuple[list[str], Facts]:
    trial = page.record
    return [plain_text(trial.summary), trial.caution], [
        (_("Status"), trial_status(page)),
        (_("Numbers"), trial_numbers(page)),
        *page.facts,
        (_("Do people who join have to pay?"), page.pays),
    ]


def trial_status(page: TrialPage) -> str:
    """Return a trial's standing with the days on which the registry changed and was looked at."""
    parts = [page.tag.words]
    if page.changed:
        parts.append(_("registry entry changed %(date)s") % {"date": page.changed})
    if page.checked:
        parts.append(_("last looked up %(date)s") % {"date": page.checked})
    facts = "; ".join(parts)
    return f"{facts}. {page.tag.note}" if page.tag.note else facts


def trial_numbers(page: TrialPage) -> str:
    return "; ".join(f"{row.number} ({row.get_registry_display()})" for row in page.numbers)


def say_organisation(organisation: Organisation) -> tuple[list[str], Facts]:
    card = OrganisationCard(organisation)
    return [card.extract], [
        (_("Kind"), card.kind),
        (_("Where"), card.place),
        (_("Languages"), card.languages),
        (_("Website"), organisation.website),
        (_("Money from companies"), card.funding),
    ]


def say_page(page: Any) -> tuple[list[str], Facts]:
    """Shape a page that was fetched for a list, with what its kind says in short."""
    return [page.summary or "", *(plain_text(point) for point in bullets(page.in_short))], []


WORDS: dict[type, Callable] = {
    Term: say_term,
    Condition: say_condition,
    Therapy: say_therapy,
    Trial: say_trial,
    Organisation: say_organisation,
}


# --- hard words, and trials side by side -----------------------------------------------------------------------------


def terms_in(entries: Iterable[SheetEntry], things: Mapping[str, Any]) -> list[Explained]:
    """Return the glossary words of the sheet that are not on it themselves, those used most first, then by name."""
    entries = list(entries)
    text = "\n".join(line for entry in entries for line in (*entry.text, *(words for label, words in entry.facts)))
    listed = frozenset(thing.pk for thing in things.values() if isinstance(thing, Term))
    times: dict[int, int] = {}
    for match in glossary_of(get_language() or settings.LANGUAGE_CODE).matcher.find(text, listed):
        times[match.term] = times.get(match.term, 0) + 1
    chosen = sorted(times, key=lambda term: -times[term])[:MOST_TERMS]
    terms = Term.objects.public().filter(pk__in=chosen).order_by_name() if chosen else []
    return [Explained(term.name, term.short_definition) for term in terms]


@dataclass(frozen=True)
class Row:
    """One question, with the answer of each trial, in the order of the list."""

    label: str
    answers: list[tuple[str, str]]


def compared(sheet: Sheet, most: int) -> list[Row]:
    """Return the first trials of a sheet side by side (one query more: the countries)."""
    pages = [sheet.trial_pages[entry.id] for entry in sheet.entries if entry.id in sheet.trial_pages][:most]
    places = countries_by_trial(page.record for page in pages)
    known = [dict(page.facts) for page in pages]
    labels = list(dict.fromkeys(label for facts in known for label in facts))

    def countries(page: TrialPage) -> str:
        names = places.get(page.record.translation_key, [])
        more = len(names) - MOST_COUNTRIES
        shown = ", ".join(names[:MOST_COUNTRIES])
        return _("%(names)s and %(n)s more") % {"names": shown, "n": more} if more > 0 else shown

    rows = [
        (_("Status"), [trial_status(page) for page in pages]),
        (_("What is being tested and why"), [plain_text(page.record.summary) for page in pages]),
        (_("What it asks of you"), [plain_text(page.record.asks_of_you) for page in pages]),
        (_("You may be able to join if"), [plain_text(page.record.may_join) for page in pages]),
        (_("You cannot join if"), [plain_text(page.record.cannot_join) for page in pages]),
        (_("Take care"), [page.record.caution for page in pages]),
        (_("May it rule out a therapy later?"), [str(page.record.get_may_rule_out_later_display()) for page in pages]),
        (_("Do people who join have to pay?"), [page.pays for page in pages]),
        (_("Where"), [countries(page) for page in pages]),
        *((label, [facts.get(label, "") for facts in known]) for label in labels),
        (_("Numbers"), [trial_numbers(page) for page in pages]),
    ]
    titles = [page.title for page in pages]
    return [
        Row(label, [(title, answer or _("not stated")) for title, answer in zip(titles, answers, strict=True)])
        for label, answers in rows
        if any(answers)
    ]
