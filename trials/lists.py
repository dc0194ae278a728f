"""The editors' lists of trials: without plain words, not looked at for long, and changed by a registry lately."""

import datetime
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from trials.enums import RANK_OF, STANDING_OF, DraftState, Rank, Standing
from trials.models import RegistryRecord, RegistryVersion, Trial

SILENT_DAYS = 365
# What a rich text editor leaves behind when nothing is written in it.
EMPTY = r"^(<p[^>]*>\s*(<br/?>)?\s*</p>)*$"
RUNNING = [status for status, value in STANDING_OF.items() if value in (Standing.OPEN, Standing.SOON, Standing.CLOSED)]
STALE = [
    ("unchecked", _("nobody looked at the registry lately")),
    ("silent", _("the registry has said nothing new for a year, and the trial should be running")),
    ("gone", _("gone from the registry")),
    ("unread", _("no registry was ever read")),
]


def with_main_record(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """Annotate status, dates and number of the registry record looked at last, from whichever language it is linked."""
    main = RegistryRecord.objects.filter(trial__translation_key=OuterRef("translation_key"))
    main = main.order_by(F("checked_on").desc(nulls_last=True), "pk")
    names = {"main_status": "status", "main_changed_on": "registry_changed_on", "main_checked_on": "checked_on"}
    names |= {"main_gone_since": "gone_since", "main_number": "number", "main_title": "official_title"}
    return trials.annotate(**{ours: Subquery(main.values(theirs)[:1]) for ours, theirs in names.items()})


def unwritten() -> QuerySet[Trial]:
    """Trials without a plain summary or still under the registry's title; those that people can join come first."""
    without_summary = Q(live=False, summary__regex=EMPTY)
    same_title = Q(name=F("synced_draft__registry_title"))
    settled = Q(synced_draft__state__in=[DraftState.DECLINED, DraftState.MERGED])
    trials = with_main_record(Trial.objects.filter(without_summary | same_title).exclude(settled))
    whens = [When(main_status=status, then=Value(RANK_OF[standing].value)) for status, standing in STANDING_OF.items()]
    rank = Case(*whens, default=Value(Rank.UNSURE.value), output_field=IntegerField())
    return trials.annotate(openness=rank).order_by("openness", F("main_changed_on").desc(nulls_last=True), "pk")


def stale(kind: str = "", today: datetime.date | None = None) -> QuerySet[Trial]:
    """Published trials whose registry was not looked at lately, says nothing new, or has them no more."""
    today = today or datetime.date.today()
    checked = today - datetime.timedelta(days=settings.TRIAL_STATUS_VALID_DAYS)
    silent = today - datetime.timedelta(days=SILENT_DAYS)
    has_record = Q(main_number__isnull=False)
    conditions = {
        "unchecked": has_record & (Q(main_checked_on__isnull=True) | Q(main_checked_on__lt=checked)),
        "silent": Q(main_status__in=RUNNING) & Q(main_changed_on__lt=silent),
        "gone": Q(main_gone_since__isnull=False),
        "unread": Q(main_number__isnull=True),
    }
    wanted = conditions.get(kind)
    if wanted is None:
        wanted = Q(pk__in=[])
        for condition in conditions.values():
            wanted |= condition
    trials = with_main_record(Trial.objects.live()).filter(wanted)
    return trials.order_by(F("main_checked_on").asc(nulls_first=True), "main_changed_on", "pk")


@dataclass(frozen=True)
class Staleness:
    """Why a trial is on the stale list, in words."""

    reasons: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, trial: Trial, today: datetime.date | None = None) -> "Staleness":
        """Return the reasons for a trial that was annotated by ``stale()``."""
        today = today or datetime.date.today()
        if trial.main_number is None:
            return cls([_t("no registry was ever read")])
        reasons = []
        if trial.main_gone_since:
            reasons.append(_t("gone from the registry"))
        if trial.main_checked_on is None:
            reasons.append(_t("never checked"))
        elif (today - trial.main_checked_on).days > settings.TRIAL_STATUS_VALID_DAYS:
            reasons.append(_t("checked %(days)s days ago") % {"days": (today - trial.main_checked_on).days})
        is_running = trial.main_status in RUNNING and trial.main_changed_on
        if is_running and (today - trial.main_changed_on).days > SILENT_DAYS:
            reasons.append(_t("registry unchanged for %(days)s days") % {"days": (today - trial.main_changed_on).days})
        return cls(reasons)


def changed_lately(days: int, today: datetime.date | None = None) -> QuerySet[RegistryVersion]:
    """What registries changed in published trials within a number of days: our text may no longer be true."""
    since = (today or datetime.date.today()) - datetime.timedelta(days=days)
    versions = RegistryVersion.objects.filter(seen_on__gte=since, record__trial__live=True).exclude(changes={})
    return versions.select_related("record__trial").order_by("-seen_on", "-pk")
