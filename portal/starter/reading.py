"""From a starter file to checked facts: touches no database. Every problem names the file, the place and the remedy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from portal.base.partial_dates import PartialDate

FOLDER = Path(__file__).resolve().parent
KINDS = ("resources", "terms", "conditions", "organisations", "therapies", "trials", "articles")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SECTION = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
CITED = re.compile(r"\[(\d+(?:, ?\d+)*)\]")
# Nine times as fast where PyYAML came with libyaml; both refuse anything but plain values.
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Problem:
    """Something wrong with a starter file, for a person to put right."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class StarterError(Exception):
    """The starter files cannot be loaded; ``problems`` lists everything that is wrong with them."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass
class StarterFile:
    """One record or page as written in a file: facts from the front matter, text from below it."""

    kind: str
    slug: str
    facts: dict
    body: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.kind}/{self.slug}.md"

    @property
    def sections(self) -> dict[str, str]:
        """The text under each second-level heading."""
        parts = SECTION.split(self.body)
        return {heading.lower(): text.strip() for heading, text in zip(parts[1::2], parts[2::2], strict=True)}

    def complain(self, what: str) -> None:
        self.problems.append(Problem(self.place, what))

    def text(self, name: str) -> str:
        """A fact as text; an empty one where it is missing or null."""
        value = self.facts.get(name)
        return "" if value is None else str(value).strip()

    def choice(self, name: str, known: dict, default=None):
        """A fact that must be one of a few words; complains with the list of them."""
        value = self.text(name)
        if not value and default is not None:
            return default
        if value not in known:
            self.complain(f"“{name}: {value}” is not known; write one of: {', '.join(known)}.")
            return default
        return known[value]


def read_folder(kind: str, folder: Path = FOLDER) -> Iterator[StarterFile]:
    """Yield the files of one kind in order of their names."""
    for path in sorted((folder / kind).glob("*.md")):
        yield read_file(kind, path)


def read_file(kind: str, path: Path) -> StarterFile:
    """Read one file. What cannot be read becomes a problem of the file, never an exception."""
    file = StarterFile(kind, path.stem, {}, "")
    if not SLUG.fullmatch(path.stem):
        file.complain("the file's name becomes the address: use small letters, digits and single hyphens.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        file.complain(f"is not UTF-8 text (byte {error.start}): save it as UTF-8.")
        return file
    if not text.startswith("---\n") or "\n---" not in text[4:]:
        file.complain("must begin with facts between two lines of three hyphens (---).")
        return file
    head, _, body = text[4:].partition("\n---")
    file.body = body.lstrip("-").lstrip("\n").strip()
    try:
        facts = yaml.load(head, Loader=SAFE_LOADER)  # noqa: S506 - it is a safe one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else "?"
        file.complain(f"line {line}: {getattr(error, 'problem', 'not readable')}; quote texts that hold a colon or #.")
        return file
    if not isinstance(facts, dict):
        file.complain("the facts must be lines of the form “name: value”.")
        return file
    file.facts = facts
    check_sources(file)
    return file


def check_keys(file: StarterFile, required: set[str], optional: set[str]) -> None:
    """Complain about facts that are missing or that nobody knows."""
    for name in sorted(required - set(file.facts)):
        file.complain(f"“{name}:” is missing.")
    for name in sorted(set(map(str, file.facts)) - required - optional):
        file.complain(f"“{name}:” is not known here; known are: {', '.join(sorted(required | optional))}.")


def check_sources(file: StarterFile) -> None:
    """Complain about sources nobody could find, and about numbers in the text that lead to no source."""
    sources = file.facts.get("sources") or []
    for number, source in enumerate(sources, start=1):
        if not isinstance(source, dict) or not source.get("title"):
            file.complain(f"source {number} has no title.")
        elif not (source.get("url") or source.get("doi") or source.get("pmid")):
            file.complain(f"source {number} (“{source['title']}”) needs a url, a doi or a pmid.")
        else:
            check_date(file, f"source {number}, published", source.get("published"))
    for group in CITED.findall(file.body):
        for cited in group.split(","):
            if not 1 <= int(cited) <= len(sources):
                file.complain(f"the text cites [{cited.strip()}], but there are {len(sources)} sources.")


def check_date(file: StarterFile, name: str, value) -> str:
    """Return a partial date as text; complain about one that does not exist."""
    if value in (None, ""):
        return ""
    try:
        return str(PartialDate.parse(str(value)))
    except ValueError as error:
        file.complain(f"{name}: {error}")
        return ""
