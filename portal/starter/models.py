"""What has been loaded from the starter files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedEntry(models.Model):
    """A starter file that was loaded once. It is never loaded again, so nothing an editor did to it is undone."""

    kind = models.CharField(_("kind"), max_length=20)
    slug = models.CharField(_("slug"), max_length=120)
    loaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("loaded starter entry")
        verbose_name_plural = _("loaded starter entries")
        constraints = [models.UniqueConstraint(name="starter_loadedentry_once", fields=["kind", "slug"])]

    def __str__(self):
        return f"{self.kind}/{self.slug}"
