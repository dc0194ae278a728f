"""Glossary terms from ``terms/``."""

from glossary.enums import PartOfSpeech, Topic
from glossary.models import Term, TermAlsoCalled, TermCitation
from portal.base.enums import NameKind
from portal.starter.loading.saving import check_forms_are_free, cite, linked, other_forms, publish, save_checked
from portal.starter.reading import check_keys
from portal.starter.rich_text import rich_text

REQUIRED = {"name", "short", "sources"}
OPTIONAL = {
    "also_called", "not_marked", "say", "part_of_speech", "broader", "see_also", "not_same_as", "sentence", "topic",
}  # fmt: skip
KINDS = {kind.value: kind.value for kind in NameKind}


def load(files, context):
    """Make the terms, then their relations, then publish them."""
    check_forms_are_free(files)
    for file in files:
        check_keys(file, REQUIRED, OPTIONAL)
    made = [(file, term) for file in files if (term := _term(file, context)) is not None]
    for _file, term in made:
        context.terms[term.slug] = term
    for file, term in made:
        context.step(file)
        if file.text("broader"):
            term.broader = context.terms.get(file.text("broader"))
            if term.broader is None:
                file.complain(f"broader: there is no terms/{file.text('broader')}.md.")
        term.see_also = linked(file, "see_also", context.terms, "terms")
        term.not_same_as = linked(file, "not_same_as", context.terms, "terms")
        publish(term)


def _term(file, context):
    term = Term(
        locale=context.locale,
        slug=file.slug,
        name=file.text("name"),
        short_definition=file.text("short"),
        more=rich_text(file.body),
        say_it_like=file.text("say"),
        part_of_speech=file.choice("part_of_speech", {part.value: part.value for part in PartOfSpeech}, "noun"),
        sentence=file.text("sentence"),
        topic=file.choice("topic", {topic.value: topic.value for topic in Topic}, ""),
    )
    term.also_called = other_forms(file, TermAlsoCalled, context.locale, KINDS)
    take_out_of_marking(file, term)
    cite(term, TermCitation, context.sources.of(file))
    return term if save_checked(file, term) else None


def take_out_of_marking(file, term):
    """Set the forms under ``not_marked`` apart: found when looked for, but too often something else in a text."""
    forms = {form.text: form for form in term.also_called.all()} | {term.name: term}
    for text in file.facts.get("not_marked") or []:
        if text not in forms:
            file.complain(f"not_marked “{text}”: give the name, or a form exactly as under also_called.")
            continue
        forms[text].mark_in_text = False
