"""Admin screens about words: the report of hard words without an entry, the ignored ones, and where a term is used."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale, Page
from wagtail.snippets.views.snippets import IndexView

from glossary.hard_words import has_word_list
from glossary.hard_words_report import unexplained
from glossary.models import IgnoredWord, Term
from portal.base.exporting import as_csv
from portal.base.review_screens import edit_address
from portal.base.viewsets import RecordCreateView, RecordEditView

PER_PAGE = 50
MINIMUM_COUNTS = (1, 2, 3, 5, 10)
CSV_HEADER = ("language", "word", "forms", "times", "entries", "example", "kind", "entry", "edit")


def may_see(user) -> bool:
    """Return whether a user may see reports on words: whoever may do anything with terms."""
    return any(user.has_perm(f"glossary.{action}_term") for action in ("view", "add", "change", "publish"))


def may_decide(user) -> bool:
    """Return whether a user may decide that a word needs no entry: whoever may change terms."""
    return user.has_perm("glossary.change_term")


def hard_words_report(request):
    """List the hard words that no entry explains; as a table or as CSV."""
    if not may_see(request.user):
        raise PermissionDenied
    language, least, query = _asked(request)
    words = [
        word
        for word in (unexplained(language) if has_word_list(language) else ())
        if word.times >= least and any(query in form.casefold() for form in (word.word, *word.forms))
    ]
    if request.GET.get("export") == "csv":
        return _as_file(language, words)
    page = Paginator(words, PER_PAGE).get_page(request.GET.get("p"))
    asked = {"language": language, "least": least, **({"q": query} if query else {})}
    context = {
        "page": page,
        "rows": [{"word": word, "add_address": add_address(word.word, language)} for word in page],
        "total": len(words),
        "language": language,
        "languages": languages(),
        "least": least,
        "counts": MINIMUM_COUNTS,
        "query": query,
        "asked": urlencode(asked),
        "has_word_list": has_word_list(language),
        "may_decide": may_decide(request.user),
        "may_add": request.user.has_perm("glossary.add_term"),
        "ignored": IgnoredWord.objects.filter(language=language).count(),
        "header_title": _t("Hard words without an entry"),
    }
    return render(request, "wagtailadmin/glossary/hard_words.html", context)


def ignored_words_list(request):
    """List the words that need no entry, with who decided it and when."""
    if not may_see(request.user):
        raise PermissionDenied
    language = _asked(request)[0]
    words = IgnoredWord.objects.filter(language=language).select_related("ignored_by").order_by("word")
    context = {
        "page": Paginator(words, PER_PAGE).get_page(request.GET.get("p")),
        "total": words.count(),
        "language": language,
        "languages": languages(),
        "asked": urlencode({"language": language}),
        "may_decide": may_decide(request.user),
        "header_title": _t("Words without an entry on purpose"),
    }
    return render(request, "wagtailadmin/glossary/ignored_words.html", context)


@require_POST
def ignore_word(request):
    """Keep a word out of the report, and remember who decided it."""
    if not may_decide(request.user):
        raise PermissionDenied
    language, word = request.POST.get("language", ""), " ".join(request.POST.get("word", "").split())
    known = language in dict(languages())
    if not known or not word or len(word) > IgnoredWord._meta.get_field("word").max_length:
        messages.error(request, _t("That is no word of the report: choose one from its list."))
    else:
        IgnoredWord.objects.get_or_create(language=language, word=word, defaults={"ignored_by": request.user})
        back = messages.button(_ignored_address(language), _t("Ignored words"))
        messages.success(request, _t("“%(word)s” is ignored from now on.") % {"word": word}, buttons=[back])
    return redirect(_with(reverse("glossary_hard_words"), request.POST.get("asked", "")))


@require_POST
def bring_back_word(request, pk):
    """Let a word be in the report again."""
    if not may_decide(request.user):
        raise PermissionDenied
    ignored = get_object_or_404(IgnoredWord, pk=pk)
    ignored.delete()
    messages.success(request, _t("“%(word)s” is in the report again, where it is used.") % {"word": ignored.word})
    return redirect(_ignored_address(ignored.language))


def term_uses(request, pk):
    """List the published pages and records in which a term is used, with the sentence."""
    if not may_see(request.user):
        raise PermissionDenied
    term = get_object_or_404(Term, pk=pk)
    uses = term.uses.select_related("content_type").order_by("-times", "content_type_id", "pk")
    page = Paginator(uses, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "term": term,
        "page": page,
        "rows": use_rows(page.object_list, request),
        "total": page.paginator.count,
        "edit_address": edit_address(term),
        "header_title": _t("Used in texts"),
    }
    return render(request, "wagtailadmin/glossary/term_uses.html", context)


def use_rows(uses, request) -> list[dict]:
    """Return what the table says of each use: the entry, the sentence, how often, and both ways to the entry."""
    wanted: dict = {}
    for use in uses:
        wanted.setdefault(use.content_type, set()).add(use.object_id)
    entries = {
        (content_type.pk, str(entry.pk)): entry
        for content_type, keys in wanted.items()
        for entry in content_type.model_class().objects.filter(pk__in=keys).select_related("locale")
    }
    found = [(use, entries.get((use.content_type_id, use.object_id))) for use in uses]
    return [
        {
            "title": str(entry),
            "kind": str(entry._meta.verbose_name),
            "sentence": use.sentence,
            "times": use.times,
            "edit_address": edit_address(entry),
            "public_address": entry.get_url(request) if isinstance(entry, Page) else entry.get_absolute_url(),
        }
        for use, entry in found
        if entry is not None
    ]


def uses_address(term) -> str:
    """Return the address of the screen that says where a term is used."""
    return reverse("glossary_term_uses", args=[term.pk])


def add_address(word: str, language: str) -> str:
    """Return the address of the form for a new term with its name filled in."""
    form = reverse(Term.snippet_viewset.get_url_name("add"))
    return f"{form}?{urlencode({'name': word, 'locale': language})}"


def languages() -> list[tuple[str, str]]:
    """Return the languages of the site's texts: code and name."""
    return [(locale.language_code, locale.get_display_name()) for locale in Locale.objects.order_by("pk")]


