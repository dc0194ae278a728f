"""“Still right?”: the page behind the link in our yearly mail, where an organisation confirms or corrects its entry.

Opening the link changes nothing: mail programs open links by themselves. A correction becomes a submission like any
other; the entry stays as it is until a moderator has looked.
"""

from typing import Any

from django import forms
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django_countries import countries

from organisations.asking import Question, answered_otherwise, confirm, question_of
from organisations.enums import OrganisationKind, Service
from organisations.languages import LANGUAGES
from organisations.models import Organisation
from portal.base.origins import is_from_elsewhere
from portal.base.richtext import plain_text
from portal.base.text import fold
from submissions.about import about_of
from submissions.enums import Mistake, Origin, SubmissionKind
from submissions.receiving import UNSTORABLE, receive

CODE_LISTS = {"countries_served": countries, "languages": LANGUAGES}


class ListedField(forms.CharField):
    """Names with commas between them, each of which must be in a list; the value is the list of their codes."""

    def __init__(self, *, choices, **kwargs):
        super().__init__(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)
        self.choices = choices

    def clean(self, value):
        text = super().clean(value)
        known = {fold(str(name)): code for code, name in self.choices} | {fold(code): code for code, _n in self.choices}
        found, unknown = set(), []
        for name in (part.strip() for part in text.replace("\n", ",").replace(";", ",").split(",") if part.strip()):
            code = known.get(fold(name))
            if code:
                found.add(code)
            else:
                unknown.append(name)
        if unknown:
            raise forms.ValidationError(
                _t("We do not know: %(names)s. Write names with commas between them.") % {"names": ", ".join(unknown)}
            )
        return sorted(found)


class EntryForm(forms.Form):
    """The entry as it stands, to be changed where it is wrong; only what was changed is sent on."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=OrganisationKind.choices)
    what_they_do = forms.CharField(
        label=_("What you do for people"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6})
    )
    website = forms.URLField(label=_("Website"), max_length=300, assume_scheme="https")
    city = forms.CharField(label=_("Seat: city"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Seat: country"), required=False)
    countries_served = ListedField(
        label=_("Countries in which you help"),
        choices=countries,
        help_text=_("Names with commas between them. Leave empty if you help everywhere."),
    )
    languages = ListedField(label=_("Languages"), choices=LANGUAGES, help_text=_("Names with commas between them."))
    services = forms.MultipleChoiceField(
        label=_("How you help"), choices=Service.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    funding = forms.CharField(
        label=_("Money from companies"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    more = forms.CharField(
        label=_("Something else, for example conditions that are missing"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please write no names of people."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail address, if we may ask back"), required=False,
        help_text=_("Only moderators see it. We delete it 30 days after the decision."),
    )  # fmt: skip

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any):
        self.organisation = organisation
        super().__init__(*args, initial=_as_typed(organisation), **kwargs)
        self.fields["country"].choices = [("", _("not stated")), *countries]

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str) and UNSTORABLE.search(value):
                self.add_error(name, _t("There is a sign in it that cannot be kept. Please type it again."))
        if not self.errors and not self.changes and not cleaned["more"].strip():
            raise forms.ValidationError(
                _t("You have changed nothing. If everything is right, use the button “Yes, everything is right”.")
            )
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from the entry: name of a field of the record and the value that should stand there."""
        now, wanted = _as_kept(self.organisation), self.cleaned_data
        return {name: wanted[name] for name in now if name in wanted and not _is_same(now[name], wanted[name])}

    @property
    def sentence(self) -> str:
        """What was written freely, or in words which parts were changed."""
        labels = ", ".join(str(self.fields[name].label) for name in self.changes)
        parts = [self.cleaned_data["more"].strip(), f"{_t('Changed:')} {labels}" if labels else ""]
        return "\n\n".join(part for part in parts if part)[:3000]


def _is_same(now: Any, wanted: Any) -> bool:
    if isinstance(now, list):
        return sorted(now) == sorted(wanted)
    return now.split() == wanted.split()


def _as_kept(organisation: Organisation) -> dict[str, Any]:
    """Return the values of an entry in the form in which they are proposed: rich text as plain text, lists as codes."""
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "what_they_do": plain_text(organisation.what_they_do),
        "website": organisation.website,
        "city": organisation.city,
        "country": str(organisation.country),
        "countries_served": organisation.countries_served,
        "languages": organisation.languages,
        "services": organisation.services,
        "funding": organisation.funding,
    }


def _as_typed(organisation: Organisation) -> dict[str, Any]:
    typed = _as_kept(organisation)
    for name, choices in CODE_LISTS.items():
        # A comma inside a name (“Bonaire, Sint Eustatius and Saba”) would be read as two: those stand as their code.
        names = {code: str(label) if "," not in str(label) else code for code, label in choices}
        typed[name] = ", ".join(names.get(code, code) for code in typed[name])
    return typed


@never_cache
def still_right(request, token):
    """Show the entry behind a signed link and take one answer: right, to be corrected, or never ask again."""
    question = question_of(token)
    if question is None:
        return _page(request, "submissions/still_right_over.html", {"question": None}, status=404)
    if question.is_answered:
        return _page(request, "submissions/still_right_over.html", {"question": question})
    form = EntryForm(question.organisation)
    if request.method == "POST" and not is_from_elsewhere(request):
        answer = request.POST.get("answer")
        if answer == "right":
            confirm(question)
            return _page(request, "submissions/still_right_done.html", {"question": question, "answer": answer})
        if answer == "stop":
            answered_otherwise(question, how="stop")
            return _page(request, "submissions/still_right_done.html", {"question": question, "answer": answer})
        form = EntryForm(question.organisation, request.POST)
        if form.is_valid():
            code = _send_on(request, question, token, form)
            context = {"question": question, "answer": "correction", "code": code}
            return _page(request, "submissions/still_right_done.html", context)
    return _page(request, "submissions/still_right.html", {"question": question, "form": form})


@transaction.atomic
def _send_on(request, question: Question, token: str, form: EntryForm) -> str:
    """Store a correction for the moderators, once however often the form is sent; return its receipt code."""
    organisation = question.organisation
    receipt = receive(
        kind=SubmissionKind.CORRECTION,
        fields={
            "where": organisation.name,
            "mistake": Mistake.OLD.value,
            "what": form.sentence,
            "source": _t("The organisation itself, through its yearly link"),
            "changes": form.changes,
        },
        about=about_of(f"organisations.organisation:{organisation.slug}", request),
        language=get_language(),
        email=form.cleaned_data["email"],
        origin=Origin.ORGANISATION,
        token=f"still-right:{token}",
    )
    answered_otherwise(question, how="correction")
    return receipt.submission.receipt_code


def _page(request, template: str, context: dict[str, Any], status: int = 200):
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
