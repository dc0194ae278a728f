"""What an editor should still write before a therapy is complete; shown while editing, never holding facts back."""

import re

from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from portal.base.richtext import bullets, plain_text

# The sections that a decision needs (DISCERN's criteria), by field; a fact may be corrected while one is unwritten.
REQUIRED = ("how_it_works", "what_it_can_do", "risks", "without_it", "other_choices", "follow_up", "not_known")
CLAIMS = ("cure", "breakthrough", "miracle", "game-changer", "100% safe", "completely safe")


def missing_parts(therapy) -> list[str]:
    """Return what is missing or doubtful in a therapy, one sentence each, the most important first."""
    problems = []
    if not list(therapy.authorisations.all()):
        problems.append(_("No authorisation or application: the page cannot say where it stands."))
    if not list(therapy.citations.all()):
        problems.append(_("No source: readers cannot check anything."))
    for name in REQUIRED:
        if not plain_text(getattr(therapy, name)):
            label = str(therapy._meta.get_field(name).verbose_name)
            problems.append(_("“%(section)s” is not written yet; the page says so.") % {"section": label.capitalize()})
    points = len(bullets(therapy.in_short))
    if not 3 <= points <= 5:
        problems.append(_("“In short” has %(n)s points: three to five are best.") % {"n": points})
    for word in claims_in(therapy):
        problems.append(_("“%(word)s” promises more than anyone can know: use other words.") % {"word": word})
    return problems


def claims_in(therapy) -> list[str]:
    """Return the promising words that stand in the texts of a therapy."""
    text = " ".join(plain_text(getattr(therapy, name)) for name in ("in_short", *REQUIRED)).lower()
    return [word for word in CLAIMS if re.search(rf"\b{re.escape(word)}[sd]?(?!\w)", text)]


class MissingPartsPanel(Panel):
    """Lists what is missing in the version being edited."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/therapies/missing_parts.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["problems"] = missing_parts(self.instance) if self.instance.pk else []
            context["is_new"] = not self.instance.pk
            return context
