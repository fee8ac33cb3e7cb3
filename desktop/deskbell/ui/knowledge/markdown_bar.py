"""The buttons that shape an article's text, so that nobody need know its signs; they follow the caret."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from deskbell.rules.markdown import emphasis, lines
from deskbell.rules.markdown.emphasis import BOLD, CODE, ITALIC
from deskbell.rules.markdown.reading import harmless
from deskbell.rules.markdown.written import Written
from deskbell.ui.knowledge.markdown_field import Deed, MarkdownField
from deskbell.ui.knowledge.words import callout_words
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S4, S12
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.pane import Line

_DEEPEST: Final = 4
_REST_MS: Final = 40


class MarkdownBar(QWidget):
    """Acts on one field. Where there is little room those are left out that have keys, or that one needs least.

    Signals:
        article_wanted: a link to another article is to be put in.
        files_wanted: pictures or files are to be chosen.
        address_refused: an article cannot link to what was typed.
        find_wanted: words of the text are to be found, and replaced.
    """

    article_wanted = Signal()
    files_wanted = Signal()
    address_refused = Signal()
    find_wanted = Signal()

    def __init__(self, theme: ThemeSource, keys: MyKeys, field: MarkdownField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self._field = field
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(S12, S4, S12, S4)
        self._row.setSpacing(0)
        self.heading = self._menu_button(Icon.HEADING, self.tr("Heading"), self.heading_menu)
        self.bold = self._toggle(Icon.BOLD, self.tr("Bold"), partial(emphasis.toggle, mark=BOLD), "bold")
        self.italic = self._toggle(Icon.ITALIC, self.tr("Italic"), partial(emphasis.toggle, mark=ITALIC), "italic")
        self.code = self._toggle(Icon.CODE, self.tr("Code"), _toggle_code, "code")
        first = self._rule()
        self.list = self._toggle(Icon.LIST, self.tr("List"), partial(lines.toggle_list, numbered=False), "list")
        numbers = partial(lines.toggle_list, numbered=True)
        self.numbers = self._toggle(Icon.LIST_ORDERED, self.tr("Numbered list"), numbers, "numbers")
        self.quote = self._toggle(Icon.QUOTE, self.tr("Quote"), lines.toggle_quote, "quote")
        self.callout = self._menu_button(Icon.INFO, self.tr("Call-out"), self.callout_menu)
        self.table = self._button(Icon.TABLE, self.tr("Table"), self.ask_table)
        second = self._rule()
        self.link = self._button(Icon.LINK, self.tr("Link"), self.ask_link, "text_link")
        self.link.setCheckable(True)
        self.article = self._button(Icon.KNOWLEDGE, self.tr("Link to an article"), self.article_wanted.emit)
        self.article.set_name(self.tr("Link to an article"), "[[")
        self.files = self._button(Icon.ATTACHMENT, self.tr("Add pictures and files"), self.files_wanted.emit)
        third = self._rule()
        self.undo = self._button(Icon.UNDO, self.tr("Undo"), field.undo)
        self.redo = self._button(Icon.REDO, self.tr("Redo"), field.redo)
        self.finding = self._button(Icon.SEARCH, self.tr("Find and replace"), self.find_wanted.emit)
        keys.name(self.finding, self.tr("Find and replace"), "replace_written")
        self._row.addStretch(1)
        # Left out one after the other where there is no room.
        self._least = (
            third,
            self.finding,
            self.redo,
            self.undo,
            second,
            self.quote,
            first,
            self.code,
            self.numbers,
            self.italic,
            self.list,
        )
        self._follow_soon = QTimer(self, interval=_REST_MS, singleShot=True)
        self._follow_soon.timeout.connect(self.follow)
        field.cursorPositionChanged.connect(self._follow_soon.start)
        field.selectionChanged.connect(self._follow_soon.start)
        field.textChanged.connect(self._follow_soon.start)
        for button, changed in ((self.undo, field.undoAvailable), (self.redo, field.redoAvailable)):
            button.setEnabled(False)
            changed.connect(button.setEnabled)

    def follow(self) -> None:
        """Show what holds where the caret is."""
        now = self._field.written()
        marks, shapes = emphasis.marked_at(now), lines.shapes(now)
        for button, on in (
            (self.heading, shapes.heading > 0),
            (self.bold, BOLD in marks),
            (self.italic, ITALIC in marks),
            (self.code, shapes.code or CODE in marks),
            (self.list, shapes.listed),
            (self.numbers, shapes.numbered),
            (self.quote, shapes.quoted),
            (self.callout, bool(shapes.callout)),
            (self.link, emphasis.link_at(now) is not None),
        ):
            button.setChecked(on)

    def heading_menu(self) -> QMenu:
        """The levels of headings."""
        menu = QMenu(self)
        level = lines.shapes(self._field.written()).heading
        self._choice(menu, self.tr("Text"), level == 0, partial(lines.set_heading, level=0))
        for one in range(1, _DEEPEST + 1):
            words = self.tr("Heading {level}").format(level=one)
            deed = partial(lines.set_heading, level=one)
            self._choice(menu, words, level == one, deed)
        return menu

    def callout_menu(self) -> QMenu:
        """The kinds of call-outs, and none."""
        menu = QMenu(self)
        kind = lines.shapes(self._field.written()).callout
        self._choice(menu, self.tr("No call-out"), not kind, partial(_without_callout, kind=kind))
        for one, words in callout_words().items():
            self._choice(menu, words, kind == one, partial(_callout, kind=one))
        return menu

    def ask_table(self) -> None:
        """Ask how large a table is to be."""
        from deskbell.ui.knowledge.table_popup import TablePopup

        popup = TablePopup(self._theme, self)
        popup.given.connect(self._put_table)
        popup.open_below(self.table)

    def ask_link(self) -> None:
        """Ask where what is selected is to link to."""
        from deskbell.ui.composer.link_popup import LinkPopup

        self.follow()
        there = emphasis.link_at(self._field.written())
        popup = LinkPopup(self._theme, there.address if there is not None else "", self)
        popup.given.connect(self._put_link)
        popup.open_below(self.link if self.link.isVisible() else self)

    def do(self, deed: Deed) -> None:
        """Do this to the text, and go on writing."""
        self._field.shape(deed)
        self.follow()
        self._field.setFocus()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide() - sum(_width(one) for one in self._least), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        over = self._wide() - self.width()
        for one in self._least:
            one.setVisible(over <= 0)
            over -= _width(one)

    def _wide(self) -> int:
        margins = self._row.contentsMargins()
        places = (self._row.itemAt(place) for place in range(self._row.count()))
        inside = (place.widget() for place in places if place is not None)
        return margins.left() + margins.right() + sum(_width(one) for one in inside if one is not None)

    def _put_table(self, rows: int, columns: int) -> None:
        heads = [self.tr("Column {number}").format(number=number + 1) for number in range(columns)]
        self.do(partial(lines.put_table, rows=rows - 1, heads=heads))

    def _put_link(self, address: str) -> None:
        if address and not harmless(address):
            self.address_refused.emit()
        else:
            self.do(partial(emphasis.put_link, address=address))

    def _choice(self, menu: QMenu, words: str, on: bool, deed: Deed) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda: self.do(deed))

    def _toggle(self, icon: Icon, name: str, deed: Deed, action_id: str) -> IconButton:
        button = self._button(icon, name, lambda: self.do(deed), action_id)
        button.setCheckable(True)
        return button

    def _button(self, icon: Icon, name: str, deed: Callable[[], None], action_id: str = "") -> IconButton:
        button = IconButton(self._theme, icon, name, icon_size=17, parent=self)
        if action_id:
            self._keys.name(button, name, action_id)
            self._keys.listen(self._field, action_id, deed)
        button.clicked.connect(lambda _checked: deed())
        self._row.addWidget(button)
        return button

    def _menu_button(self, icon: Icon, name: str, make: Callable[[], QMenu]) -> IconButton:
        def show() -> None:
            self.follow()
            menu = make()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

        button = self._button(icon, name, show)
        button.setCheckable(True)
        return button

    def _rule(self) -> QWidget:
        """A line between groups of buttons."""
        box = QWidget(self)
        inside = QHBoxLayout(box)
        inside.setContentsMargins(6, 6, 6, 6)
        line = Line(vertical=True, parent=box)
        inside.addWidget(line)
        self._row.addWidget(box)
        return box


def _width(one: QWidget) -> int:
    return one.sizeHint().width()


def _toggle_code(now: Written) -> Written:
    """Within a line its words become code, several lines a block of it."""
    if "\n" in now.text[now.start : now.end].strip("\n") or lines.fence_at(now) is not None:
        return lines.toggle_code_lines(now)
    return emphasis.toggle(now, CODE)


def _callout(now: Written, kind: str) -> Written:
    return now if lines.shapes(now).callout == kind else lines.set_callout(now, kind)


def _without_callout(now: Written, kind: str) -> Written:
    return lines.set_callout(now, kind) if kind else now
