"""What a condition's page shows."""

from dataclasses import dataclass, field

from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.base.joins import pointing_at
from portal.base.presenters import RecordPage
from portal.base.richtext import plain_text

MOST_SHOWN = 50


@dataclass
class ConditionPage(RecordPage):
    """One condition with the therapies, trials and organisations that belong to it."""

    therapies: list = field(default_factory=list)
    trials: list = field(default_factory=list)
    organisations: list = field(default_factory=list)

    section_label = _("Conditions")
    section_address = reverse_lazy("conditions:condition_index")

    @classmethod
    def of(cls, record, **more):
        if record.pk:
            more.setdefault("therapies", list(pointing_at(record, "therapies").with_status().order_by_name()[:MOST_SHOWN]))
            more.setdefault("trials", list(pointing_at(record, "trials").with_registry().order_by_openness()[:MOST_SHOWN]))
            more.setdefault("organisations", list(pointing_at(record, "organisations").order_by_name()[:MOST_SHOWN]))
        return super().of(record, **more)

    @property
    def summary(self) -> str:
        return self.record.summary or plain_text(self.record.what_it_is)[:200]

    @property
    def approved(self) -> list:
        """Therapies with an authorisation in force somewhere."""
        return [therapy for therapy in self.therapies if therapy.is_approved_somewhere]

    @property
    def not_approved(self) -> list:
        """Therapies without an authorisation in force anywhere: ended, refused or never applied for."""
        return [therapy for therapy in self.therapies if not therapy.is_approved_somewhere]

    @cached_property
    def codes(self) -> list[tuple[str, str, str]]:
        """Name, code and public address of each code."""
        record = self.record
        rows = [
            ("ORPHAcode", record.orphacode, f"https://www.orpha.net/en/disease/detail/{record.orphacode}"),
            ("MONDO", record.mondo_id, f"https://monarchinitiative.org/{record.mondo_id}"),
            ("MeSH", record.mesh_id, f"https://meshb.nlm.nih.gov/record/ui?ui={record.mesh_id}"),
            ("ICD-11", record.icd11_codes, ""),
        ]
        return [row for row in rows if row[1]]

    @cached_property
    def broader(self):
        broader = self.record.broader
        return broader if broader is not None and broader.live else None

    @cached_property
    def narrower(self) -> list:
        return sorted(
            (other for other in (self.record.narrower.all() if self.record.pk else []) if other.live),
            key=lambda other: other.folded_name,
        )
