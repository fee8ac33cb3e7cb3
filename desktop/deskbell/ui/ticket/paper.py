"""Messages on paper or in a PDF: each through the same document that shows it in the window.

A whole ticket is laid out on a thread: nothing here touches a widget. Pictures are those that are handed in; nothing is loaded.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Final

from msgspec import Struct, field
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage, QPagedPaintDevice

from deskbell.model.articles import ArticleFile
from deskbell.model.kinds import MessageKind
from deskbell.model.mail import Invite, Mailbox
from deskbell.model.rows import AttachmentRow, MessageRow
from deskbell.rules.quoting import spoken
from deskbell.ui.theme.theme import Theme
from deskbell.ui.ticket.body_document import BodyDocument
from deskbell.ui.ticket.invite_words import lines, what
from deskbell.ui.ticket.message_body import Body, Part, body_of
from deskbell.ui.ticket.press import Press, press
from deskbell.ui.ticket.sizes import size_word
from deskbell.ui.widgets.ages import exact

translate = QCoreApplication.translate

_ROOM_TO_BEGIN: Final = 140


class Printed(Struct, frozen=True):
    """What goes on paper: a title, messages oldest first, and the pictures of each by its id. `part` of one message, as a card shows it."""

    title: str
    messages: tuple[MessageRow, ...]
    part: Part = Part.NEW
    pictures: Mapping[int, Mapping[str, QImage]] = field(default_factory=dict)
    families: tuple[str, ...] = Theme().families


def print_on(device: QPagedPaintDevice, printed: Printed) -> int:
    """Paint everything on the pages of `device`, and say how many they are; 0 where the device takes nothing."""
    return press(device, printed.title, printed.families, partial(_lay, printed))


def _lay(printed: Printed, press: Press) -> None:
    press.place_html(f"<h2>{escape(printed.title)}</h2>")
    for message in printed.messages:
        # Its head stands on one sheet with the first lines of its text.
        press.rule_off(_ROOM_TO_BEGIN)
        press.place_html(head_html(message))
        press.leave()
        press.place(_body(printed, message, press.theme))
        for invite in message.invites:
            press.leave()
            press.place_html(invite_html(invite))
        if message.attachments:
            press.leave()
            press.place_html(files_html(message.attachments))


def _body(printed: Printed, message: MessageRow, theme: Theme) -> BodyDocument:
    body = whole_body(message, printed.part)
    document = BodyDocument(theme, theme.colours.panel)
    if body.html:
        document.show_html(body.html, printed.pictures.get(message.id, {}))
    else:
        document.show_text(body.text)
    return document


def whole_body(message: MessageRow, part: Part) -> Body:
    """What is printed of a message: all of it, as text where its HTML would take too long to lay out."""
    body = body_of(message, part)
    if not body.shortened:
        return body
    whole = body_of(message, part, at_any_cost=True)
    return Body(whole.text, "", more=whole.more)


def head_html(message: MessageRow) -> str:
    """Who wrote to whom and when, as lines; nothing in it is the writer's markup."""
    who = escape(message.author or message.author_email)
    if message.author_email and message.author_email != message.author:
        who = f"<b>{who}</b> &lt;{escape(message.author_email)}&gt;"
    else:
        who = f"<b>{who}</b>"
    if message.kind is MessageKind.NOTE:
        who += f" · {escape(translate('card', 'note'))}"
    lines = [who, escape(exact(message.at))]
    if message.to:
        lines.append(_people(translate("card", "To: {people}"), message.to))
    if message.cc:
        lines.append(_people(translate("card", "Cc: {people}"), message.cc))
    return "<br>".join(lines)


def invite_html(invite: Invite) -> str:
    """A meeting that the message speaks of: what, when, where, by whom."""
    head = ": ".join(filter(None, (what(invite), " ".join(invite.summary.split()))))
    return "<br>".join([f"<b>{escape(head)}</b>", *map(escape, lines(invite))])


def files_html(files: Sequence[AttachmentRow | ArticleFile]) -> str:
    """The names and sizes of what hangs on a message or an article, in one line."""
    named = (f"{one.name} ({size_word(one.size)})" for one in files)
    return escape(translate("print", "Attachments: {names}").format(names=", ".join(named)))


def _people(words: str, people: Sequence[Mailbox]) -> str:
    return escape(words.format(people=", ".join(map(spoken, people))))
