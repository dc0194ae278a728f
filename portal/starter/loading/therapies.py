"""Therapies with their authorisations and events from ``therapies/``."""

from portal.base.enums import NameKind, TherapyKind, YesNoUnknown
from portal.base.partial_dates import PartialDate
from portal.starter.loading.saving import check_forms_are_free, cite, linked, other_forms, publish, save_checked
from portal.starter.reading import check_date, check_keys
from portal.starter.rich_text import rich_text
from therapies.enums import AuthorisationKind, CellSource, EventKind, Given, Jurisdiction, Modification
from therapies.models import Authorisation, AuthorisationEvent, Therapy, TherapyAlsoCalled, TherapyCitation
from therapies.status import problems_of

REQUIRED = {"name", "kind", "modification", "given", "conditions", "authorisations", "sources"}
OPTIONAL = {
    "inn", "also_called", "cell_source", "vector", "target", "once_only", "may_rule_out_others", "follow_up_years",
}  # fmt: skip
KINDS = {
    "in vivo gene therapy": TherapyKind.IN_VIVO_GENE,
    "gene-modified cells": TherapyKind.GENE_MODIFIED_CELLS,
    "somatic cells": TherapyKind.SOMATIC_CELLS,
    "tissue-engineered": TherapyKind.TISSUE_ENGINEERED,
    "oncolytic virus": TherapyKind.ONCOLYTIC_VIRUS,
    "cord blood": TherapyKind.CORD_BLOOD,
    "other cells": TherapyKind.OTHER_CELLS,
}
ANSWERS = {"yes": YesNoUnknown.YES, "no": YesNoUnknown.NO, "not known": YesNoUnknown.UNKNOWN}
SECTIONS = {
    "in short": "in_short",
    "how it works": "how_it_works",
    "what it can do": "what_it_can_do",
    "risks": "risks",
    "call at once for": "help_now",
    "call your team for": "help_soon",
    "tell your team about": "help_later",
    "if you do not have it": "without_it",
    "other choices": "other_choices",
    "follow-up": "follow_up",
    "what is not known": "not_known",
}


def load(files, context):
    """Make and publish the therapies; events out of order stop the whole load."""
    check_forms_are_free(files)
    for file in files:
        context.step(file)
        check_keys(file, REQUIRED, OPTIONAL)
        therapy = _therapy(file, context)
        if therapy is not None:
            context.therapies[therapy.slug] = therapy
            publish(therapy)


def _therapy(file, context):
    for heading in set(file.sections) - set(SECTIONS):
        file.complain(f"the section “## {heading}” is not known; known are: {', '.join(SECTIONS)}.")
    sources = context.sources.of(file)
    therapy = Therapy(
        locale=context.locale,
        slug=file.slug,
        name=file.text("name"),
        inn=file.text("inn"),
        kind=file.choice("kind", KINDS),
        modification=file.choice("modification", {word.value: word.value for word in Modification}),
        given=file.choice("given", {word.value: word.value for word in Given}),
        cell_source=file.choice("cell_source", {word.value: word.value for word in CellSource}, "none"),
        vector="" if file.text("vector") == "none" else file.text("vector"),
        target=file.text("target"),
        once_only=file.choice("once_only", ANSWERS, YesNoUnknown.UNKNOWN),
        may_rule_out_others=file.choice("may_rule_out_others", ANSWERS, YesNoUnknown.UNKNOWN),
        follow_up_years=file.facts.get("follow_up_years"),
        **{name: rich_text(file.sections.get(heading, "")) for heading, name in SECTIONS.items()},
    )
    therapy.also_called = other_forms(
        file, TherapyAlsoCalled, context.locale, {kind.value: kind.value for kind in NameKind}
    )
    therapy.conditions = linked(file, "conditions", context.conditions, "conditions")
    therapy.authorisations = [
        _authorisation(file, place, facts, sources)
        for place, facts in enumerate(file.facts.get("authorisations") or [])
    ]
    cite(therapy, TherapyCitation, sources)
    return therapy if not file.problems and save_checked(file, therapy) else None


def _authorisation(file, place, facts, sources):
    label = f"{facts.get('brand_name')} ({facts.get('jurisdiction')})"
    for name, known in (("jurisdiction", Jurisdiction.values), ("kind", AuthorisationKind.values)):
        if facts.get(name) not in known:
            file.complain(f"{label}: “{name}: {facts.get(name)}” is not known; write one of: {', '.join(known)}.")
    authorisation = Authorisation(
        sort_order=place,
        jurisdiction=facts.get("jurisdiction") or "",
        regulator=facts.get("regulator") or "",
        brand_name=facts.get("brand_name") or "",
        number=facts.get("number") or "",
        holder=facts.get("holder") or "",
        kind=facts.get("kind") or "",
        indication=facts.get("indication") or "",
        regulator_page=facts.get("page") or "",
        last_seen_on=check_date(file, f"{label}, last_seen", facts.get("last_seen")),
        is_verified=str(facts.get("verified")) in ("yes", "True"),
        editor_note=facts.get("editor_note") or "",
    )
    events = [_event(file, label, number, event, sources) for number, event in enumerate(facts.get("events") or [])]
    authorisation.events = [event for event in events if event is not None]
    if not authorisation.events.all():
        file.complain(f"{label}: has no events; give at least “authorised”, “refused” or “application withdrawn”.")
    for problem in problems_of(authorisation.dated_events):
        file.complain(f"{label}: {problem}")
    return authorisation


def _event(file, label, number, facts, sources):
    try:
        date = str(PartialDate.parse(str(facts.get("date"))))
    except ValueError as error:
        file.complain(f"{label}, event {number + 1}: {error}")
        return None
    if facts.get("what") not in EventKind.values:
        file.complain(
            f"{label}, event {number + 1}: “{facts.get('what')}” is not one of: {', '.join(EventKind.values)}."
        )
        return None
    cited = [place for place in facts.get("sources") or [] if isinstance(place, int) and 1 <= place <= len(sources)]
    return AuthorisationEvent(
        sort_order=number,
        date=date,
        kind=facts["what"],
        reason=facts.get("reason") or "",
        source=sources[cited[0] - 1] if cited else None,
    )