class TermCreateView(RecordCreateView):
    """The screen for a new term; the report of hard words fills in the name."""

    def get_initial(self):
        name = " ".join(self.request.GET.get("name", "").split())[:200]
        return {**super().get_initial(), **({"name": name, "slug": slugify(name)} if name else {})}


class TermIndexView(IndexView):
    """The list of terms, with the way to the words that have none."""

    @cached_property
    def header_more_buttons(self):
        report = Button(_("Hard words"), url=reverse("glossary_hard_words"), icon_name="openquote", priority=90)
        return [*super().header_more_buttons, *([report] if may_see(self.request.user) else [])]


class TermEditView(RecordEditView):
    """A term's editing screen, with the way to where it is used."""

    @cached_property
    def header_more_buttons(self):
        uses = Button(_("Used in texts"), url=uses_address(self.object), icon_name="doc-full", priority=6)
        return [*super().header_more_buttons, *([uses] if may_see(self.request.user) else [])]


class HardWordsItem(MenuItem):
    """Shown in the menu of reports to whoever may see it."""

    def is_shown(self, request):
        return may_see(request.user)


def menu_item_of_hard_words():
    """“Hard words without an entry” in the menu of reports."""
    return HardWordsItem(
        _("Hard words"), reverse("glossary_hard_words"), name="hard-words", icon_name="openquote", order=850
    )


def button_of_uses(snippet, user, next_url=None):
    """“Used in texts” in the menu of each term."""
    if isinstance(snippet, Term) and may_see(user):
        yield Button(_("Used in texts"), uses_address(snippet), icon_name="doc-full", priority=26)


def _asked(request) -> tuple[str, int, str]:
    codes = [code for code, name in languages()]
    language = request.GET.get("language") or codes[0]
    if language not in codes:
        raise Http404
    typed = request.GET.get("least", "")
    least = int(typed) if typed.isdecimal() and int(typed) in MINIMUM_COUNTS else MINIMUM_COUNTS[0]
    return language, least, " ".join(request.GET.get("q", "").split()).casefold()[:100]


def _as_file(language, words):
    rows = [
        (language, word.word, ", ".join(word.forms), word.times, word.entries, word.sentence, word.first.kind,
         word.first.title, word.first.edit_address)
        for word in words
    ]  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="hard-words-{language}.csv"'}
    return HttpResponse(as_csv(CSV_HEADER, rows), content_type="text/csv; charset=utf-8", headers=headers)


def _ignored_address(language) -> str:
    return _with(reverse("glossary_ignored_words"), urlencode({"language": language}))


def _with(address: str, query: str) -> str:
    parameters = QueryDict(query[:1000]).urlencode()
    return f"{address}?{parameters}" if parameters else address
