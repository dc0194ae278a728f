"""Merges one trial into another: the first goes, its numbers, registry records and relations go to the second."""

import datetime
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log

from trials.enums import DraftState, PairState
from trials.finder.filling import refresh
from trials.models import RegistryRecord, SyncedDraft, Trial, TrialIdentifier, TrialPair

MERGED_LOG, TOOK_IN_LOG = "trials.merge", "trials.take_in"
RELATIONS = ("conditions", "therapies")


class MergeRefused(Exception):
    """These two trials cannot be merged; ``problems`` says why and what to do."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class MergePlan:
    """What merging would do, before it does it."""

    trial: Trial
    into: Trial
    numbers: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    publishes: bool = False

    @property
    def addresses(self) -> tuple[str, str]:
        """The address that will lead on, and where to."""
        return self.trial.get_absolute_url(), self.into.get_absolute_url()

    @property
    def leads_on(self) -> bool:
        return self.into.live and (self.trial.live or self.trial.first_published_at is not None)


def may_merge(user, trial: Trial | None = None) -> bool:
    """Return whether a user may merge a trial into another: to take away a published one needs the right to publish."""
    may_change = user.has_perm("trials.change_trial")
    return may_change and (trial is None or not trial.live or user.has_perm("trials.publish_trial"))


def plan_merge(trial: Trial, into: Trial, *, by) -> MergePlan:
    """Return what merging a trial into another would do; ``problems`` is empty where nothing stands against it."""
    problems = _problems(trial, into, by)
    if problems:
        return MergePlan(trial, into, problems=problems)
    numbers = _numbers_to_move(trial, into)
    mine, theirs = _latest(trial), _latest(into)
    relations = [
        str(one)
        for name in RELATIONS
        for one in getattr(mine, name).all()
        if one not in set(getattr(theirs, name).all())
    ]
    own = {row.registry for row in theirs.identifiers.all()}
    doubts = [
        _("Both have a number of %(registry)s. Are they really one trial?") % {"registry": row.get_registry_display()}
        for row in numbers
        if row.registry in own
    ]
    return MergePlan(
        trial,
        into,
        numbers=[row.number for row in numbers],
        records=list(RegistryRecord.objects.filter(trial=trial).order_by("pk").values_list("number", flat=True)),
        relations=relations,
        doubts=list(dict.fromkeys(doubts)),
        publishes=_publishes(into, by),
    )


@transaction.atomic
def merge(trial: Trial, into: Trial, *, by) -> MergePlan:
    """Merge; all of it or, raising MergeRefused, nothing.

    Where the trial that stays is published and the user may not publish, its new numbers and relations are a draft that
    is sent in; the registry records go over at once, as they do when a registry is read.
    """
    pair = Trial.objects.select_for_update(of=("self",)).select_related("locale").in_bulk([trial.pk, into.pk])
    trial, into = pair[trial.pk], pair.get(into.pk, into)
    plan = plan_merge(trial, into, by=by)
    if plan.problems:
        raise MergeRefused(plan.problems)
    numbers = _numbers_to_move(trial, into)
    related = {name: list(getattr(_latest(trial), name).all()) for name in RELATIONS}
    addresses = plan.addresses
    names = {"trial": trial.name, "into": into.name, "pk": into.pk, "numbers": plan.numbers}
    _take_away(trial, into, by)
    RegistryRecord.objects.filter(trial=trial).update(trial=into)
    _take_in(into, numbers, related, publishes=plan.publishes, by=by)
    if plan.leads_on:
        _redirect(*addresses)
    _settle(trial, into, by)
    # Records went over many at once, which the finder is not told of.
    shared = Trial.objects.filter(translation_key__in=[trial.translation_key, into.translation_key])
    refresh(shared.values_list("pk", flat=True))
    log(instance=trial, action=MERGED_LOG, user=by, data=names)
    log(instance=into, action=TOOK_IN_LOG, user=by, data=names)
    return plan


def _latest(trial: Trial) -> Trial:
    return trial.get_latest_revision_as_object() if trial.latest_revision_id else trial


def _publishes(into: Trial, by) -> bool:
    return into.live and not into.has_unpublished_changes and by.has_perm("trials.publish_trial")


def _numbers_to_move(trial: Trial, into: Trial) -> list[TrialIdentifier]:
    """Return the numbers of a trial, those on its row and those in its latest draft, that the other does not have."""
    held = {(row.registry, row.number) for row in [*into.identifiers.all(), *_latest(into).identifiers.all()]}
    found = {}
    for row in [*trial.identifiers.all(), *_latest(trial).identifiers.all()]:
        if (row.registry, row.number) not in held:
            found[row.registry, row.number] = row
    return list(found.values())


# --- what stands against it ------------------------------------------------------------------------------------------


def _problems(trial: Trial, into: Trial, by) -> list[str]:
    if trial.pk == into.pk:
        return [_("A trial cannot be merged into itself: choose another one.")]
    names = {"trial": trial.name, "into": into.name}
    if trial.locale_id != into.locale_id:
        return [_("“%(trial)s” and “%(into)s” are written in different languages: merge within one language.") % names]
    problems = []
    for one in (trial, into):
        if SyncedDraft.objects.filter(trial=one, state=DraftState.MERGED).exists() or _was_merged(one):
            problems.append(_("“%(one)s” was merged already.") % {"one": one})
        if one.locked and one.locked_by_id != by.pk:
            problems.append(_("“%(one)s” is locked: ask whoever locked it to unlock it.") % {"one": one})
    if not may_merge(by, trial):
        problems.append(_("“%(trial)s” is published: only who may publish can take it away.") % names)
    if trial.live and not into.live:
        problems.append(_("“%(into)s” is not published: publish it first, or merge the other way round.") % names)
    elif trial.live and into.has_unpublished_changes:
        problems.append(_("“%(into)s” has a draft under way: publish it first.") % names)
    others = Trial.objects.filter(translation_key=trial.translation_key, live=True).exclude(pk=trial.pk)
    if others.exists():
        problems.append(_("“%(trial)s” is published in another language too: merge that first.") % names)
    return problems


def _was_merged(trial: Trial) -> bool:
    pairs = TrialPair.objects.filter(Q(first=trial) | Q(second=trial), state=PairState.MERGED)
    return not trial.live and pairs.exists() and not trial.identifiers.exists()


# --- doing it --------------------------------------------------------------------------------------------------------


def _take_away(trial: Trial, into: Trial, by) -> None:
    """Take a trial from the public and from the workflow, without its numbers; its name says what became of it."""
    kept = _latest(trial)
    state = trial.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    if trial.live:
        UnpublishAction(trial, user=by).execute(skip_permission_checks=True)
    with translation.override(trial.locale.language_code):
        end = _(" (merged into “%(into)s”)") % {"into": into.name[:80]}
    kept.live = False
    kept.name = f"{kept.name[: 200 - len(end)]}{end}"[:200]
    kept.identifiers = []
    kept.save()
    kept.save_revision(user=by, clean=False)


def _take_in(into: Trial, numbers: list[TrialIdentifier], related: dict, *, publishes: bool, by) -> None:
    latest = _latest(Trial.objects.get(pk=into.pk))
    if not numbers and all(set(others) <= set(getattr(latest, name).all()) for name, others in related.items()):
        return
    first = latest.identifiers.count()
    for place, row in enumerate(numbers, start=first):
        latest.identifiers.add(
            TrialIdentifier(registry=row.registry, number=row.number, locale=latest.locale, sort_order=place)
        )
    for name, others in related.items():
        kept = list(getattr(latest, name).all())
        setattr(latest, name, [*kept, *(other for other in others if other not in kept)])
    if not into.live:
        latest.save()
    revision = latest.save_revision(user=by, clean=False)
    if publishes:
        revision.publish(user=by, skip_permission_checks=True)
    elif into.live:
        _send_in(into, by)


def _send_in(into: Trial, by) -> None:
    fresh = Trial.objects.get(pk=into.pk)
    workflow = fresh.get_workflow()
    if workflow is not None and fresh.current_workflow_state is None:
        workflow.start(fresh, by)


def _redirect(address: str, target: str) -> None:
    """Lead an address on for ever, and with it everything that led to it: nobody is sent round twice."""
    paths = [Redirect.normalise_path(one) for one in (address, target)]
    Redirect.objects.filter(old_path__in=paths).delete()
    Redirect.objects.filter(redirect_link=address).update(redirect_link=target)
    Redirect.add_redirect(address, target, is_permanent=True)


def _settle(trial: Trial, into: Trial, by) -> None:
    today = datetime.date.today()
    SyncedDraft.objects.filter(trial=trial).update(state=DraftState.MERGED, decided_by=by, decided_on=today)
    first, second = sorted((trial.pk, into.pk))
    values = {"state": PairState.MERGED, "decided_by": by, "decided_on": today}
    pair, made = TrialPair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"reason": "numbers", "detail": into.name[:200], **values}
    )
    if not made:
        TrialPair.objects.filter(pk=pair.pk).update(**values)
    TrialPair.objects.filter(Q(first=trial) | Q(second=trial), state=PairState.OPEN).delete()
