"""Checks of a trial together with its numbers."""

from types import SimpleNamespace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.base.forms import RecordForm
from portal.base.review_screens import edit_address
from trials.trust import reasons_against_listing


class TrialForm(RecordForm):
    """A trial's form: refuses a number that another trial holds, and says which one does."""

    def clean(self):
        cleaned = super().clean()
        for row in self.rows_of("identifiers"):
            registry, number = row.instance.registry, row.instance.number
            holder = self._holder_of(row._meta.model, registry, number) if number else None
            if holder:
                text = _("%(number)s already belongs to “%(trial)s”: open that trial, or correct the number.")
                self.add_error(None, text % {"number": number, "trial": holder})
                # At the number itself, because the message at the top shows links as text.
                row.add_error("number", self._way_on(holder))
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

    def _way_on(self, holder):
        """Return a link to the trial that has the number, or to merging this one into it."""
        if self.instance.pk is None:
            address, label = edit_address(holder), _("Another trial has this number. Open that trial.")
        else:
            address = f"{merge_address(self.instance)}?into={holder.pk}"
            label = _("Another trial has this number. If they are one trial, merge this one into it.")
        return format_html('<a href="{}">{}</a>', address, label)

    def _holder_of(self, identifiers, registry, number):
        same = identifiers.objects.filter(registry=registry, number=number, locale_id=self.instance.locale_id)
        found = same.exclude(trial_id=self.instance.pk).select_related("trial").first()
        return found.trial if found else None


def merge_address(trial) -> str:
    """Return the address of the screen that merges a trial into another."""
    return reverse("trials_merge", args=[trial.pk])
