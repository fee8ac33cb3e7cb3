"""The menu at a word that no dictionary knows, and what a draft's languages are switched with."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from deskbell.rules.spelling import plain
from deskbell.ui.spelling.language_words import language_words

if TYPE_CHECKING:
    from deskbell.ui.spelling.editor_spelling import EditorSpelling


def fill_menu(spelling: "EditorSpelling", menu: QMenu, wrong: QTextCursor | None) -> None:
    """Put what may be meant first, where the menu is that of a wrong word, which `wrong` selects; and at its end how the draft is checked."""
    if wrong is not None:
        _offer(spelling, menu, wrong)
    if not spelling.words.checks or not spelling.speller.loaded:
        return
    menu.addSeparator()
    inner = menu.addMenu(QCoreApplication.translate("Spelling", "Spelling"))
    checked = inner.addAction(QCoreApplication.translate("Spelling", "Check this text"))
    checked.setCheckable(True)
    checked.setChecked(spelling.draft.checked)
    checked.toggled.connect(lambda on: spelling.check(on=on))
    inner.addSeparator()
    for language, words in language_words(spelling.speller.loaded):
        action = inner.addAction(words)
        action.setCheckable(True)
        action.setChecked(language not in spelling.draft.off)
        action.setEnabled(spelling.draft.checked)
        action.toggled.connect(lambda on, language=language: spelling.switch(language, on=on))


def _offer(spelling: "EditorSpelling", menu: QMenu, wrong: QTextCursor) -> None:
    shown = wrong.selectedText()
    word = plain(shown)
    looking = QAction(QCoreApplication.translate("Spelling", "Looking for suggestions…"), menu)
    looking.setEnabled(False)
    before = menu.actions()[0] if menu.actions() else menu.addSeparator()
    end = menu.insertSeparator(before)
    add = QAction(QCoreApplication.translate("Spelling", "Add to my dictionary"), menu)
    add.triggered.connect(partial(spelling.words.add, word))
    ignore = QAction(QCoreApplication.translate("Spelling", "Ignore here"), menu)
    ignore.triggered.connect(partial(spelling.ignore, word))
    menu.insertAction(end, looking)
    menu.insertActions(before, [add, ignore])
    menu.insertSeparator(before)

    def replace(by: str) -> None:
        # What was typed meanwhile is not overwritten.
        if wrong.selectedText() == shown:
            wrong.insertText(by)
            spelling.editor.setTextCursor(wrong)

    def show(words: tuple[str, ...]) -> None:
        if not isValid(menu):
            return
        if not words:
            looking.setText(QCoreApplication.translate("Spelling", "No suggestions"))
            return
        marked = menu.activeAction()
        for one in words:
            action = QAction(one.replace("&", "&&"), menu)
            menu.insertAction(end, action)
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            action.triggered.connect(partial(replace, one))
        menu.removeAction(looking)
        if marked in {None, looking}:
            menu.setActiveAction(menu.actions()[0])

    spelling.speller.suggest(word, spelling.languages(wrong.block()), show)
