"""What an editor should still write before a therapy is complete; shown while editing, never holding facts back."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from portal.base.richtext import bullets, plain_text

# The sections that a decision needs (DISCERN's criteria), by field; a fact may be corrected while one is unwritten.
CARE = ("help_now", "help_soon", "help_later")
REQUIRED = ("how_it_works", "what_it_can_do", "risks", "without_it", "other_choices", "follow_up", "not_known")
APPROVED_TODAY = re.compile(r"\b(?:is|are|remains|has been) (?:now |still )?approved\b", re.IGNORECASE)
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
    if plain_text(therapy.risks) and not plain_text(therapy.help_now):
        problems.append(_("“Risks” names no sign for which to call the emergency number."))
    if says_approved(therapy) and not therapy.is_approved_somewhere:
        problems.append(_("The text says “is approved”, but no authorisation is in force: use other words."))
    for word in claims_in(therapy):
        problems.append(_("“%(word)s” promises more than anyone can know: use other words.") % {"word": word})
    return problems


def says_approved(therapy) -> bool:
    """Return whether a text of a therapy calls it approved today."""
    texts = [plain_text(getattr(therapy, name)) for name in ("in_short", *REQUIRED)]
    return any(APPROVED_TODAY.search(text) for text in texts)


def refuse_false_approval(therapy, sentence: str) -> None:
    """Raise ValidationError for a sentence that calls a therapy approved while no authorisation is in force."""
    if APPROVED_TODAY.search(sentence) and not therapy.is_approved_somewhere:
        raise ValidationError(_("It says “is approved”, but no authorisation is in force: use other words."))


def claims_in(therapy) -> list[str]:
    """Return the promising words that stand in the texts of a therapy."""
    text = " ".join(plain_text(getattr(therapy, name)) for name in ("in_short", *REQUIRED, *CARE)).lower()
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
