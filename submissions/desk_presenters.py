"""What the screens of the moderation desk show: rows of the queue, the sender's words with their flags, the log."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_user_display_name

from portal.base.text import fold
from submissions.desk_enums import URGENT_FLAGS, FlagKind
from submissions.enums import SubmissionKind
from submissions.fields import FIELDS
from submissions.flags import HIDDEN, Flag

TARGET_DAYS = 10  # working days, as promised on the page of corrections
WARNINGS = {
    "letters": _("letters that are not of the Latin alphabet"),
    "alphabets": _("looks like another address"),
    "user": _("a name before “@” hides where it leads"),
    "number": _("a number instead of a name"),
    "shortened": _("shortened: nobody sees where it leads"),
    "broken": _("not a complete address"),
}


def working_days(since: datetime.datetime, now: datetime.datetime | None = None) -> int:
    """Return how many working days (Monday to Friday) lie between two moments; the first day does not count."""
    first = timezone.localtime(since).date()
    last = timezone.localtime(now or timezone.now()).date()
    weeks, rest = divmod(max((last - first).days, 0), 7)
    return weeks * 5 + sum((first + datetime.timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))


def title_of(submission) -> str:
    """Return a few words by which a moderator knows a submission; a story's title is told by its draft only."""
    sent = submission.sent
    about = (sent.get("about") or {}).get("title", "")
    if submission.kind == SubmissionKind.STORY:
        return str(_("A story"))
    said = sent.get("name") or sent.get("title") or about or sent.get("where") or sent.get("what") or ""
    return shown(" ".join(str(said).split()))[:120]


def shown(text: str) -> str:
    """Return text in which letters that cannot be seen, or that turn the direction of writing, are named instead."""
    text = HIDDEN.sub(lambda match: "".join(f"⟨U+{ord(letter):04X}⟩" for letter in match.group()), text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue."""

    submission: Any
    user: Any
    now: datetime.datetime

    @property
    def title(self) -> str:
        return title_of(self.submission)

    @property
    def days(self) -> int:
        return working_days(self.submission.received_at, self.now)

    @property
    def waits(self) -> str:
        return ngettext("%(number)s working day", "%(number)s working days", self.days) % {"number": self.days}

    @property
    def is_late(self) -> bool:
        return self.days > TARGET_DAYS

    @property
    def handling(self):
        return getattr(self.submission, "handling", None)

    @property
    def is_urgent(self) -> bool:
        return bool(self.handling and self.handling.is_urgent)

    @property
    def flags(self) -> list[str]:
        there = self.handling.flags if self.handling else []
        return [str(kind.label) for kind in FlagKind if kind in there and kind not in (FlagKind.DATE, FlagKind.LINK)]

    @property
    def holder(self) -> str:
        """Who has it: empty, “you”, or a colleague's name."""
        submission = self.submission
        if submission.claimed_by is None or submission.claimed_until <= self.now:
            return ""
        return (
            str(_("you")) if submission.claimed_by_id == self.user.pk else get_user_display_name(submission.claimed_by)
        )

    @property
    def step(self) -> str:
        """What it waits for besides a moderator."""
        handling = self.handling
        if handling and handling.first_yes_by_id:
            return str(_("needs a second approval"))
        if handling and handling.opinion_wanted_by_id:
            return str(_("second opinion wanted"))
        return ""


@dataclass(frozen=True)
class Piece:
    """Part of a text, with the flag it lies under; ``note`` is what a moderator is told about it."""

    text: str
    kind: str = ""
    note: str = ""


def pieces(text: str, flags: list[Flag]) -> list[Piece]:
    """Return a text cut into pieces with and without a flag; flags that overlap an earlier one are left out."""
    found, end = [], 0
    for flag in flags:
        if flag.start < end:
            continue
        found += [Piece(shown(text[end : flag.start])), Piece(shown(flag.text), flag.kind, note_of(flag))]
        end = flag.end
    return [piece for piece in [*found, Piece(shown(text[end:]))] if piece.text]


def note_of(flag: Flag) -> str:
    """Return what to tell about a flag: its kind, and for links where they lead, decoded."""
    label = str(FlagKind(flag.kind).label)
    if flag.kind not in (FlagKind.LINK, FlagKind.ODD_LINK):
        return label
    host, _bracket, codes = flag.note.partition(" (")
    warnings = ", ".join(str(WARNINGS.get(code, code)) for code in codes.rstrip(")").split(", ") if code)
    leads = _("leads to %(host)s") % {"host": shown(host)}
    return f"{leads}: {warnings}" if warnings else str(leads)


@dataclass(frozen=True)
class SentField:
    """One field of what was sent, in the order of the form."""

    label: str
    pieces: list[Piece]

    @property
    def is_empty(self) -> bool:
        return not self.pieces


def sent_fields(submission, flags: dict[str, list[Flag]]) -> list[SentField]:
    """Return what was sent, the empty fields left out; codes as words, everything the sender wrote as inert text."""
    rows = []
    for one in FIELDS[submission.kind]:
        value = submission.sent.get(one.name)
        if value in (None, "", [], {}, False):
            continue
        is_free = isinstance(value, str) and not one.choices
        found = pieces(value, flags.get(one.name, [])) if is_free else [Piece(shown(one.words(value)))]
        rows.append(SentField(str(one.label), found))
    return rows


@dataclass(frozen=True)
class Line:
    """One line of the log, for staff: who did what, and what was written."""

    when: str
    what: str
    who: str
    text: str = ""


def log_lines(submission) -> list[Line]:
    """Return log, questions and answers of a submission in the order of time."""
    events = [
        (event.at, Line(_time(event.at), event.get_act_display(), _who(event.by), shown(event.text)))
        for event in submission.events.all()
    ]
    messages = [
        (
            message.at,
            Line(
                _time(message.at),
                str(_("answer of the sender") if message.from_sender else _("question to the sender")),
                _who(message.by),
                shown(message.text),
            ),
        )
        for message in submission.messages.all()
    ]
    return [line for _at, line in sorted([*events, *messages], key=lambda pair: pair[0])]


def _time(moment) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _who(user) -> str:
    return get_user_display_name(user) if user else ""


@dataclass(frozen=True)
class FieldBeside:
    """One field of an existing record beside what was sent; ``is_same`` compares as a reader would."""

    name: str
    label: str
    theirs: str
    sent: str
    can_be_taken: bool = True

    @property
    def is_same(self) -> bool:
        return fold(self.theirs) == fold(self.sent)


@dataclass
class DeskCounts:
    """How the queue stands."""

    waiting: int = 0
    late: int = 0
    urgent: int = 0
    with_sender: int = 0
    oldest: int = 0
    target: int = field(default=TARGET_DAYS)


def urgent_labels() -> list[str]:
    """Return the words of the flags that sort a message to the top."""
    return [str(kind.label) for kind in URGENT_FLAGS]
