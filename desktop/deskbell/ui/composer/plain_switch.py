"""Plain text or a formatted one: the switch between the two, which asks before formatting is lost and gives it back."""

import re
from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from deskbell.ui.composer.editor import Editor
from deskbell.ui.prompts import Prompts

# An address that was made a link by itself is no formatting, nor is the line that a text stands in.
_OWN_LINK: Final = re.compile(r'<a href="(?:https?://|mailto:)?([^"]*)">(?:https?://)?\1</a>')
_SHAPE: Final = re.compile(r"<(?!/?(?:div|br)\b)")


def is_formatted(html: str) -> bool:
    """Whether something would be lost of an editor's HTML if it were plain text."""
    return _SHAPE.search(_OWN_LINK.sub("", html)) is not None


class PlainSwitch(QObject):
    """Switches the text that an editor shows; `may` says whether it can be plain text at all: a note is for colleagues alone.

    Signals:
        switched: the text is another kind of text now, and is to be kept so.
    """

    switched = Signal()

    def __init__(self, editor: Editor, prompts: Prompts, may: Callable[[], bool]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._prompts = prompts
        self._may = may
        # Of which draft, what its words were, and how it looked.
        self._before: tuple[Hashable, str, str] | None = None

    def switch(self) -> None:
        """From the one to the other, where that can be."""
        editor = self._editor
        if not self._may():
            return
        html, text = editor.html(), editor.text()
        if editor.plain:
            known = self._before is not None and self._before[:2] == (editor.draft_key(), text)
            editor.show_html(self._before[2] if known and self._before is not None else "", text)
        elif not is_formatted(html) or self._sure():
            self._before = (editor.draft_key(), text, html)
            editor.show_html("", text, plain=True)
        else:
            return
        editor.document().setModified(True)
        self.switched.emit()

    def offer(self, menu: QMenu) -> None:
        """Put the switch into the menu of the text."""
        if self._may():
            action = menu.addAction(self.tr("Plain text"))
            action.setCheckable(True)
            action.setChecked(self._editor.plain)
            action.triggered.connect(self.switch)

    def _sure(self) -> bool:
        return self._prompts.sure(
            self.tr("Write this as plain text?"),
            self.tr("Bold and italic words, lists, links, tables and pictures in the text become plain words."),
            self.tr("Make it plain text"),
        )
