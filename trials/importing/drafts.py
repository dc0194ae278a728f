"""Makes a draft of our own for each study that the portal does not hold, many at a time, and sends them to the editors.

The rows are those that saving, storing a version and starting the workflow one by one would write (a test compares
them), but in a dozen queries for a hundred drafts; and nobody gets a mail for each of them.
"""

import re
from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Locale, ModelLogEntry, ReferenceIndex, Revision, TaskState, WorkflowState

from conditions.models import Condition, ConditionAlsoCalled
from portal.base.enums import TherapyKind
from portal.base.text import fold
from trials.importing.facts import RegistryFacts
from trials.importing.markup import plain
from trials.models import SyncedDraft, SyncRun, Trial, TrialIdentifier

LONGEST_TITLE = 200
THERAPY_KINDS = (
    (TherapyKind.ONCOLYTIC_VIRUS, r"oncolytic|\w+repvec\b|talimogene|t-vec|herpes ?virus.*tum"),
    (
        TherapyKind.GENE_MODIFIED_CELLS,
        r"\bcar[- ]?(?:t|nk|m)\b|chimeric antigen|\w+(?:leucel|temcel)\b|tcr[- ]?t\b|t[- ]cell receptor|engineered t"
        r"|gene[- ](?:modified|edited|corrected|transduced)|transduced|lentivir|crispr.*cell|edited.*cell|cd34.*vector",
    ),
    (
        TherapyKind.IN_VIVO_GENE,
        r"\baav|adeno-?associated|\w+(?:parvovec|adenovec|plasmid)\b|gene (?:therapy|transfer|editing)|crispr|base edit"
        r"|\bvector\b|adenovir|plasmid|retrovir",
    ),
    (TherapyKind.CORD_BLOOD, r"cord blood|umbilical cord blood"),
    (
        TherapyKind.TISSUE_ENGINEERED,
        r"tissue[- ]engineer|engineered (?:tissue|skin|cartilage)|scaffold|keratinocyte|chondrocyte",
    ),
    (
        TherapyKind.SOMATIC_CELLS,
        r"stromal|mesenchym|\bmscs?\b|stem cells?|dendritic cell|tumou?r[- ]infiltrating|\btils?\b|\bnk cells?"
        r"|natural killer|t[- ]cells?|islet|lymphocyte|cell transplant|progenitor",
    ),
)  # fmt: skip
_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in THERAPY_KINDS]


def guess_kind(facts: RegistryFacts) -> TherapyKind:
    """Return the kind of therapy that the names of what is tested suggest; an editor confirms it."""
    for text in ("; ".join(facts.interventions), facts.brief_title, facts.official_title):
        for kind, pattern in _PATTERNS:
            if pattern.search(text):
                return kind
    return TherapyKind.OTHER_CELLS


def title_of(facts: RegistryFacts) -> str:
    """Return a registry's short title without mark-up and broken signs, cut at a word where it is too long."""
    title = plain(facts.brief_title) or plain(facts.official_title) or facts.number
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def make_drafts(studies: Sequence[RegistryFacts], run: SyncRun) -> list[Trial]:
    """Store a draft trial for each study and start the workflow; return them in the same order."""
    if not studies:
        return []
    locale = Locale.get_default()
    slugs = _free_slugs(studies, locale)
    trials = []
    for facts, slug in zip(studies, slugs, strict=True):
        trial = Trial(
            locale=locale,
            name=title_of(facts),
            slug=slug,
            therapy_kind=guess_kind(facts),
            live=False,
            has_unpublished_changes=True,
        )
        trial.folded_name = fold(trial.name)[:400]
        _without_parts(trial)
        trials.append(trial)
    Trial.objects.bulk_create(trials)
    _add_numbers(trials, studies, locale)
    _add_conditions(trials, studies, locale)
    SyncedDraft.objects.bulk_create(
        [SyncedDraft(trial=trial, run=run, registry_title=trial.name) for trial in trials]
    )  # fmt: skip
    _submit(trials)
    return trials


def _without_parts(trial: Trial) -> None:
    """Say that a new trial has no parts yet, so that the database is not asked for them one kind after the other."""
    for relation in get_all_child_relations(Trial):
        setattr(trial, relation.get_accessor_name(), [])
    for relation in get_all_child_m2m_relations(Trial):
        setattr(trial, relation.name, [])


def _free_slugs(studies: Sequence[RegistryFacts], locale: Locale) -> list[str]:
    wanted = [slugify(facts.number) for facts in studies]
    same = Q(slug__in=wanted)
    taken = set(Trial.objects.filter(same, locale=locale).values_list("slug", flat=True))
    return [
        slug if slug not in taken else f"{slug}-{facts.registry}-draft"
        for slug, facts in zip(wanted, studies, strict=True)
    ]


