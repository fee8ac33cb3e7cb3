"""What a card of the ticket list says: its chips, and the whole of it as a sentence for screen readers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import UNTIL_ANSWERED, Priority, Shelf, Status, TagColour
from deskbell.model.rows import TicketRow
from deskbell.model.views import ViewKind
from deskbell.rules.due import is_overdue
from deskbell.ui.sla_left import is_waited_for, left_tone, left_words
from deskbell.ui.theme.icons import Icon
from deskbell.ui.widgets.ages import age, until
from deskbell.ui.widgets.chip import TAG_TONES, ChipText, Tone
from deskbell.ui.words import priority_word, status_word, type_word, vip_word, vip_words


class Badge(Struct, frozen=True):
    """A colleague who is at a ticket, for its card, and the words for all who are."""

    name: str
    email: str
    words: str


NO_COLOURS: Final[Mapping[str, TagColour]] = {}
"""All tags are blue."""

_STATUS_TONE = {Status.NEW: Tone.GOOD, Status.SOLVED: Tone.PLAIN}
_PRIORITY_TONE = {Priority.URGENT: Tone.DANGER, Priority.HIGH: Tone.WARNING, Priority.LOW: Tone.PLAIN}


def chips(
    row: TicketRow,
    kind: ViewKind,
    now: datetime,
    colours: Mapping[str, TagColour] = NO_COLOURS,
    *,
    mentioned: bool = False,
) -> list[ChipText]:
    """The chips of a card, the most telling first; a card draws as many as have room. `kind` is the view that it stands in, `colours` are those of
    tags that are not blue. `mentioned`: it mentions the person here, who has not seen it.
    """
    tags = [ChipText(tag, TAG_TONES[colours.get(tag, TagColour.BLUE)]) for tag in row.tags]
    sign = Icon.ORGANISATION if row.vip_through else Icon.STAR
    found = [ChipText(vip_word(), Tone.WARNING, sign)] if row.vip else []
    if row.priority is not Priority.NORMAL:
        found.append(ChipText(priority_word(row.priority), _PRIORITY_TONE[row.priority]))
    if row.status is not Status.OPEN:
        found.append(ChipText(status_word(row.status), _STATUS_TONE.get(row.status, Tone.PLAIN)))
    if row.type is not None:
        found.append(ChipText(type_word(row.type), Tone.PLAIN, Icon.TYPE))
    if row.level > 1:
        from deskbell.ui.routing_words import level_word

        found.append(ChipText(level_word(row.level), Tone.PLAIN, Icon.TEAM))
    if row.snoozed_until is not None:
        waits = row.snoozed_until >= UNTIL_ANSWERED
        when = QCoreApplication.translate("cards", "Until answered") if waits else until(row.snoozed_until, now)
        found.append(ChipText(when, Tone.PLAIN, Icon.SNOOZE))
    if row.due_at is not None and row.shelf in (Shelf.LIVE, Shelf.SNOOZED):
        late = is_overdue(row.status, row.due_at, now)
        due = QCoreApplication.translate("cards", "Overdue") if late else until(row.due_at, now)
        # What should have been done by now is told first.
        found.insert(0 if late else len(found), ChipText(due, Tone.DANGER if late else Tone.PLAIN, Icon.CALENDAR))
    if row.sla_due_at is not None and is_waited_for(row):
        left = ChipText(left_words(row.sla_due_at, now), left_tone(row.sla_due_at, now), Icon.HOURGLASS)
        found.insert(0, left)
    if mentioned:
        found.insert(0, ChipText(QCoreApplication.translate("cards", "Mentions you"), Tone.ACCENT, Icon.MENTION))
    found += tags[:2]
    if row.assignee and kind not in (ViewKind.MINE, ViewKind.UNASSIGNED, ViewKind.COLLEAGUE):
        found.append(ChipText(row.assignee.partition(" ")[0], Tone.PLAIN, Icon.PERSON))
    elif row.team and not row.assignee and kind is not ViewKind.TEAM:
        found.append(ChipText(row.team, Tone.PLAIN, Icon.TEAM))
    if row.checklist:
        done = sum(item.done for item in row.checklist)
        found.append(ChipText(f"{done}/{len(row.checklist)}", Tone.PLAIN, Icon.CHECKBOX))
    if row.messages > 1:
        found.append(ChipText(QCoreApplication.translate("cards", "%n messages", None, row.messages)))
    if row.attachments:
        found.append(ChipText(str(row.attachments), Tone.PLAIN, Icon.ATTACHMENT))
    found += tags[2:]
    return found


def sentence(row: TicketRow, *, chosen: bool = False, badge: Badge | None = None, mentioned: bool = False) -> str:
    """The card as one sentence."""
    now = datetime.now(UTC)
    parts = [row.customer or row.customer_email, row.subject or no_subject()]
    if row.vip:
        parts.insert(1, vip_words(row.vip_through))
    if row.awaiting:
        parts.append(QCoreApplication.translate("cards", "waits for an answer"))
    parts += [status_word(row.status), priority_word(row.priority), age(row.activity_at, now)]
    if row.type is not None:
        parts.append(type_word(row.type))
    if row.due_at is not None:
        overdue = QCoreApplication.translate("cards", "overdue since %1")
        due = overdue if is_overdue(row.status, row.due_at, now) else QCoreApplication.translate("cards", "due %1")
        parts.append(due.replace("%1", until(row.due_at, now)))
    if row.sla_due_at is not None and is_waited_for(row):
        parts.append(QCoreApplication.translate("cards", "SLA: %1").replace("%1", left_words(row.sla_due_at, now)))
    if row.assignee:
        parts.append(QCoreApplication.translate("cards", "assigned to %1").replace("%1", row.assignee))
    if row.team:
        parts.append(QCoreApplication.translate("cards", "team: %1").replace("%1", row.team))
    if row.level > 1:
        from deskbell.ui.routing_words import level_word

        parts.append(level_word(row.level))
    if row.tags:
        parts.append(QCoreApplication.translate("cards", "tags: %1").replace("%1", ", ".join(row.tags)))
    if row.checklist:
        done = sum(item.done for item in row.checklist)
        words = QCoreApplication.translate("cards", "%1 of %2 on the checklist done")
        parts.append(words.replace("%1", str(done)).replace("%2", str(len(row.checklist))))
    if row.attachments:
        parts.append(QCoreApplication.translate("cards", "%n attachments", None, row.attachments))
    if badge is not None:
        parts.append(badge.words)
    if mentioned:
        parts.insert(0, QCoreApplication.translate("cards", "mentions you"))
    if chosen:
        parts.insert(0, QCoreApplication.translate("cards", "selected"))
    return f"#{row.id}: {', '.join(parts)}"


def searched_words(query: str) -> tuple[str, ...]:
    """The words of a query without its conditions, for marking them where they were found."""
    words = (word.strip('"') for word in query.split() if ":" not in word and not word.startswith("-"))
    return tuple(word.lower() for word in words if word)


def marked(line: str, words: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The parts of a line in order, and whether each is one of the words (in lower case)."""
    lower = line.lower()
    at = 0
    while at < len(line):
        # Lower case may be longer than what it is made of (İ); then nothing is marked.
        found = [(lower.find(word, at), len(word)) for word in words if len(lower) == len(line)]
        start, length = min(((start, -length) for start, length in found if start >= 0), default=(-1, 0))
        if start < 0:
            yield line[at:], False
            return
        if start > at:
            yield line[at:start], False
        at = start - length
        yield line[start:at], True


def from_the_hit(line: str, words: tuple[str, ...], fits: Callable[[str], bool]) -> str:
    """The line from so far on that the first of the words in it `fits` together with what stands before it."""
    parts = list(marked(line, words))
    if fits(line) or len(parts) < 2 or parts[0][1]:
        return line
    before, found = parts[0][0], parts[1][0]
    if fits(f"{before}{found}…"):
        return line
    rest = line[len(before) :]
    while before and not fits(f"…{before}{found}…"):
        before = before.partition(" ")[2]
    return f"…{before}{rest}"


def no_subject() -> str:
    """What stands where a sender gave no subject."""
    return QCoreApplication.translate("cards", "(no subject)")
