"""Mail that is waiting to be sent."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One message, stored with what it reports and deleted once it has been handed over.

    Sending inside the transaction that stores something would lose that something when the mail server fails.
    """

    recipients = models.JSONField(_("to"))
    sender = models.CharField(_("from"), max_length=254)
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    last_problem = models.TextField(_("last problem"), blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["pk"]

    def __str__(self):
        return self.subject
