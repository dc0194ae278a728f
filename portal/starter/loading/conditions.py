"""Conditions from ``conditions/``."""

from conditions.enums import BodyArea, Inheritance
from conditions.models import Condition, ConditionAlsoCalled, ConditionCitation
from portal.base.enums import NameKind
from portal.starter.loading.saving import check_forms_are_free, cite, other_forms, publish, save_checked
from portal.starter.reading import check_keys
from portal.starter.rich_text import rich_text

REQUIRED = {"name", "summary", "inheritance", "body_area", "sources"}
OPTIONAL = {"also_called", "orpha", "mondo", "mesh", "icd11", "umbrella", "broader"}
KINDS = {kind.value: kind.value for kind in NameKind}


def load(files, context):
    """Make the conditions, then put them into their groups, then publish them."""
    check_forms_are_free(files)
    for file in files:
        check_keys(file, REQUIRED, OPTIONAL)
    made = [(file, condition) for file in files if (condition := _condition(file, context)) is not None]
    for _file, condition in made:
        context.conditions[condition.slug] = condition
    for file, condition in made:
        context.step(file)
        if file.text("broader"):
            condition.broader = context.conditions.get(file.text("broader"))
            if condition.broader is None:
                file.complain(f"broader: there is no conditions/{file.text('broader')}.md.")
        publish(condition)


def _condition(file, context):
    sections = file.sections
    if "what it is" not in sections:
        file.complain("the section “## What it is” is missing.")
    condition = Condition(
        locale=context.locale,
        slug=file.slug,
        name=file.text("name"),
        summary=file.text("summary"),
        what_it_is=rich_text(sections.get("what it is", "")),
        state_of_play=rich_text(sections.get("state of play", "")),
        orphacode=file.text("orpha"),
        mondo_id=file.text("mondo"),
        mesh_id=file.text("mesh"),
        icd11_codes=", ".join(map(str, file.facts.get("icd11") or [])),
        inheritance=file.choice("inheritance", {kind.value: kind.value for kind in Inheritance}, "unknown"),
        body_area=file.choice("body_area", {area.value: area.value for area in BodyArea}, "other"),
        is_group=bool(file.facts.get("umbrella")),
    )
    condition.also_called = other_forms(file, ConditionAlsoCalled, context.locale, KINDS)
    cite(condition, ConditionCitation, context.sources.of(file))
    return condition if save_checked(file, condition) else None
