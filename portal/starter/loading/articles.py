"""Sections, articles and pages about the site from ``articles/``."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from wagtail.models import Page

from articles.models import ArticleCitation, ArticlePage, InformationCitation, InformationPage, SectionPage
from portal.base.enums import ChangeKind
from portal.base.models import ChangeNote
from portal.starter.body import BodyReader
from portal.starter.loading.saving import cite
from portal.starter.reading import check_keys

REQUIRED = {"title", "page_type", "parent", "summary"}
OPTIONAL = {"order", "audience", "situation", "main_message", "unknown", "corrections", "sources", "slug", "also_asked"}
TYPES = {"section": SectionPage, "article": ArticlePage, "information": InformationPage}
CHANGE_KINDS = {
    "correction": ChangeKind.CORRECTION,
    "new evidence": ChangeKind.EVIDENCE,
    "status": ChangeKind.STATUS,
    "wording": ChangeKind.WORDING,
}
CITATIONS = {ArticlePage: ArticleCitation, InformationPage: InformationCitation}


def load(files, context):
    """Make the pages, sections first, in the order the files give."""
    for file in files:
        check_keys(file, REQUIRED, OPTIONAL)
    ordered = sorted(
        files, key=lambda file: (file.text("page_type") != "section", file.facts.get("order") or 0, file.slug)
    )
    for file in ordered:
        context.step(file)
        parent = _parent(file, context)
        page = _page(file, context)
        if parent is None or page is None or file.problems:
            continue
        try:
            parent.add_child(instance=page)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                file.complain(f"{name}: {'; '.join(messages)}")
            continue
        page.save_revision(changed=False).publish()
        context.pages[file.slug] = page
        _corrections(file, page)


def _parent(file, context):
    name = file.text("parent")
    parent = context.home if name == "home" else context.pages.get(name)
    if parent is None:
        file.complain(f"parent: there is no section “{name}”.")
        return None
    return Page.objects.get(pk=parent.pk).specific


def _page(file, context):
    page_type = file.choice("page_type", TYPES)
    if page_type is None:
        return None
    page = page_type(
        locale=context.locale, title=file.text("title"), slug=file.slug, summary=file.text("summary"),
        search_description=file.text("summary"), show_in_menus=page_type is SectionPage,
    )  # fmt: skip
    page.also_asked = "\n".join(map(str, file.facts.get("also_asked") or []))
    if page_type is SectionPage:
        return page
    reader = BodyReader(file, context.resources)
    page.body = page_type.body.field.stream_block.to_python(reader.read())
    if page_type is ArticlePage:
        page.audience = file.text("audience")
        page.main_message = file.text("main_message")
        page.situation = file.text("situation")
        page.not_known = file.text("unknown")
        page.in_short = reader.in_short
    elif reader.in_short:
        page.body = page_type.body.field.stream_block.to_python(
            [{"type": "inset", "value": reader.in_short}, *page.body.get_prep_value()]
        )
    cite(page, CITATIONS[page_type], context.sources.of(file))
    return page


def _corrections(file, page):
    content_type = ContentType.objects.get_for_model(page)
    for entry in file.facts.get("corrections") or []:
        if entry.get("kind") not in CHANGE_KINDS:
            file.complain(f"corrections: “{entry.get('kind')}” is not one of: {', '.join(CHANGE_KINDS)}.")
            continue
        ChangeNote.objects.create(
            content_type=content_type,
            object_id=str(page.pk),
            changed_on=datetime.date.fromisoformat(str(entry["date"])),
            kind=CHANGE_KINDS[entry["kind"]],
            sentence=entry["text"],
        )
