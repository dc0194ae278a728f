"""Checks of a therapy together with its authorisations and their events."""

from portal.base.forms import RecordForm, kept_rows
from portal.base.partial_dates import PartialDate
from therapies.status import problems_of


def is_date(text) -> bool:
    """Return whether text is a partial date; the field itself reports one that is not."""
    try:
        PartialDate.parse(text or "")
    except ValueError:
        return False
    return True


class TherapyForm(RecordForm):
    """A therapy's form: refuses events that contradict each other, and names the authorisation they belong to."""

    def clean(self):
        cleaned = super().clean()
        for row in self.rows_of("authorisations"):
            typed = [event.cleaned_data for event in kept_rows(row.formsets["events"])]
            events = [
                (event["date"], event["kind"]) for event in typed if is_date(event.get("date")) and event.get("kind")
            ]
            for problem in problems_of(events):
                self.add_error(None, f"{row.cleaned_data.get('brand_name', '')}: {problem}")
        return cleaned
