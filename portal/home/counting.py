"""How many organisations, trial sites and therapies there are in each country."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast, Concat

from conditions.models import Condition
from organisations.models import Organisation
from portal.base.countries import EU
from therapies.enums import AvailabilityState, Jurisdiction, Status
from therapies.models import Therapy
from trials.models import RegistrySite, Trial

# What the European Commission authorises holds in these three as well, by the agreement on the European Economic Area.
EEA = (*EU, "IS", "LI", "NO")
JURISDICTION_OF: dict[str, str] = dict.fromkeys(EEA, Jurisdiction.EU.value) | {
    "US": Jurisdiction.US.value,
    "GB": Jurisdiction.UK.value,
    "CH": Jurisdiction.CH.value,
    "CA": Jurisdiction.CA.value,
    "JP": Jurisdiction.JP.value,
    "AU": Jurisdiction.AU.value,
}
SOLD = (Status.IN_FORCE, Status.RESTRICTED)
TO_BE_HAD = (AvailabilityState.PAID_FOR, AvailabilityState.LAUNCHED)


@dataclass
class Subject:
    """For what is counted: one condition, or everything. Fetches what several counts share only once."""

    condition: Condition | None = None
    kept: dict = field(default_factory=dict)

    def numbers(self, count: Callable[["Subject"], "Counted"]) -> "Counted":
        """Return what one of the functions below counts, counted once."""
        if count not in self.kept:
            self.kept[count] = count(self)
        return self.kept[count]

    @cached_property
    def members(self) -> list[Condition]:
        """The condition with its published members; nothing for everything."""
        if self.condition is None:
            return []
        return [self.condition, *(other for other in self.condition.narrower.all() if other.live)]

    @property
    def family(self) -> list[Condition]:
        """The condition, its members and its group: who helps with a group helps its members."""
        group = self.condition.broader if self.condition else None
        return [*self.members, *([group] if group is not None and group.live else [])]

    @cached_property
    def all_therapies(self) -> list[Therapy]:
        """Every published therapy with what its standing and availability are worked out from."""
        return list(Therapy.objects.public().with_availability().order_by_name())

    @cached_property
    def therapies(self) -> list[Therapy]:
        """Those that are for the condition or a member of it."""
        if self.condition is None:
            return self.all_therapies
        wanted = Therapy.objects.public().about(*self.members, through="conditions")
        keys = set(wanted.order_by().values_list("pk", flat=True))
        return [therapy for therapy in self.all_therapies if therapy.pk in keys]

    def organisations(self):
        """Return the published organisations that name the condition or its family; all for everything."""
        found = Organisation.objects.public()
        return found.about(*self.family, through="conditions") if self.condition else found


@dataclass(frozen=True)
class Counted:
    """Numbers by country, and the countries of which we know them; None: of every country, a missing one being 0."""

    numbers: Counter[str]
    known: frozenset[str] | None = None

    def is_known(self, code: str) -> bool:
        return self.known is None or code in self.known


def count_organisations(subject: Subject) -> Counted:
    """Return how many organisations name each country as one they serve (one query)."""
    served = subject.organisations().order_by().values_list("pk", "countries_served").distinct()
    return Counted(Counter(code for _pk, codes in served for code in codes))


def count_sites(subject: Subject) -> Counted:
    """Return in how many places of each country published trials run or ran: one place counts once for each trial."""
    trials = Trial.objects.public()
    if subject.condition is not None:
        trials = trials.about(*subject.members, through="conditions")
    keys = trials.order_by().values("translation_key")
    sites = RegistrySite.objects.filter(record__trial__translation_key__in=keys).exclude(country="")
    place = Concat(
        Cast("record__trial__translation_key", CharField()), Value("|"), "city", Value("|"), "facility",
        output_field=CharField(),
    )  # fmt: skip
    counted = sites.order_by().values_list("country").annotate(number=Count(place, distinct=True))
    return Counted(Counter(dict(counted)))


def count_approved(subject: Subject) -> Counted:
    """Return how many therapies are approved and still sold where each country belongs to.

    Known where we hold any approval or application; of a place we do not look at, nothing follows.
    """
    looked_at = {row.jurisdiction for therapy in subject.all_therapies for row in therapy.authorisations.all()}
    of_place = Counter(place for one in subject.therapies for place in places_of_approval(one))
    numbers = Counter({code: of_place[place] for code, place in JURISDICTION_OF.items() if of_place[place]})
    return Counted(numbers, frozenset(code for code, place in JURISDICTION_OF.items() if place in looked_at))


def count_available(subject: Subject) -> Counted:
    """Return how many therapies people in each country can get; known where we know of at least one how it is."""
    looked_at = {str(row.country) for therapy in subject.all_therapies for row in therapy.availability.all()}
    numbers = Counter(code for one in subject.therapies for code in countries_with(one))
    return Counted(numbers, frozenset(looked_at))


def places_of_approval(therapy: Therapy) -> set[str]:
    """Return the jurisdictions in which a therapy is approved today and not withdrawn from sale (no query)."""
    return {row.jurisdiction for row in therapy.authorisations.all() if row.status in SOLD}


def countries_with(therapy: Therapy) -> set[str]:
    """Return the countries in which people can get a therapy, as far as we know (no query)."""
    return {str(row.country) for row in therapy.availability.all() if row.state in TO_BE_HAD}
