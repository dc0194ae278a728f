"""What somebody agrees to who sends a story. A changed text is a new version; old versions are kept for what was sent.

Never edit a text that stands here: add a version and make it the current one.
"""

from django.utils.translation import gettext_lazy as _

CONSENT_VERSION = "2026-11"

CONSENT_TEXTS = {
    "2026-11": (
        _("My story may be shown on this site, also shortened or with small corrections."),
        _("It speaks about health. I agree that the team reads it and that everybody can read it once it is shown."),
        _("Names and other details by which people can be recognised will be taken out."),
        _("I can take this back at any time, without a reason. Then the story is taken off the site."),
        _("Copies that others made before that cannot be called back."),
    )
}