def _add_numbers(trials: list[Trial], studies: Sequence[RegistryFacts], locale: Locale) -> None:
    rows = [
        TrialIdentifier(trial=trial, registry=facts.registry, number=facts.number, locale=locale, sort_order=0)
        for trial, facts in zip(trials, studies, strict=True)
    ]
    TrialIdentifier.objects.bulk_create(rows)
    for trial, row in zip(trials, rows, strict=True):
        trial.identifiers = [row]


def _add_conditions(trials: list[Trial], studies: Sequence[RegistryFacts], locale: Locale) -> None:
    names = {fold(name)[:400] for facts in studies for name in facts.conditions}
    public = Condition.objects.live().filter(locale=locale)
    found = {condition.folded_name: condition for condition in public.filter(folded_name__in=names)}
    others = ConditionAlsoCalled.objects.filter(folded__in=names, record__live=True, record__locale=locale)
    for other in others.select_related("record"):
        found.setdefault(other.folded, other.record)
    through = Trial.conditions.through
    rows = []
    for trial, facts in zip(trials, studies, strict=True):
        matched = {c.pk: c for name in facts.conditions if (c := found.get(fold(name)[:400]))}
        trial.conditions = list(matched.values())
        rows += [through(trial_id=trial.pk, condition_id=pk) for pk in matched]
    through.objects.bulk_create(rows)


def _submit(trials: list[Trial]) -> None:
    """Store a version of each draft, start the workflow of trials where there is one, and write it into the log."""
    now = timezone.now()
    kind = ContentType.objects.get_for_model(Trial)
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(trial.pk),
            created_at=now,
            object_str=str(trial),
            content=trial.serializable_data(),
        )
        for trial in trials
    ]
    Revision.objects.bulk_create(revisions)
    for trial, revision in zip(trials, revisions, strict=True):
        trial.latest_revision = revision
    own = Revision.objects.filter(content_type=kind, object_id=Cast(OuterRef("pk"), CharField()))
    Trial.objects.filter(pk__in=[trial.pk for trial in trials]).update(latest_revision=Subquery(own.values("pk")[:1]))
    logs = [
        _log(kind, trial, "wagtail.create", now, revision) for trial, revision in zip(trials, revisions, strict=True)
    ]
    logs += _start_workflow(trials, revisions, kind, now)
    ModelLogEntry.objects.bulk_create(logs)
    _note_references(trials, kind)


def _start_workflow(trials, revisions, kind, now):  # type: ignore[no-untyped-def]
    workflow = trials[0].get_workflow()
    task = workflow.tasks.order_by("workflow_tasks__sort_order").first() if workflow else None
    if task is None:
        return []
    states = [
        WorkflowState(content_type=kind, base_content_type=kind, object_id=str(trial.pk), workflow=workflow)
        for trial in trials
    ]
    WorkflowState.objects.bulk_create(states)
    steps = [
        TaskState(
            workflow_state=state,
            revision=revision,
            task_id=task.pk,
            content_type=ContentType.objects.get_for_model(TaskState),
        )
        for state, revision in zip(states, revisions, strict=True)
    ]
    TaskState.objects.bulk_create(steps)
    for state, step in zip(states, steps, strict=True):
        state.current_task_state = step
    own = TaskState.objects.filter(workflow_state=OuterRef("pk")).values("pk")[:1]
    WorkflowState.objects.filter(pk__in=[state.pk for state in states]).update(current_task_state=Subquery(own))
    return [
        _log(
            kind, trial, "wagtail.workflow.start", now, revision,
            workflow={
                "id": workflow.pk, "title": workflow.name, "status": state.status,
                "next": {"id": task.pk, "title": task.name}, "task_state_id": step.pk,
            },
        )
        for trial, revision, state, step in zip(trials, revisions, states, steps, strict=True)
    ]  # fmt: skip


def _log(kind, trial, action, now, revision, **data):  # type: ignore[no-untyped-def]
    return ModelLogEntry(
        content_type=kind, object_id=str(trial.pk), label=str(trial), action=action, timestamp=now, data=data,
        revision=revision, content_changed=action == "wagtail.create",
    )  # fmt: skip


def _note_references(trials: list[Trial], kind: ContentType) -> None:
    """Store where the drafts refer to other records, which Wagtail does on saving one by one."""
    rows = []
    for trial in trials:
        for to_type, to_id, model_path, content_path in set(ReferenceIndex._extract_references_from_object(trial)):
            rows.append(
                ReferenceIndex(
                    content_type=kind, base_content_type=kind, object_id=str(trial.pk), to_content_type_id=to_type,
                    to_object_id=to_id, model_path=model_path, content_path=content_path,
                    content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
                )
            )  # fmt: skip
    ReferenceIndex.objects.bulk_create(rows)
