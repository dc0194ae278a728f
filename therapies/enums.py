"""Choices of therapies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.enums import TherapyKind

GIVEN_OUTSIDE_THE_BODY = [
    TherapyKind.GENE_MODIFIED_CELLS,
    TherapyKind.SOMATIC_CELLS,
    TherapyKind.TISSUE_ENGINEERED,
    TherapyKind.CORD_BLOOD,
]


class Modification(models.TextChoices):
    ADDITION = "addition", _("a working gene is added")
    EDITING = "editing", _("a gene is edited")
    NONE = "none", _("genes are not changed")


class Given(models.TextChoices):
    IN_VIVO = "in vivo", _("straight into the body (in vivo)")
    EX_VIVO = "ex vivo", _("cells are treated outside the body (ex vivo)")


class CellSource(models.TextChoices):
    AUTOLOGOUS = "autologous", _("your own cells")
    ALLOGENEIC = "allogeneic", _("cells of a donor")
    NONE = "none", _("no cells")


class Jurisdiction(models.TextChoices):
    EU = "EU", _("European Union")
    US = "US", _("United States")
    UK = "UK", _("United Kingdom")
    CH = "CH", _("Switzerland")
    CA = "CA", _("Canada")
    JP = "JP", _("Japan")
    AU = "AU", _("Australia")


class AuthorisationKind(models.TextChoices):
    STANDARD = "standard", _("standard")
    CONDITIONAL = "conditional", _("conditional: more evidence is still due")
    EXCEPTIONAL = "exceptional", _("under exceptional circumstances")
    ACCELERATED = "accelerated", _("accelerated: more evidence is still due")
    UNKNOWN = "not known", _("not known")


class EventKind(models.TextChoices):
    """What can happen to an authorisation or to an application for one."""

    AUTHORISED = "authorised", _("authorised")
    KIND_CHANGED = "kind changed", _("kind of authorisation changed")
    LABEL_RESTRICTED = "label restricted", _("use restricted")
    SUSPENDED = "suspended", _("suspended")
    SUSPENSION_LIFTED = "suspension lifted", _("suspension lifted")
    NO_LONGER_MARKETED = "no longer marketed", _("no longer sold")
    WITHDRAWN = "withdrawn", _("authorisation withdrawn")
    EXPIRED = "expired", _("authorisation ran out")
    REFUSED = "refused", _("authorisation refused")
    APPLICATION_WITHDRAWN = "application withdrawn", _("application withdrawn")


class Status(models.TextChoices):
    """Where an authorisation stands today; always worked out from its events."""

    IN_FORCE = "in force", _("Approved")
    RESTRICTED = "restricted", _("Approved, use restricted")
    NOT_MARKETED = "not marketed", _("Approval still exists, but no longer sold")
    SUSPENDED = "suspended", _("Approval suspended")
    WITHDRAWN = "withdrawn", _("No longer approved: withdrawn")
    EXPIRED = "expired", _("No longer approved: ran out")
    REFUSED = "refused", _("Not approved: refused")
    APPLICATION_WITHDRAWN = "application withdrawn", _("Not approved: application withdrawn")
    UNKNOWN = "unknown", _("Status not known")


APPROVED_STATUSES = (Status.IN_FORCE, Status.RESTRICTED, Status.NOT_MARKETED)
FINAL_EVENTS = (EventKind.WITHDRAWN, EventKind.EXPIRED, EventKind.REFUSED, EventKind.APPLICATION_WITHDRAWN)
DECIDING_EVENTS = (EventKind.AUTHORISED, *FINAL_EVENTS)
SUSPENSION_EVENTS = (EventKind.SUSPENDED, EventKind.SUSPENSION_LIFTED)
FIRST_EVENTS = (EventKind.AUTHORISED, EventKind.REFUSED, EventKind.APPLICATION_WITHDRAWN)
STATUS_AFTER = {
    EventKind.AUTHORISED: Status.IN_FORCE,
    EventKind.LABEL_RESTRICTED: Status.RESTRICTED,
    EventKind.SUSPENDED: Status.SUSPENDED,
    EventKind.SUSPENSION_LIFTED: Status.IN_FORCE,
    EventKind.NO_LONGER_MARKETED: Status.NOT_MARKETED,
    EventKind.WITHDRAWN: Status.WITHDRAWN,
    EventKind.EXPIRED: Status.EXPIRED,
    EventKind.REFUSED: Status.REFUSED,
    EventKind.APPLICATION_WITHDRAWN: Status.APPLICATION_WITHDRAWN,
}


class Standing(models.TextChoices):
    """What a reader can filter by: whether a therapy is approved somewhere today, was once, or never became so."""

    APPROVED = "approved", _("approved somewhere today")
    SUSPENDED = "suspended", _("approval suspended")
    ENDED = "ended", _("no longer approved anywhere")
    NEVER = "never", _("never approved: refused or withdrawn before")


ENDED_AFTER = (EventKind.WITHDRAWN, EventKind.EXPIRED)
NEVER_AFTER = (EventKind.REFUSED, EventKind.APPLICATION_WITHDRAWN)


class AvailabilityState(models.TextChoices):
    PAID_FOR = "paid for", _("paid for by the health system")
    LAUNCHED = "launched", _("launched; payment not settled for all")
    NOT_LAUNCHED = "not launched", _("not launched")
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNKNOWN = "not known", _("not known")


class Regulator(models.TextChoices):
    """Whose list a reading was made of."""

    EMA = "ema", _("EMA: table of medicines")
    PURPLE_BOOK = "purple book", _("FDA: Purple Book")


class DifferenceState(models.TextChoices):
    OPEN = "open", _("open")
    DRAFTED = "drafted", _("a draft was made")
    SETTLED = "settled", _("settled")
    DISMISSED = "dismissed", _("dismissed")
