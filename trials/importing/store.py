"""Writes what a registry says: records, sites, numbers, versions, notes for readers, drafts; batch by batch.

Nothing here changes what an editor wrote: a trial's own row is only ever made, never updated.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import translation

from portal.base.enums import ChangeKind
from portal.base.models import ChangeNote
from trials.enums import FailureOutcome
from trials.importing.compare import Known, is_older, sentences, site_difference
from trials.importing.country_mapping import MappedNames
from trials.importing.drafts import make_drafts
from trials.importing.facts import RegistryFacts, SiteFacts, StudyError
from trials.importing.linking import HeldRecords, HeldTrials
from trials.importing.rows import RECORD_FIELDS, SITE_FIELDS, fill, known, number_rows, says_less, site_rows
from trials.models import (
    RegistryNumber,
    RegistryRecord,
    RegistrySite,
    RegistryVersion,
    SyncFailure,
    SyncRun,
    Trial,
    UnmappedCountry,
)
from trials.signals import registry_read


@dataclass
class Tally:
    """What a batch brought."""

    seen: int = 0
    new: int = 0
    drafts: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    gone: int = 0
    failed: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name in SyncRun.COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class _Work:
    """One study with the record it belongs to."""

    facts: RegistryFacts
    record: RegistryRecord
    before: Known | None = None
    changes: dict = field(default_factory=dict)


class Batch:
    """Applies some studies to the database. Call within a transaction: either all of it is stored or nothing.

    ``checked_on`` is the day on which the registry itself was asked; for files it is the day of the data. ``is_live``
    says that each study is counted once a run, however often the registry sends it.
    """

    def __init__(self, run: SyncRun, *, checked_on: datetime.date | None = None, is_live: bool = False):
        self.run = run
        self.checked_on = checked_on
        self.is_live = is_live
        self.today = datetime.date.today()
        self.tally = Tally()
        self.failures: list[SyncFailure] = []
        self.trials_read: set[int] = set()
        self.names = MappedNames()

    def apply(self, items: Iterable[RegistryFacts | StudyError]) -> Tally:
        """Store the studies and what was wrong with others; return what was done."""
        studies: list[RegistryFacts] = []
        for item in items:
            if isinstance(item, StudyError):
                self._refuse(item)
            else:
                studies.append(self.names.apply(item))
        # A batch may hold one study twice, in two versions: the later ones wait for the next round.
        while studies:
            once = {facts.number: facts for facts in reversed(studies)}
            first = [facts for facts in studies if once[facts.number] is facts]
            studies = [facts for facts in studies if once[facts.number] is not facts]
            self._apply_once(first)
        self._store_failures()
        registry_read.send(Batch, trials=self.trials_read)
        return self.tally

    def _apply_once(self, studies: Sequence[RegistryFacts]) -> None:
        held = HeldRecords(studies)
        new: list[_Work] = []
        changed: list[_Work] = []
        same: list[_Work] = []
        for facts in studies:
            record = held.of(facts)
            other = held.replaced_by(facts)
            if other is not None and (record is None or record.pk != other.pk):
                self._refuse(StudyError(facts.number, "nctId", f"is a former number of {other.number}, which we hold."))
            elif record is None:
                self.tally.seen += 1
                new.append(_Work(facts, RegistryRecord(registry=facts.registry)))
            else:
                work = _Work(facts, record)
                self._sort_known(work, held, changed, same)
        self._store_new(new)
        self._store_changed(changed)
        self._store_looked_at(same)

    def _sort_known(self, work: _Work, held: HeldRecords, changed: list[_Work], same: list[_Work]) -> None:
        facts, record = work.facts, work.record
        is_again = self.is_live and record.read_in_id == self.run.pk
        if is_older(facts, record.registry_changed_on, record.record_version):
            if not is_again:
                self._leave_alone(facts, record)
            return
        if record.digest == facts.digest() and record.number == facts.number:
            if not is_again:
                self.tally.seen += 1
                self.tally.unchanged += 1
                same.append(work)
            return
        if not self.is_live and says_less(facts, record):
            self._leave_alone(facts, record)
            return
        self.tally.seen += 1
        self.tally.changed += 1
        for other in held.former(facts, record):
            self._retire(other, facts)
        changed.append(work)

    def _leave_alone(self, facts: RegistryFacts, record: RegistryRecord) -> None:
        self.tally.seen += 1
        self.tally.older += 1
        self.tally.lines.append(f"{facts.number}: older than what we hold, or only a part of it; left alone.")
        if self.is_live:
            RegistryRecord.objects.filter(pk=record.pk).update(read_in=self.run)

    def _retire(self, record: RegistryRecord, facts: RegistryFacts) -> None:
        record.gone_since = record.gone_since or self.today
        record.save(update_fields=["gone_since"])
        self.tally.lines.append(f"{record.number}: now a former number of {facts.number}, marked as gone.")

    # --- new ---------------------------------------------------------------------------------------------------------

    def _store_new(self, works: list[_Work]) -> None:
        if not works:
            return
        held = HeldTrials([work.facts for work in works])
        without: list[_Work] = []
        for work in works:
            self._fill(work)
            work.record.trial_id, is_known = held.of(work.facts)
            if not is_known:
                without.append(work)
            what = "belongs to a trial we hold" if work.record.trial_id else work.facts.status.lower()
            self.tally.lines.append(f"{work.facts.number}: new, {what}.")
        drafts = make_drafts([work.facts for work in without], self.run)
        for work, trial in zip(without, drafts, strict=True):
            work.record.trial = trial
        RegistryRecord.objects.bulk_create([work.record for work in works])
        sites = [site for work in works for site in site_rows(work.record, work.facts.sites)]
        RegistrySite.objects.bulk_create(sites)
        self._store_numbers(works)
        self._store_versions(works)
        self._note_values(works)
        self.tally.new += len(works)
        self.tally.drafts += len(drafts)

    # --- known -------------------------------------------------------------------------------------------------------

    def _store_changed(self, works: list[_Work]) -> None:
        if not works:
            return
        held: dict[int, list[tuple[int, SiteFacts]]] = {work.record.pk: [] for work in works}
        rows = RegistrySite.objects.filter(record__in=held).order_by("pk")
        for row in rows.values_list("record_id", "pk", *SITE_FIELDS):
            held[row[0]].append((row[1], SiteFacts(*row[2:])))
        surplus, missing = [], []
        for work in works:
            sites = held[work.record.pk]
            work.before = known(work.record, [site for _key, site in sites])
            work.changes = work.before.changes_to(Known.of_facts(work.facts))
            away, added = site_difference(sites, work.facts.sites)
            surplus += away
            missing += site_rows(work.record, added)
            self._fill(work)
            self.tally.lines.append(f"{work.facts.number}: changed ({', '.join(work.changes) or 'texts only'}).")
        RegistryRecord.objects.bulk_update([work.record for work in works], RECORD_FIELDS)
        RegistrySite.objects.filter(pk__in=surplus).delete()
        RegistrySite.objects.bulk_create(missing)
        self._store_numbers(works)
        self._store_versions([work for work in works if work.changes])
        self._note_values(works)
        self._tell_readers(works)

    def _store_looked_at(self, works: list[_Work]) -> None:
        """Note that an unchanged record was looked at, if that is later than the last look."""
        later = []
        for work in works:
            record, facts = work.record, work.facts
            before = (record.checked_on, record.record_version, record.gone_since, record.read_in_id)
            self._look(record, facts)
            if (record.checked_on, record.record_version, record.gone_since, record.read_in_id) != before:
                later.append(record)
        RegistryRecord.objects.bulk_update(later, ["checked_on", "record_version", "gone_since", "read_in"])

    def _fill(self, work: _Work) -> None:
        fill(work.record, work.facts)
        self._look(work.record, work.facts)

    def _look(self, record: RegistryRecord, facts: RegistryFacts) -> None:
        looked = self.checked_on or facts.data_of
        record.checked_on = max((day for day in (record.checked_on, looked) if day), default=None)
        record.record_version = max(record.record_version, str(facts.data_of or ""))
        if self.is_live:
            record.read_in = self.run
            record.gone_since = None

    def _store_numbers(self, works: list[_Work]) -> None:
        rows = [row for work in works for row in number_rows(work.record, work.facts)]
        RegistryNumber.objects.bulk_create(rows, ignore_conflicts=True)

    def _store_versions(self, works: list[_Work]) -> None:
        RegistryVersion.objects.bulk_create(
            [
                RegistryVersion(
                    record=work.record, changed_on=work.facts.changed_on, version=str(work.facts.data_of or ""),
                    changes=work.changes,
                )
                for work in works
            ]
        )  # fmt: skip

    def _tell_readers(self, works: list[_Work]) -> None:
        """Add a note to each published trial of which the status, the places or the main dates changed."""
        of_trial = {work.record.trial_id: work for work in works if work.changes and work.record.trial_id}
        keys = dict(Trial.objects.filter(pk__in=of_trial).values_list("translation_key", "pk"))
        published = Trial.objects.live().filter(translation_key__in=keys).select_related("locale").order_by("pk")
        kind = ContentType.objects.get_for_model(Trial)
        notes = []
        for trial in published:
            work = of_trial[keys[trial.translation_key]]
            with translation.override(trial.locale.language_code):
                texts = sentences(work.changes)
            notes += [
                ChangeNote(
                    content_type=kind, object_id=str(trial.pk), kind=ChangeKind.STATUS, sentence=text,
                    changed_on=work.facts.changed_on or self.today,
                )
                for text in texts
            ]  # fmt: skip
        ChangeNote.objects.bulk_create(notes, ignore_conflicts=True)

    # --- what was wrong ----------------------------------------------------------------------------------------------

    def _note_values(self, works: list[_Work]) -> None:
        self.trials_read.update(work.record.trial_id for work in works if work.record.trial_id)
        for work in works:
            for name, why in work.facts.unknown_values:
                self._remember(work.facts.number, name, why, FailureOutcome.UNKNOWN)
                self.tally.lines.append(f"{work.facts.number}: {name} taken as unknown ({why}).")
            for name in work.facts.unmapped_countries:
                row, _made = UnmappedCountry.objects.get_or_create(
                    name=name[:120], defaults={"first_number": work.facts.number}
                )
                UnmappedCountry.objects.filter(pk=row.pk).update(times_seen=F("times_seen") + 1)

    def _refuse(self, error: StudyError) -> None:
        same = SyncFailure.objects.filter(
            run=self.run, number=error.number[:40], field=error.field[:60], why=error.why[:300]
        )
        if self.is_live and same.exists():
            return
        self.tally.seen += 1
        self.tally.failed += 1
        self.tally.lines.append(f"{error}")
        self._remember(error.number, error.field, error.why, FailureOutcome.REFUSED)

    def _remember(self, number: str, name: str, why: str, outcome: str) -> None:
        self.failures.append(
            SyncFailure(run=self.run, number=number[:40], field=name[:60], why=why[:300], outcome=outcome)
        )

    def _store_failures(self) -> None:
        SyncFailure.objects.bulk_create(self.failures, ignore_conflicts=True)
