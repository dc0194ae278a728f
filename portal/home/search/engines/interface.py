"""What every engine of the search can be asked. How good an answer is, is judged elsewhere, alike for all of them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from portal.home.search_models import Kind, NameRole, SearchDocument, SearchName

# So many hits are ranked; of a word that stands in every other trial, nobody reads more.
MOST_RANKED = 100
MOST_NEAR = 30
# Of these there may be thousands.
MANY = (Kind.TRIAL, Kind.TERM, Kind.ORGANISATION)


@dataclass(frozen=True)
class Hits:
    """The best documents of one kind, by primary key, and how many there are; counted up to ``MOST_RANKED``."""

    keys: tuple[int, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class NearWord:
    """A known word that is something like a typed one; so many documents use it, so many of them in their names."""

    typed: str
    word: str
    uses: int
    in_names: int


@dataclass(frozen=True)
class NearName:
    """A whole name that is something like what was typed, as written, with the title of its document."""

    key: str
    text: str
    role: str
    title: str


def apart(kinds: Sequence[str]) -> list[list[str]]:
    """Return the kinds in the groups that a database looks up one by one, so that none is crowded out by another."""
    few = sorted({str(Kind(kind).value) for kind in kinds}.difference(MANY))
    groups = [[kind.value] for kind in MANY if kind in kinds]
    return [*groups, few] if few else groups


class Engine(ABC):
    """Finds documents by their words, and names and words that are like mistyped ones. Words come as compared."""

    name: ClassVar[str]

    @abstractmethod
    def hits(
        self,
        language: str,
        words: Sequence[str],
        *,
        kinds: Sequence[str],
        in_names: bool = False,
        any_word: bool = False,
        most: int = 20,
    ) -> dict[str, Hits]:
        """Return by kind the documents that hold all words, or any; in their names and topics only if so asked.

        One query, for however many kinds.
        """

    @abstractmethod
    def near_words(self, language: str, words: Sequence[str]) -> list[NearWord]:
        """Return known words that are like unknown ones, by letters or by sound. One query."""

    @abstractmethod
    def near_names(self, language: str, key: str) -> list[NearName]:
        """Return whole names like a mistyped one, by letters or by sound. One query."""

    def starting(self, language: str, key: str, most: int) -> list[SearchName]:
        """Return names that begin with what was typed so far, the shortest first. One query."""
        names = SearchName.objects.public(language).filter(role__in=(NameRole.NAME, NameRole.FORM), **self.begins(key))
        return list(names.select_related("document").order_by("key", "pk")[:most])

    @staticmethod
    def begins(key: str) -> dict[str, str]:
        """Return the condition that a key begins so, in a form for which the database uses its index."""
        return {"key__startswith": key}

    def store(self, documents: Iterable[SearchDocument]) -> None:  # noqa: B027 - a database has them already
        """Take in documents that were written to the database."""

    def remove(self, primary_keys: Iterable[int]) -> None:  # noqa: B027 - a database has forgotten them already
        """Forget documents that were deleted from the database."""

    def clear(self) -> None:  # noqa: B027
        """Forget everything, before all of it is stored again."""
