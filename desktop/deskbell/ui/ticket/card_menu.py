"""The menu of a message: what it is, and what can be done with it."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.model.kinds import MessageKind
from deskbell.model.rows import MessageRow
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.file_writing import has_source
from deskbell.ui.ticket.why_words import why_sentence

translate = QCoreApplication.translate


class CardDeeds(Struct, frozen=True):
    """What the menu's entries call."""

    forward: Callable[[MessageRow], None]
    forward_as_file: Callable[[MessageRow], None]
    explain: Callable[[str], None]
    show_source: Callable[[MessageRow], None]
    save_original: Callable[[MessageRow], None]
    open_page: Callable[[MessageRow], None]
    read_again: Callable[[MessageRow], None]
    print_one: Callable[[MessageRow], None]
    save_pdf: Callable[[MessageRow], None]
    move: Callable[[MessageRow], None]
    move_to_new: Callable[[MessageRow], None]
    split: Callable[[MessageRow], None]
    split_to_new: Callable[[MessageRow], None]
    merge: Callable[[MessageRow], None]
    block: Callable[[MessageRow], None]


def card_menu(theme: ThemeSource, message: MessageRow, deeds: CardDeeds, parent: QWidget) -> QMenu:
    """Only what this message has: a note has no source, and goes nowhere."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if message.kind is not MessageKind.NOTE:
        forward = menu.addAction(theme.icon(Icon.FORWARD), translate("card", "Forward this message"))
        forward.triggered.connect(lambda: deeds.forward(message))
        if message.raw_id is not None or message.outbox is not None:
            as_file = menu.addAction(theme.icon(Icon.ATTACHMENT), translate("card", "Forward as an attachment"))
            as_file.triggered.connect(lambda: deeds.forward_as_file(message))
    if message.author_email:
        copy = menu.addAction(theme.icon(Icon.COPY), translate("card", "Copy the sender's address"))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(message.author_email))
    if message.why:
        why = menu.addAction(theme.icon(Icon.HELP), translate("card", "Why is this here?"))
        why.triggered.connect(lambda: deeds.explain(why_sentence(message.why)))
    if has_source(message):
        menu.addSeparator()
        source = menu.addAction(theme.icon(Icon.CODE), translate("card", "View source"))
        source.triggered.connect(lambda: deeds.show_source(message))
        save = menu.addAction(theme.icon(Icon.DOWNLOAD), translate("card", "Save as .eml…"))
        save.triggered.connect(lambda: deeds.save_original(message))
        if message.kind is MessageKind.IN and message.raw_id is not None:
            again = menu.addAction(theme.icon(Icon.REFRESH), translate("card", "Read again"))
            again.triggered.connect(lambda: deeds.read_again(message))
    if message.html and message.kind is MessageKind.IN:
        page = menu.addAction(theme.icon(Icon.EXTERNAL), translate("card", "Open in the browser"))
        page.triggered.connect(lambda: deeds.open_page(message))
    menu.addSeparator()
    move = menu.addAction(theme.icon(Icon.MOVE), translate("card", "Move to another ticket…"))
    move.triggered.connect(lambda: deeds.move(message))
    fresh = menu.addAction(theme.icon(Icon.PLUS), translate("card", "Move to a new ticket"))
    fresh.triggered.connect(lambda: deeds.move_to_new(message))
    splits = menu.addMenu(theme.icon(Icon.SPLIT), translate("card", "Split here: this and all after it"))
    split_new = splits.addAction(theme.icon(Icon.PLUS), translate("card", "To a new ticket"))
    split_new.triggered.connect(lambda: deeds.split_to_new(message))
    split = splits.addAction(theme.icon(Icon.MOVE), translate("card", "To another ticket…"))
    split.triggered.connect(lambda: deeds.split(message))
    merge = menu.addAction(theme.icon(Icon.MERGE), translate("card", "Merge this ticket into another…"))
    merge.triggered.connect(lambda: deeds.merge(message))
    if message.kind is MessageKind.IN and message.author_email:
        block = menu.addAction(theme.icon(Icon.BLOCK), translate("card", "Block this sender"))
        block.triggered.connect(lambda: deeds.block(message))
    menu.addSeparator()
    print_ = menu.addAction(theme.icon(Icon.PRINTER), translate("card", "Print…"))
    print_.triggered.connect(lambda: deeds.print_one(message))
    pdf = menu.addAction(theme.icon(Icon.FILE), translate("card", "Save as PDF…"))
    pdf.triggered.connect(lambda: deeds.save_pdf(message))
    return menu
