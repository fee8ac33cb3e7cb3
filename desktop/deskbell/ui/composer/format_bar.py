"""The buttons that shape a text, in step with where the caret is."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFont, QTextList, QTextListFormat
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.ui.composer.code_shapes import is_code
from deskbell.ui.composer.editor import Editor
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.quote_bars import QUOTED
from deskbell.ui.widgets.icon_button import IconButton


class FormatBar(QWidget):
    """Bold, italic, list, quote, code, link, canned replies, and the paper clip.

    Signals:
        files_wanted: the paper clip was pressed.
        canned_wanted: the list of canned replies is wanted.
        plain_wanted: the text is to be plain text, or to take shapes again.
    """

    files_wanted = Signal()
    canned_wanted = Signal()
    plain_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        keys: MyKeys,
        editor: Editor,
        parent: QWidget | None = None,
        *,
        may_be_plain: bool = False,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._few = False
        self._may_be_plain = may_be_plain
        self._theme = theme
        self._editor = editor
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.bold = self._button(Icon.BOLD, self.tr("Bold"), editor.toggle_bold, "bold")
        self.italic = self._button(Icon.ITALIC, self.tr("Italic"), editor.toggle_italic, "italic")
        self.list = self._button(Icon.LIST, self.tr("List"), editor.toggle_list, "list")
        self.numbers = self._button(
            Icon.LIST_ORDERED,
            self.tr("Numbered list"),
            lambda: editor.toggle_list(QTextListFormat.Style.ListDecimal),
            "numbers",
        )
        self.quote = self._button(Icon.QUOTE, self.tr("Quote"), editor.toggle_quote, "quote")
        self.code = self._button(Icon.CODE, self.tr("Code"), editor.toggle_code, "code")
        self.link = self._button(Icon.LINK, self.tr("Link"), self.ask_link, "text_link")
        self.link.setCheckable(False)
        self._shapes = (self.bold, self.italic, self.list, self.numbers, self.quote, self.code, self.link)
        self.plain = IconButton(theme, Icon.UNFORMAT, self.tr("Plain text"), icon_size=17, parent=self)
        self.plain.setCheckable(True)
        self.plain.setVisible(may_be_plain)
        self.plain.clicked.connect(self._want_plain)
        if may_be_plain:
            self._layout.addWidget(self.plain)
        self.canned = IconButton(theme, Icon.CANNED, self.tr("Canned replies"), icon_size=17, parent=self)
        self.canned.set_name(self.tr("Canned replies"), "/")
        self.canned.clicked.connect(self.canned_wanted)
        self._layout.addWidget(self.canned)
        self.attach = IconButton(theme, Icon.ATTACHMENT, self.tr("Attach files"), icon_size=17, parent=self)
        self.attach.clicked.connect(self.files_wanted)
        self._layout.addWidget(self.attach)
        editor.currentCharFormatChanged.connect(self._follow)
        editor.cursorPositionChanged.connect(self._follow)
        editor.plain_changed.connect(self._follow_plain)

    def ask_link(self) -> None:
        """Ask where the selection is to link to."""
        from deskbell.ui.composer.link_popup import LinkPopup

        address = self._editor.currentCharFormat().anchorHref()
        popup = LinkPopup(self._theme, address, self)
        popup.given.connect(self._editor.set_link)
        popup.open_above(self.link)

    def show_few(self, few: bool) -> None:
        """Where there is little room: without numbers, quotes, code and links, which have keys, and plain text, which is in the text's menu."""
        self._few = few
        self.plain.setVisible(self._may_be_plain and not few)
        self.numbers.setVisible(not few)
        self.quote.setVisible(not few)
        self.code.setVisible(not few)
        self.link.setVisible(not few)

    def full_width(self) -> int:
        """How wide it is with all its buttons."""
        return self._layout.count() * self.attach.sizeHint().width()

    def few_width(self) -> int:
        """How wide it is after `show_few(True)`."""
        return self.full_width() - (5 if self._layout.indexOf(self.plain) >= 0 else 4) * self.attach.sizeHint().width()

    def offer_plain(self, may: bool) -> None:
        """Whether the text that is shown can be plain text."""
        self._may_be_plain = may
        self.plain.setVisible(may and not self._few)

    def _want_plain(self) -> None:
        self.plain.setChecked(self._editor.plain)
        self.plain_wanted.emit()

    def _follow_plain(self) -> None:
        self.plain.setChecked(self._editor.plain)
        for button in self._shapes:
            button.setEnabled(not self._editor.plain)

    def _button(self, icon: Icon, name: str, deed: Callable[[], None], action_id: str) -> IconButton:
        def do() -> None:
            if not self._editor.plain:
                deed()
                self._follow()

        button = IconButton(self._theme, icon, name, icon_size=17, parent=self)
        self._keys.name(button, name, action_id)
        button.setCheckable(True)
        button.clicked.connect(do)
        self._keys.listen(self._editor, action_id, do)
        self._layout.addWidget(button)
        return button

    def _follow(self) -> None:
        """Show which shapes hold at the caret."""
        items: QTextList | None = self._editor.textCursor().currentList()
        style = items.format().style() if items is not None else None
        numbered = style is QTextListFormat.Style.ListDecimal
        for button, on in (
            (self.bold, self._editor.fontWeight() >= QFont.Weight.DemiBold),
            (self.italic, self._editor.fontItalic()),
            (self.list, style is not None and not numbered),
            (self.numbers, numbered),
            (self.code, is_code(self._editor.currentCharFormat())),
            (self.quote, bool(self._editor.textCursor().blockFormat().property(QUOTED))),
        ):
            with QSignalBlocker(button):
                button.setChecked(on)
            button.update()
