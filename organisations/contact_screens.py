"""Admin screens of “Still right?”: who confirmed its entry, who is to be asked, and the private address of each."""

import datetime
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from organisations.asking import ASK_AGAIN_AFTER, NotAsked, ask, reason_not_to_ask
from organisations.models import Organisation, OrganisationContact
from portal.base.review_screens import check_not_in_future, edit_address

PERMISSION = "organisations.change_organisationcontact"
MOST_AT_ONCE = 50

SHOWN = [
    ("", _("all")),
    ("due", _("not confirmed within a year")),
    ("waiting", _("asked, not answered")),
    ("no-address", _("without an e-mail address")),
    ("stop", _("do not want to be asked")),
]


class ContactForm(forms.ModelForm):
    """The private address; and a confirmation that came by telephone or letter."""

    class Meta:
        model = OrganisationContact
        fields = ["email", "may_ask", "confirmed_on"]
        labels = {"confirmed_on": _("Confirmed by the organisation on")}
        help_texts = {
            "confirmed_on": _("Set by the link itself. Enter a day here only if the organisation told you otherwise.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmed_on"].widget = AdminDateInput()
        self.fields["confirmed_on"].validators.append(check_not_in_future)


@dataclass(frozen=True)
class Line:
    """One organisation in the list."""

    organisation: Organisation
    contact: OrganisationContact | None

    @property
    def reason(self) -> str:
        """Why it cannot be asked; empty where it can."""
        return reason_not_to_ask(self.contact)

    @property
    def is_waiting(self) -> bool:
        """Whether it was asked and has not answered since."""
        contact = self.contact
        if contact is None or contact.asked_at is None:
            return False
        return contact.answered_on is None or contact.answered_on < contact.asked_at.date()


def may_ask(user) -> bool:
    """Return whether a user may see private addresses and ask."""
    return user.has_perm(PERMISSION)


def contacts(request):
    """List the published organisations; ask those that were ticked."""
    if not may_ask(request.user):
        raise PermissionDenied
    if request.method == "POST":
        _ask_chosen(request)
        return redirect(request.get_full_path())
    shown = request.GET.get("show", "")
    shown = shown if shown in dict(SHOWN) else ""
    organisations = Organisation.objects.live().select_related("contact_state").order_by("folded_name", "pk")
    lines = [Line(organisation, getattr(organisation, "contact_state", None)) for organisation in organisations]
    lines = [line for line in lines if not shown or _is_shown(line, shown)]
    context = {
        "page": Paginator(lines, MOST_AT_ONCE).get_page(request.GET.get("p")),
        "show": shown,
        "choices": SHOWN,
        "total": len(lines),
        "header_title": _t("Still right?"),
    }
    return render(request, "wagtailadmin/organisations/contacts.html", context)


def _is_shown(line: Line, shown: str) -> bool:
    contact = line.contact
    if shown == "due":
        since = datetime.date.today() - ASK_AGAIN_AFTER
        return contact is None or contact.confirmed_on is None or contact.confirmed_on <= since
    if shown == "waiting":
        return line.is_waiting
    if shown == "no-address":
        return contact is None or not contact.email
    return contact is not None and not contact.may_ask


def _ask_chosen(request) -> None:
    keys = [key for key in request.POST.getlist("organisation") if key.isdecimal() and len(key) < 19][:MOST_AT_ONCE]
    chosen = OrganisationContact.objects.filter(organisation__in=keys, organisation__live=True)
    asked, refused = 0, []
    for contact in chosen.select_related("organisation").order_by("organisation__folded_name", "pk"):
        try:
            ask(contact, by=request.user)
            asked += 1
        except NotAsked as refusal:
            refused.append(f"{contact.organisation.name}: {refusal}")
    if asked:
        text = ngettext("%(number)s organisation is asked.", "%(number)s organisations are asked.", asked)
        messages.success(request, text % {"number": asked})
    if refused:
        messages.error(request, _t("Not asked: %(list)s") % {"list": " ".join(refused)})
    if not asked and not refused:
        messages.error(request, _t("Tick those that are to be asked. Only those with an e-mail address can be."))


def contact(request, pk):
    """Show and change what we know of one organisation beside its entry; ask it now."""
    if not may_ask(request.user):
        raise PermissionDenied
    organisation = get_object_or_404(Organisation, pk=pk)
    known = OrganisationContact.objects.filter(organisation=organisation).first()
    known = known or OrganisationContact(organisation=organisation)
    form = ContactForm(instance=known)
    if request.method == "POST" and "ask" in request.POST:
        _ask_one(request, known)
        return redirect(contact_address(organisation))
    if request.method == "POST":
        form = ContactForm(request.POST, instance=known)
        if form.is_valid():
            form.save()
            # What was changed is told, never the address itself: the log is kept for ever.
            log(instance=organisation, action="portal.contact", user=request.user, data={"fields": form.changed_data})
            messages.success(request, _t("Kept. Readers see the day of the confirmation, and nothing else of it."))
            return redirect(contact_address(organisation))
    saved = OrganisationContact.objects.filter(organisation=organisation).first()
    context = {
        "subject": organisation,
        "edit_address": edit_address(organisation),
        "form": form,
        "known": saved,
        "reason": reason_not_to_ask(saved),
        "header_title": _t("Contact and confirmation"),
    }
    return render(request, "wagtailadmin/organisations/contact.html", context)


def _ask_one(request, known: OrganisationContact) -> None:
    try:
        if known.pk is None:
            raise NotAsked(reason_not_to_ask(None))
        ask(known, by=request.user)
    except NotAsked as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _t("The question is on its way. Earlier links do not work any more."))


def contact_address(organisation: Organisation) -> str:
    """Return the address of an organisation's screen of contact and confirmation."""
    return reverse("organisations_contact", args=[organisation.pk])
