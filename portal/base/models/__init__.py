"""The kernel's tables, and the abstract record on which all five kinds of record stand."""

from portal.base.models.changes import ChangeNote
from portal.base.models.mail import OutgoingMail
from portal.base.models.names import AlsoCalled, check_names_are_free, refuse_forms
from portal.base.models.records import Record, RecordQuerySet
from portal.base.models.reviews import Review
from portal.base.models.site import SiteIdentity, SiteWords
from portal.base.models.sources import Citation, Source, with_sources
from portal.base.models.workflow import EditorsCheck, PublishingCheck

__all__ = [
    "AlsoCalled",
    "ChangeNote",
    "Citation",
    "EditorsCheck",
    "OutgoingMail",
    "PublishingCheck",
    "Record",
    "RecordQuerySet",
    "Review",
    "SiteIdentity",
    "SiteWords",
    "Source",
    "check_names_are_free",
    "refuse_forms",
    "with_sources",
]
