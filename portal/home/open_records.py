"""Published records as open data for the API: what each kind gives away, as plain values. Never what staff note."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from conditions.models import Condition, ConditionCitation
from conditions.presenters import conditions_by_record
from glossary.formats import HIDDEN_KINDS, LICENCE_ADDRESS, LICENCE_NAME, moment_text
from glossary.models import Term, TermCitation
from organisations.models import Organisation, OrganisationCitation
from portal.base.models import Review, with_sources
from portal.base.richtext import plain_text
from therapies.models import Therapy, TherapyCitation
from therapies.status import is_planned
from trials.cards import countries_by_trial
from trials.models import RegistryRecord, Trial, TrialCitation

Facts = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of record in the API: its model, its place in addresses, what to fetch and what to say."""

    name: str
    model: type[Model]
    fetch: Callable[[QuerySet], QuerySet]
    say: Callable[[Any, "Around"], Facts]


@dataclass
class Around:
    """What was fetched beside some records: conditions by record, registry entries and countries by translation key."""

    conditions: dict[int, list[Condition]]
    registry: dict[Any, list[RegistryRecord]]
    countries: dict[Any, list[str]]
    reviewed: dict[str, str]


def open_records(kind: Kind, records: QuerySet) -> list[Facts]:
    """Return published records as open data, in a constant number of queries."""
    rows = list(kind.fetch(records))
    around = around_of(kind, rows)
    return [{**common(kind, row, around), **kind.say(row, around)} for row in rows]


def around_of(kind: Kind, rows: list[Any]) -> Around:
    content_type = ContentType.objects.get_for_model(kind.model)
    reviews = Review.objects.filter(content_type=content_type, object_id__in=[str(row.pk) for row in rows])
    reviewed = {review.object_id: review.reviewed_on.isoformat() for review in reviews.order_by("reviewed_on", "pk")}
    has_conditions = kind.model in (Therapy, Trial, Organisation)
    registry: dict[Any, list[RegistryRecord]] = {}
    if kind.model is Trial:
        keys = [row.translation_key for row in rows]
        for said in RegistryRecord.objects.filter(trial__translation_key__in=keys).select_related("trial"):
            registry.setdefault(said.trial.translation_key, []).append(said)
    return Around(
        conditions=conditions_by_record(rows) if has_conditions and rows else {},
        registry=registry,
        countries=countries_by_trial(rows) if kind.model is Trial else {},
        reviewed=reviewed,
    )


def common(kind: Kind, record: Any, around: Around) -> Facts:
    """Return what every record has."""
    return {
        "id": f"{kind.name}:{record.slug}",
        "name": record.name,
        "language": get_language(),
        "address": settings.SITE_ADDRESS + record.get_absolute_url(),
        "self": api_address(kind, record.slug),
        "changed_at": moment_text(record.last_published_at),
        "last_reviewed": around.reviewed.get(str(record.pk)),
        "sources": [
            {"title": cited.source.title, "publisher": cited.source.publisher, "address": cited.source.address}
            for cited in record.citations.all()
        ],
        "licence": {"name": LICENCE_NAME, "address": LICENCE_ADDRESS},
    }


def api_address(kind: Kind, slug: str = "") -> str:
    """Return the address of a record in the API, or of the list of its kind, in the language asked for."""
    path = reverse("api_detail", args=[kind.name, slug]) if slug else reverse("api_list", args=[kind.name])
    language = get_language()
    return settings.SITE_ADDRESS + path + (f"?language={language}" if language != settings.LANGUAGE_CODE else "")


def linked(records: Iterable[Any], kind_name: str) -> list[Facts]:
    return [{"id": f"{kind_name}:{record.slug}", "name": record.name} for record in records]


def names_of(record: Any) -> list[str]:
    """Return the other names that readers see; all others only help to find an entry."""
    return [other.text for other in record.also_called.all() if other.kind not in HIDDEN_KINDS]


# --- what each kind says ---------------------------------------------------------------------------------------------


