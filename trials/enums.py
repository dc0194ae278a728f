"""Choices of trials and of what registries say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Registry(models.TextChoices):
    CTGOV = "ctgov", "ClinicalTrials.gov"
    EUCT = "euct", _("EU Clinical Trials (CTIS)")
    EUDRACT = "eudract", "EudraCT"
    ISRCTN = "isrctn", "ISRCTN"
    DRKS = "drks", "DRKS"
    ANZCTR = "anzctr", "ANZCTR"
    JRCT = "jrct", "jRCT"
    CTRI = "ctri", "CTRI"
    CHICTR = "chictr", "ChiCTR"
    UMIN = "umin", "UMIN-CTR"
    CRIS = "cris", "CRIS"
    IRCT = "irct", "IRCT"
    TCTR = "tctr", "TCTR"
    PACTR = "pactr", "PACTR"
    REBEC = "rebec", "ReBec"
    UTN = "utn", _("WHO universal trial number")


class RegistryStatus(models.TextChoices):
    """Recruitment status as ClinicalTrials.gov names it; other registries' words are mapped to these."""

    NOT_YET_RECRUITING = "NOT_YET_RECRUITING", _("Not open yet")
    RECRUITING = "RECRUITING", _("Looking for people")
    ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION", _("Open to invited people only")
    ACTIVE_NOT_RECRUITING = "ACTIVE_NOT_RECRUITING", _("Closed to new people")
    SUSPENDED = "SUSPENDED", _("Paused")
    TERMINATED = "TERMINATED", _("Stopped early")
    COMPLETED = "COMPLETED", _("Finished")
    WITHDRAWN = "WITHDRAWN", _("Called off before anyone joined")
    AVAILABLE = "AVAILABLE", _("Access outside a trial: open")
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE", _("Access outside a trial: closed")
    TEMPORARILY_NOT_AVAILABLE = "TEMPORARILY_NOT_AVAILABLE", _("Access outside a trial: paused")
    APPROVED_FOR_MARKETING = "APPROVED_FOR_MARKETING", _("Access outside a trial: ended, now approved")
    WITHHELD = "WITHHELD", _("Not made public")
    UNKNOWN = "UNKNOWN", _("Status not known")


class Standing(models.TextChoices):
    """What a reader is told: the registry's status, unless nobody has looked at the registry lately."""

    OPEN = "open", _("Looking for people")
    SOON = "soon", _("Not open yet")
    CLOSED = "closed", _("Closed to new people")
    FINISHED = "finished", _("Finished")
    STOPPED = "stopped", _("Stopped or called off")
    UNSURE = "unsure", _("Status not sure")


STANDING_OF: dict[str, Standing] = {
    RegistryStatus.RECRUITING: Standing.OPEN,
    RegistryStatus.AVAILABLE: Standing.OPEN,
    RegistryStatus.NOT_YET_RECRUITING: Standing.SOON,
    RegistryStatus.ENROLLING_BY_INVITATION: Standing.CLOSED,
    RegistryStatus.ACTIVE_NOT_RECRUITING: Standing.CLOSED,
    RegistryStatus.SUSPENDED: Standing.CLOSED,
    RegistryStatus.TEMPORARILY_NOT_AVAILABLE: Standing.CLOSED,
    RegistryStatus.NO_LONGER_AVAILABLE: Standing.CLOSED,
    RegistryStatus.COMPLETED: Standing.FINISHED,
    RegistryStatus.APPROVED_FOR_MARKETING: Standing.FINISHED,
    RegistryStatus.TERMINATED: Standing.STOPPED,
    RegistryStatus.WITHDRAWN: Standing.STOPPED,
}


class Rank(models.IntegerChoices):
    """The standings in the order of the finder: what a reader can still join comes first."""

    OPEN = 0, _("Looking for people")
    SOON = 1, _("Not open yet")
    CLOSED = 2, _("Closed to new people")
    UNSURE = 3, _("Status not sure")
    FINISHED = 4, _("Finished")
    STOPPED = 5, _("Stopped or called off")


RANK_OF: dict[Standing, Rank] = {standing: Rank[standing.name] for standing in Standing}


class StudyType(models.TextChoices):
    INTERVENTIONAL = "INTERVENTIONAL", _("tests something in people")
    OBSERVATIONAL = "OBSERVATIONAL", _("watches without changing care")
    EXPANDED_ACCESS = "EXPANDED_ACCESS", _("access outside a trial")
    UNKNOWN = "UNKNOWN", _("not known")


class Phase(models.TextChoices):
    NA = "NA", _("no phase given")
    EARLY_PHASE1 = "EARLY_PHASE1", _("very early: first look in a few people")
    PHASE1 = "PHASE1", _("phase 1: mainly about safety, in few people")
    PHASE2 = "PHASE2", _("phase 2: does it seem to work, in more people")
    PHASE3 = "PHASE3", _("phase 3: compared with what is used now")
    PHASE4 = "PHASE4", _("phase 4: after approval")


# How the finder numbers the stages of research; "phase 1 and 2" is both.
PHASE_WORDS: list[tuple[str, object]] = [
    (str(number), phase.label)
    for number, phase in enumerate((Phase.EARLY_PHASE1, Phase.PHASE1, Phase.PHASE2, Phase.PHASE3, Phase.PHASE4))
]


class Sex(models.TextChoices):
    ALL = "ALL", _("everyone")
    FEMALE = "FEMALE", _("women and girls")
    MALE = "MALE", _("men and boys")


class Payment(models.TextChoices):
    NO = "no", _("no")
    YES = "yes", _("yes")
    NOT_STATED = "not stated", _("not stated")


class Oversight(models.TextChoices):
    """Whether it is known which regulator or ethics committee agreed to a trial. Nobody's guess."""

    UNKNOWN = "unknown", _("not known: nobody has looked yet")
    STATED = "stated", _("stated in a public source")
    NOT_FOUND = "not found", _("we looked and found none")
    NOT_DUE = "not due", _("not due: it only watches, or nobody can join any more")


class DateType(models.TextChoices):
    ACTUAL = "ACTUAL", _("happened")
    ESTIMATED = "ESTIMATED", _("planned")
    UNKNOWN = "", _("not said")


class SyncMode(models.TextChoices):
    QUERY = "query", _("search")
    NUMBERS = "numbers", _("list of numbers")
    FILE = "file", _("files")


class FailureOutcome(models.TextChoices):
    REFUSED = "refused", _("not used")
    UNKNOWN = "unknown", _("used, this value taken as unknown")


class DraftState(models.TextChoices):
    """What became of a draft that a reading of a registry made."""

    WAITING = "waiting", _("waiting for a decision")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    MERGED = "merged", _("merged into another trial")


class PairReason(models.TextChoices):
    NUMBERS = "numbers", _("they share a number")
    TITLES = "titles", _("their titles are nearly the same")


class PairState(models.TextChoices):
    OPEN = "open", _("to be looked at")
    DIFFERENT = "different", _("two trials")
    MERGED = "merged", _("merged")
