"""Links and films from ``resources/``."""

from articles.enums import ResourceKind
from articles.models import Resource
from portal.starter.loading.saving import save_checked
from portal.starter.reading import check_keys

REQUIRED = {"title", "kind", "publisher", "url", "summary"}
OPTIONAL = {"language", "transcript", "sources"}


def load(files, context):
    """Make the links and films."""
    for file in files:
        context.step(file)
        check_keys(file, REQUIRED, OPTIONAL)
        resource = Resource(
            locale=context.locale,
            slug=file.slug,
            title=file.text("title"),
            kind=file.choice("kind", {kind.value: kind.value for kind in ResourceKind}),
            publisher=file.text("publisher"),
            url=file.text("url"),
            language=file.text("language") or "en",
            summary=file.text("summary"),
            transcript=file.text("transcript"),
        )
        if save_checked(file, resource):
            context.resources[resource.slug] = resource.pk
