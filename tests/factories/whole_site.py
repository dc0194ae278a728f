"""One of everything, published, and the address of every public page of it."""

from tests.factories.articles import make_article, make_home, make_information, make_resource, make_story
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.kernel import make_source
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial

# What a reader may have put on a list of the site below; the last one is nothing.
LIST = "therapy:linked-therapy,trial:linked-trial,condition:linked-condition,term:linked-term,trial:no-such-trial"
PLAIN_ADDRESSES = (
    "/", "/glossary/", "/conditions/", "/therapies/", "/trials/", "/organisations/", "/organisations/map/", "/search/",
    "/search/?q=a", "/changes/", "/my-list/", *(f"/my-list/{page}?list={LIST}" for page in ("", "compare/", "sheet/")),
    "/search/?q=linked", "/search/?q=linked&kind=terms", "/search/?q=linkd", "/search/?q=xyzzy",
)  # fmt: skip


def make_site() -> list:
    """Make a small site in which everything is joined with everything; return what has a page of its own."""
    source = make_source()
    home = make_home()
    condition = make_condition("Linked condition", sources=[source], also_called=["Other name of the condition"])
    therapy = make_therapy("Linked therapy", conditions=[condition], sources=[source])
    article = make_article("Linked article", sources=[source])
    section = article.get_parent().specific
    make_resource()
    return [
        home,
        section,
        article,
        make_information("Linked information", parent=section),
        make_story("Linked story", parent=section),
        make_term("Linked term", sources=[source], also_called=["Other name of the term"]),
        condition,
        therapy,
        make_trial("Linked trial", conditions=[condition], therapies=[therapy], sources=[source]),
        make_organisation("Linked organisation", conditions=[condition], sources=[source]),
    ]


def address_of(thing) -> str:
    """Return the public address of a page or record."""
    return thing.get_url() if hasattr(thing, "get_url") else thing.get_absolute_url()
