"""Finds what the portal already holds of a study: its registry record, and the trial it belongs to. Reads only."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from trials.enums import Registry
from trials.importing.facts import RegistryFacts
from trials.models import RegistryNumber, RegistryRecord, TrialIdentifier

Number = tuple[str, str]


def key_of(registry: str, number: str) -> str:
    """Return what two spellings of one number share: an EU number without the number of its submission."""
    return "-".join(number.split("-")[:3]) if registry == Registry.EUCT else number


def own_numbers(facts: RegistryFacts) -> list[Number]:
    """Return the numbers a study has or had in its own registry, as keys."""
    return [(facts.registry, key_of(facts.registry, number)) for number in (facts.number, *facts.aliases)]


def numbers_elsewhere(facts: RegistryFacts) -> list[Number]:
    """Return the numbers a study says it has in other registries, as keys."""
    return [(registry, key_of(registry, number)) for registry, number in facts.other_numbers]


class HeldRecords:
    """The registry records that a batch of studies may belong to, found by number, former number or key."""

    def __init__(self, batch: Sequence[RegistryFacts]):
        wanted = [pair for facts in batch for pair in own_numbers(facts)]
        # Locked where the database can, so that two readings at once do not write over one another.
        rows = RegistryRecord.objects.select_for_update().filter(_numbers(wanted, "number"))
        self.by_number: dict[Number, RegistryRecord] = {}
        for row in rows.order_by("registry", "number"):
            self.by_number[row.registry, key_of(row.registry, row.number)] = row
        former = RegistryNumber.objects.filter(_keys(wanted), is_alias=True).select_related("record")
        self.by_former_number = {(row.registry, row.key): row.record for row in former.order_by("pk")}

    def of(self, facts: RegistryFacts) -> RegistryRecord | None:
        """Return the record under a study's number, else the one under a number it had before."""
        for pair in own_numbers(facts):
            if pair in self.by_number:
                return self.by_number[pair]
        return None

    def replaced_by(self, facts: RegistryFacts) -> RegistryRecord | None:
        """Return the record of another number that says this study's number was its former one."""
        found = self.by_former_number.get(own_numbers(facts)[0])
        return found if found is not None and found.number != facts.number else None

    def former(self, facts: RegistryFacts, record: RegistryRecord) -> list[RegistryRecord]:
        """Return records still held under a study's former numbers, beside the one of its own number."""
        found = [self.by_number[pair] for pair in own_numbers(facts)[1:] if pair in self.by_number]
        return [other for other in found if other.pk != record.pk]


class HeldTrials:
    """The trials that a batch of new studies may belong to, found by number.

    A trial that has one of the study's own numbers is the study's trial. One that is named by a number of another
    registry is too, unless it has another number in the study's registry: then these are two studies that share, say,
    an EU number, and a person has to settle whether they are one.
    """

    def __init__(self, batch: Sequence[RegistryFacts]):
        wanted = [pair for facts in batch for pair in (*own_numbers(facts), *numbers_elsewhere(facts))]
        rows = TrialIdentifier.objects.filter(_numbers(wanted, "number")).order_by("trial__locale_id", "pk")
        self._by_number: dict[Number, int] = {}
        for registry, number, trial in rows.values_list("registry", "number", "trial_id"):
            self._by_number.setdefault((registry, key_of(registry, number)), trial)
        named = RegistryNumber.objects.filter(_keys(wanted)).order_by("pk")
        self._named_by: dict[Number, tuple[str, int | None]] = {}
        for registry, key, source, trial in named.values_list(
            "registry", "key", "record__registry", "record__trial_id"
        ):
            self._named_by.setdefault((registry, key), (source, trial))
        trials = {*self._by_number.values(), *(trial for _source, trial in self._named_by.values() if trial)}
        self._registries = set(TrialIdentifier.objects.filter(trial__in=trials).values_list("trial_id", "registry"))

    def of(self, facts: RegistryFacts) -> tuple[int | None, bool]:
        """Return the trial's key, and whether the study is known to another record (then no draft is made)."""
        for pair in own_numbers(facts):
            if pair in self._by_number:
                return self._by_number[pair], True
        for pair in numbers_elsewhere(facts):
            trial = self._by_number.get(pair)
            if trial is not None and (trial, facts.registry) not in self._registries:
                return trial, True
        for pair in own_numbers(facts):
            source, trial = self._named_by.get(pair, (facts.registry, None))
            if source != facts.registry:
                is_other = trial is not None and (trial, facts.registry) in self._registries
                return (None, False) if is_other else (trial, True)
        return None, False


def _numbers(wanted: Iterable[Number], field: str) -> Q:
    """Return the condition that a number is one of those wanted, whatever the submission of an EU number."""
    found, exact = Q(pk__in=[]), dict[str, list[str]]()
    for registry, key in dict.fromkeys(wanted):
        if registry == Registry.EUCT:
            found |= Q(registry=registry, **{f"{field}__startswith": key})
        else:
            exact.setdefault(registry, []).append(key)
    for registry, keys in exact.items():
        found |= Q(registry=registry, **{f"{field}__in": keys})
    return found


def _keys(wanted: Iterable[Number]) -> Q:
    found, keys = Q(pk__in=[]), dict[str, list[str]]()
    for registry, key in dict.fromkeys(wanted):
        keys.setdefault(registry, []).append(key)
    for registry, some in keys.items():
        found |= Q(registry=registry, key__in=some)
    return found
