"""The site's own name, emergency line and addresses, editable in the admin."""

from types import SimpleNamespace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


@register_setting(icon="globe")
class SiteIdentity(ClusterableModel, BaseSiteSetting):
    """What the site calls itself and how it is reached; the words of each language stand in ``words``."""

    name = models.CharField(_("site name"), max_length=80, default="Cell & Gene Compass")
    emergency_number = models.CharField(
        _("emergency number"), max_length=20, default="112", blank=True,
        validators=[RegexValidator(r"^\d[\d ]*$", _("Digits only, for example 112."))],
        help_text=_(
            "Shown with a link to call on every emergency card, at the foot of every page and on the forms. "
            "Empty: readers are told to call the emergency number of their country."
        ),
    )  # fmt: skip
    contact_email = models.EmailField(_("e-mail address of the organisation"), blank=True)
    postal_address = models.TextField(_("postal address of the organisation"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("emergency_number")]),
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("postal_address")], heading=_("Foot of every page")),
        InlinePanel("words", heading=_("Words of each language"), label=_("language")),
    ]

    class Meta:
        verbose_name = _("site identity")

    def __str__(self):
        return self.name


class SiteWords(Orderable):
    """The description, the emergency line and where its number holds, in one language."""

    identity = ParentalKey(SiteIdentity, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    description = models.CharField(_("what the site is, in one sentence"), max_length=200)
    emergency_line = models.CharField(
        _("emergency line"), max_length=200,
        help_text=_("Stands at the foot of every page. Write {number} where the emergency number belongs."),
    )  # fmt: skip
    emergency_note = models.CharField(
        _("where the emergency number holds"), max_length=200, blank=True,
        help_text=_("Stands on emergency cards, below the number. Empty: our own words."),
    )  # fmt: skip
    organisation = models.CharField(_("who runs the site"), max_length=200, blank=True)

    panels = [
        FieldPanel("language"),
        FieldPanel("description"),
        FieldPanel("emergency_line"),
        FieldPanel("emergency_note"),
        FieldPanel("organisation"),
    ]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(name="base_sitewords_language", fields=["identity", "language"])]

    def __str__(self):
        return self.get_language_display()

    def clean(self):
        super().clean()
        if any(letter.isdigit() for letter in self.emergency_line):
            told = _("Write {number} instead of the number itself, which stands in a field of its own above.")
            raise ValidationError({"emergency_line": told})


def emergency_words(number: str) -> str:
    """Return whom to call in an emergency, to stand in a sentence: the number, or that of the reader's country."""
    return number or gettext("the emergency number of your country")


def emergency_note(number: str) -> str:
    """Return where a number holds, in the standard words; nothing where there is no number."""
    if not number:
        return ""
    if number == "112":
        return gettext("In Europe the number is 112. Elsewhere, use your local emergency number.")
    return gettext("In another country, use its own emergency number.")


def identity_words(identity):
    """Return name, description, emergency line and addresses in the language of the page (one query).

    Where an editor has not written a language yet, the translated standard words stand in.
    """
    words = {row.language: row for row in identity.words.all()} if identity.pk else {}
    chosen = words.get(translation.get_language())
    number = identity.emergency_number.strip()
    line = chosen.emergency_line if chosen else gettext("In an emergency, call {number}.")
    return SimpleNamespace(
        name=identity.name,
        emergency_number=number,
        emergency_words=emergency_words(number),
        emergency_note=(chosen.emergency_note if chosen else "") or emergency_note(number),
        contact_email=identity.contact_email,
        postal_address=identity.postal_address,
        description=chosen.description if chosen else gettext("Plain information about gene and cell therapy."),
        emergency_line=line.replace("{number}", emergency_words(number)),
        organisation=chosen.organisation if chosen else "",
    )
