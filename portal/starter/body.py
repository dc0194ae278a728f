"""The ``:::`` blocks of starter articles as the blocks of a StreamField."""

import re

from portal.starter.reading import CITED, StarterFile
from portal.starter.rich_text import bullets, rich_text

OPENING = re.compile(r"^::: *([a-z-]+) *(.*)$")
TIMELINE_LINE = re.compile(r"([\d-]{4,10}) \| (.+?) \| (.+)")
EMERGENCY_NUMBER = re.compile(r"\b112\b")


def split_blocks(file: StarterFile) -> list[tuple[str, str, str, int]]:
    """Return ``(name, argument, text, line)`` of each block of a body; running text is called "text"."""
    found: list[tuple[str, str, str, int]] = []
    name, argument, lines, start = "text", "", [], 1
    for number, line in enumerate(file.body.splitlines(), start=1):
        opening = OPENING.match(line)
        if opening:
            if name != "text":
                file.complain(f"text line {number}: block “{name}” is not closed; put ::: on a line of its own.")
            found.append((name, argument, "\n".join(lines).strip(), start))
            name, argument, lines, start = opening.group(1), opening.group(2).strip(), [], number
        elif line.strip() == ":::":
            found.append((name, argument, "\n".join(lines).strip(), start))
            name, argument, lines, start = "text", "", [], number + 1
        else:
            lines.append(line)
    if name != "text":
        file.complain(f"text line {start}: block “{name}” is not closed; put ::: on a line of its own.")
    found.append((name, argument, "\n".join(lines).strip(), start))
    return [block for block in found if block[0] != "text" or block[2]]


def without_citations(text: str) -> str:
    """Return text for fields that cannot hold a link."""
    return CITED.sub("", text).replace(" .", ".").strip()


class BodyReader:
    """Turns the body of one file into block values; complains through the file about what it cannot use."""

    def __init__(self, file: StarterFile, resources: dict[str, int]):
        self.file = file
        self.resources = resources
        self.in_short = ""

    def read(self) -> list[dict]:
        blocks = []
        for name, argument, text, line in split_blocks(self.file):
            reader = getattr(self, "_" + name.replace("-", "_"), None)
            if reader is None:
                self.file.complain(f"text line {line}: block “{name}” is not known.")
                continue
            block = reader(argument, text, line)
            if block is not None:
                blocks.append(block)
        return blocks

    def _text(self, argument, text, line):
        return {"type": "text", "value": rich_text(text)}

    def _in_short(self, argument, text, line):
        self.in_short = rich_text(text)

    def _inset(self, argument, text, line):
        return {"type": "inset", "value": rich_text(text)}

    def _details(self, argument, text, line):
        return {"type": "details", "value": {"summary": argument, "text": rich_text(text)}}

    def _warning(self, argument, text, line):
        return {"type": "warning", "value": {"heading": argument, "text": rich_text(text)}}

    def _care(self, argument, text, line):
        level, _, heading = argument.partition(" ")
        if level not in ("later", "soon", "now"):
            self.file.complain(f"text line {line}: a care card is later, soon or now, not “{level}”.")
            return None
        if EMERGENCY_NUMBER.search(f"{heading} {text}"):
            self.file.complain(f"text line {line}: leave out 112: an emergency card shows the number of the site.")
        points = [without_citations(point) for point in bullets(text)]
        return {"type": "care", "value": {"level": level, "heading": heading, "points": points, "phone": ""}}

    def _number(self, argument, text, line):
        return {"type": "number", "value": {"figure": argument, "sentence": " ".join(text.split())}}

    def _table(self, argument, text, line):
        rows = [row.strip().strip("|") for row in text.splitlines() if row.strip()]
        rows = [row for row in rows if not re.fullmatch(r"[\s|:-]+", row)]
        if len({row.count("|") for row in rows}) != 1:
            self.file.complain(f"text line {line}: the rows of table “{argument}” have different numbers of cells.")
        return {"type": "table", "value": {"caption": argument, "rows": "\n".join(rows)}}

    def _questions(self, argument, text, line):
        questions = [without_citations(question) for question in bullets(text)]
        return {"type": "questions", "value": {"heading": argument, "questions": questions}}

    def _video(self, argument, text, line):
        resource = self._resource(argument, line)
        return {"type": "video", "value": {"resource": resource, "text": without_citations(" ".join(text.split()))}}

    def _links(self, argument, text, line):
        resources = [self._resource(slug.strip(), line) for slug in argument.split(",")]
        return {"type": "links", "value": {"resources": resources}}

    def _timeline(self, argument, text, line):
        entries = []
        for item in bullets(text):
            match = TIMELINE_LINE.fullmatch(item)
            if not match:
                self.file.complain(f"text line {line}: “{item[:60]}” is not “- date | title | text”.")
                continue
            date, heading, words = match.groups()
            entries.append({"date": date, "heading": heading, "text": rich_text(words)})
        return {"type": "timeline", "value": {"entries": entries}}

    def _resource(self, slug, line):
        if slug not in self.resources:
            self.file.complain(f"text line {line}: there is no resources/{slug}.md.")
        return self.resources.get(slug)
