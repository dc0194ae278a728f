"""How many organisations, trial sites and therapies there are in each country."""

from collections import Counter
from dataclasses import dataclass

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


def family_of(condition: Condition | None) -> list[Condition]:
    """Return a condition with its group and its members, as far as they are published; nothing for no condition."""
    if condition is None:
        return []
    near = [condition.broader, *condition.narrower.all()]
    return [condition, *(other for other in near if other is not None and other.live)]


@dataclass(frozen=True)
class Counted:
    """Numbers by country, and the countries of which we know them; None: of every country, a missing one being 0."""

    numbers: Counter[str]
    known: frozenset[str] | None = None

    def is_known(self, code: str) -> bool:
        return self.known is None or code in self.known


def count_organisations(condition: Condition | None) -> Counted:
    """Return how many organisations name each country as one they serve (one query, three for a condition)."""
    found = Organisation.objects.public()
    if condition is not None:
        found = found.about(*family_of(condition), through="conditions")
    served = found.order_by().values_list("pk", "countries_served").distinct()
    return Counted(Counter(code for _pk, codes in served for code in codes))


def count_sites(condition: Condition | None) -> Counted:
    """Return in how many places of each country published trials run or ran: one place counts once for each trial."""
    trials = Trial.objects.public()
    if condition is not None:
        trials = trials.about(condition, *_members(condition), through="conditions")
    keys = trials.order_by().values("translation_key")
    sites = RegistrySite.objects.filter(record__trial__translation_key__in=keys).exclude(country="")
    place = Concat(
        Cast("record__trial__translation_key", CharField()), Value("|"), "city", Value("|"), "facility",
        output_field=CharField(),
    )  # fmt: skip
    counted = sites.order_by().values_list("country").annotate(number=Count(place, distinct=True))
    return Counted(Counter(dict(counted)))


def count_approved(condition: Condition | None) -> Counted:
    """Return how many therapies are approved and still sold where each country belongs to.

    Known where we hold any approval or application; of a place we do not look at, nothing follows.
    """
    everything = published_therapies()
    looked_at = {row.jurisdiction for therapy in everything for row in therapy.authorisations.all()}
    of_place = Counter(place for one in those_about(everything, condition) for place in places_of_approval(one))
    numbers = Counter({code: of_place[place] for code, place in JURISDICTION_OF.items() if of_place[place]})
    return Counted(numbers, frozenset(code for code, place in JURISDICTION_OF.items() if place in looked_at))


def count_available(condition: Condition | None) -> Counted:
    """Return how many therapies people in each country can get; known where we know of at least one how it is."""
    everything = published_therapies()
    looked_at = {str(row.country) for therapy in everything for row in therapy.availability.all()}
    numbers = Counter(code for one in those_about(everything, condition) for code in countries_with(one))
    return Counted(numbers, frozenset(looked_at))


def places_of_approval(therapy: Therapy) -> set[str]:
    """Return the jurisdictions in which a therapy is approved today and not withdrawn from sale (no query)."""
    return {row.jurisdiction for row in therapy.authorisations.all() if row.status in SOLD}


def countries_with(therapy: Therapy) -> set[str]:
    """Return the countries in which people can get a therapy, as far as we know (no query)."""
    return {str(row.country) for row in therapy.availability.all() if row.state in TO_BE_HAD}


def _members(condition: Condition) -> list[Condition]:
    return [other for other in condition.narrower.all() if other.live]


def published_therapies() -> list[Therapy]:
    """Return every published therapy with what its standing and availability are worked out from (four queries)."""
    return list(Therapy.objects.public().with_availability().order_by_name())


def those_about(therapies: list[Therapy], condition: Condition | None) -> list[Therapy]:
    """Return those of some therapies that are for a condition or a member of it; all for no condition."""
    if condition is None:
        return therapies
    wanted = Therapy.objects.public().about(condition, *_members(condition), through="conditions")
    keys = set(wanted.order_by().values_list("pk", flat=True))
    return [therapy for therapy in therapies if therapy.pk in keys]
