"""Checks of a trial together with its numbers."""

from types import SimpleNamespace

from django.utils.translation import gettext as _

from portal.base.forms import RecordForm
from trials.trust import reasons_against_listing


class TrialForm(RecordForm):
    """A trial's form: refuses a number that another trial holds, and says which one does."""

    def clean(self):
        cleaned = super().clean()
        for row in self.rows_of("identifiers"):
            registry, number = row.cleaned_data.get("registry"), row.cleaned_data.get("number")
            holder = self._holder_of(row._meta.model, registry, number)
            if holder:
                self.add_error(
                    None,
                    _("%(number)s already belongs to “%(trial)s”: open that trial, or correct the number.")
                    % {"number": number, "trial": holder},
                )
        if not self.is_deferred_validation:
            self._check_it_may_be_listed(cleaned)
        return cleaned

    def _check_it_may_be_listed(self, cleaned):
        """Refuse to publish what must not stand beside other trials; drafts may wait (docs/decisions/0015)."""
        names = ("participant_pays", "oversight", "oversight_reference")
        typed = SimpleNamespace(**{name: cleaned.get(name, "") for name in names})
        numbers = [row.instance for row in self.rows_of("identifiers")]
        for reason in reasons_against_listing(typed, numbers, self.instance.records_of_registries()):
            self.add_error(None, reason)

    def _holder_of(self, identifiers, registry, number):
        same = identifiers.objects.filter(registry=registry, number=number, locale_id=self.instance.locale_id)
        found = same.exclude(trial_id=self.instance.pk).select_related("trial").first()
        return found.trial if found else None
