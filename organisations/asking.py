"""“Still right?”: once a year an organisation is asked, at its own address, whether its entry is still right.

The link in the mail is signed, for this purpose only, runs out, and only the latest one counts. It names no person and
lets nobody in: it can confirm the entry, send a correction to the moderators, or say “do not ask us again”.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from organisations.models import Organisation, OrganisationContact
from portal.base.frame import language_of
from portal.base.models import SiteIdentity

PURPOSE = "organisations.still-right"
VALID_FOR = datetime.timedelta(days=90)
ASK_AGAIN_AFTER = datetime.timedelta(days=365)


class NotAsked(Exception):
    """An organisation cannot be asked; the message says why."""


@dataclass(frozen=True)
class Question:
    """What a link leads to: the contact it was sent to, and whether that question was answered already."""

    contact: OrganisationContact
    is_answered: bool

    @property
    def organisation(self) -> Organisation:
        return self.contact.organisation


def token_of(contact: OrganisationContact) -> str:
    """Return the secret part of the link for the latest question to a contact."""
    return signing.dumps([contact.pk, contact.ask_serial], salt=PURPOSE)


def question_of(token: str) -> Question | None:
    """Return the question a link belongs to; None where it is not ours, ran out, or a later one was sent."""
    try:
        pk, serial = signing.loads(token, salt=PURPOSE, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    contacts = OrganisationContact.objects.select_related("organisation")
    contact = contacts.filter(pk=pk, ask_serial=serial, asked_at__isnull=False, organisation__live=True).first()
    if contact is None:
        return None
    answered = contact.answered_on is not None and contact.answered_on >= timezone.localdate(contact.asked_at)
    return Question(contact, answered)


def reason_not_to_ask(contact: OrganisationContact | None) -> str:
    """Return why an organisation cannot be asked at all, in words for staff; empty where it can."""
    if contact is None or not contact.email:
        return _("There is no e-mail address for it.")
    if not contact.may_ask:
        return _("It does not want to be asked.")
    if not contact.organisation.live:
        return _("Its entry is not published.")
    return ""


def waiting_to_be_asked(today: datetime.date | None = None) -> list[OrganisationContact]:
    """Return whom to ask now: published, with an address, and neither asked nor confirmed within a year.

    Those never confirmed come first, then the longest ago. Whoever was asked drops out, so that a stopped run goes on.
    """
    since = (today or datetime.date.today()) - ASK_AGAIN_AFTER
    able = OrganisationContact.objects.filter(may_ask=True, organisation__live=True).exclude(email="")
    contacts = able.select_related("organisation").order_by("confirmed_on", "organisation__folded_name", "pk")
    waiting = [contact for contact in contacts if not _is_recent(contact, since)]
    return sorted(waiting, key=lambda contact: contact.confirmed_on or datetime.date.min)


def _is_recent(contact: OrganisationContact, since: datetime.date) -> bool:
    asked_on = timezone.localdate(contact.asked_at) if contact.asked_at else None
    return any(day is not None and day > since for day in (contact.confirmed_on, asked_on))


@transaction.atomic
def ask(contact: OrganisationContact, *, by: Any = None) -> None:
    """Put the question into the outbox, in one transaction with the note that it was asked. Raises NotAsked.

    Every earlier link of this organisation stops working.
    """
    contact = OrganisationContact.objects.select_for_update(of=("self",)).select_related("organisation").get(
        pk=contact.pk
    )  # fmt: skip
    reason = reason_not_to_ask(contact)
    if reason:
        raise NotAsked(reason)
    contact.ask_serial += 1
    contact.asked_at = timezone.now()
    contact.save(update_fields=["ask_serial", "asked_at"])
    with translation.override(language_of(contact.organisation.locale_id)):
        _message(contact).send()
    log(instance=contact.organisation, action="portal.asked", user=by)


def _message(contact: OrganisationContact) -> EmailMessage:
    organisation = contact.organisation
    address = reverse("still_right", args=[token_of(contact)])
    identity = SiteIdentity.objects.first() or SiteIdentity()
    ends = timezone.localdate(contact.asked_at) + VALID_FOR
    text = render_to_string(
        "organisations/still_right_mail.txt",
        {
            "name": organisation.name,
            "site_name": identity.name,
            "entry": settings.SITE_ADDRESS + organisation.get_absolute_url(),
            "link": settings.SITE_ADDRESS + address,
            "ends": formats.date_format(ends, "DATE_FORMAT"),
            "contact": identity.contact_email,
        },
    )
    subject = _("Is your entry still right? %(name)s") % {"name": organisation.name}
    return EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [contact.email])


@transaction.atomic
def confirm(question: Question, *, today: datetime.date | None = None) -> None:
    """Note that the organisation itself confirmed its entry. The entry does not change."""
    today = today or timezone.localdate()
    OrganisationContact.objects.filter(pk=question.contact.pk).update(confirmed_on=today, answered_on=today)
    log(instance=question.organisation, action="portal.confirmed", data={"how": "link"})


@transaction.atomic
def answered_otherwise(question: Question, *, how: str, today: datetime.date | None = None) -> None:
    """Note that the organisation answered, but did not confirm: ``how`` is "correction" or "stop"."""
    values = {"answered_on": today or timezone.localdate()}
    if how == "stop":
        values["may_ask"] = False
    OrganisationContact.objects.filter(pk=question.contact.pk).update(**values)
    log(instance=question.organisation, action="portal.answered", data={"how": how})