def say_term(term: Any, around: Around) -> Facts:
    return {
        "short_definition": term.short_definition,
        "more": plain_text(term.more),
        "say_it_like": term.say_it_like,
        "part_of_speech": term.part_of_speech,
        "topic": term.topic,
        "also_called": names_of(term),
    }


def say_condition(condition: Any, around: Around) -> Facts:
    return {
        "summary": condition.summary,
        "what_it_is": plain_text(condition.what_it_is),
        "state_of_play": plain_text(condition.state_of_play),
        "also_called": names_of(condition),
        "codes": {
            "orphacode": condition.orphacode,
            "mondo": condition.mondo_id,
            "mesh": condition.mesh_id,
            "icd11": condition.icd11_codes,
        },
        "inheritance": condition.inheritance,
        "body_area": condition.body_area,
        "is_group": condition.is_group,
    }


def say_therapy(therapy: Any, around: Around) -> Facts:
    return {
        "inn": therapy.inn,
        "kind": therapy.kind,
        "modification": therapy.modification,
        "given": therapy.given,
        "in_short": plain_text(therapy.in_short),
        "also_called": names_of(therapy),
        "conditions": linked(around.conditions.get(therapy.pk, []), "condition"),
        "authorisations": [
            {
                "jurisdiction": row.jurisdiction,
                "brand_name": row.brand_name,
                "number": row.number,
                "holder": row.holder,
                "kind": row.kind,
                "status": str(row.status.value),
                "is_approved": row.is_approved,
                "regulator_page": row.regulator_page,
                "last_seen_on": str(row.last_seen_on or ""),
                "events": [
                    {"date": str(event.date), "kind": event.kind, "is_planned": is_planned(event.date)}
                    for event in row.events.all()
                ],
            }
            for row in therapy.authorisations.all()
        ],
    }


def say_trial(trial: Any, around: Around) -> Facts:
    return {
        "summary": plain_text(trial.summary),
        "therapy_kind": trial.therapy_kind,
        "participant_pays": trial.participant_pays,
        "conditions": linked(around.conditions.get(trial.pk, []), "condition"),
        "countries": around.countries.get(trial.translation_key, []),
        "numbers": [{"registry": row.registry, "number": row.number} for row in trial.identifiers.all()],
        "registry_entries": [
            {
                "registry": said.registry,
                "number": said.number,
                "official_title": said.official_title,
                "status": said.status,
                # What readers are told: "open" only after a recent look at the registry.
                "standing": str(said.standing().value),
                "phases": list(said.phases),
                "sponsor": said.sponsor,
                "address": said.address,
                "changed_on": said.registry_changed_on.isoformat() if said.registry_changed_on else None,
                "checked_on": said.checked_on.isoformat() if said.checked_on else None,
            }
            for said in around.registry.get(trial.translation_key, [])
        ],
    }


def say_organisation(organisation: Any, around: Around) -> Facts:
    return {
        "short_name": organisation.short_name,
        "kind": organisation.kind,
        "what_they_do": plain_text(organisation.what_they_do),
        "website": organisation.website,
        "city": organisation.city,
        "country": str(organisation.country.code) if organisation.country else "",
        "countries_served": list(organisation.countries_served),
        "languages": list(organisation.languages),
        "services": list(organisation.services),
        "funding": organisation.funding,
        "conditions": linked(around.conditions.get(organisation.pk, []), "condition"),
    }


def _with_events(therapies: Any) -> QuerySet:
    sources = with_sources(TherapyCitation.objects)
    return therapies.with_status().prefetch_related("also_called", sources)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("term", Term, lambda q: q.prefetch_related("also_called", with_sources(TermCitation.objects)), say_term),
        Kind(
            "condition",
            Condition,
            lambda q: q.prefetch_related("also_called", with_sources(ConditionCitation.objects)),
            say_condition,
        ),
        Kind("therapy", Therapy, _with_events, say_therapy),
        Kind(
            "trial",
            Trial,
            lambda q: q.prefetch_related("identifiers", with_sources(TrialCitation.objects)),
            say_trial,
        ),
        Kind(
            "organisation",
            Organisation,
            lambda q: q.prefetch_related(with_sources(OrganisationCitation.objects)),
            say_organisation,
        ),
    )
}
