"""The window that asks what a table is to have, before it is written: of customers, or of organisations."""

import json
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.fields import CustomField, FieldOwner
from deskbell.store.queries.fields import definitions
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.dialog_frame import lay_dialog
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.room import within_screen
from deskbell.ui.widgets.tab_order import tab_as_one_reads
from deskbell.ui.widgets.tick_list import TickList
from deskbell.ui.words import told, told_error

_WIDE: Final = 460
_HIGH: Final = 600
_LINES: Final = 11


class Table(Struct, frozen=True):
    """What is written. `title` and `promise` stand above the columns, `file` is what the table is called, all in the person's language. `columns` has them all,
    where these are the names of the custom fields that `owner` has; `words` says what one is called. Without `needed` it cannot be taken in again, which
    `lacking` says. `kept` is where the settings keep what was left out.
    """

    title: str
    promise: str
    file: str
    owner: FieldOwner
    columns: Callable[[Sequence[str]], tuple[str, ...]]
    words: Callable[[str], str]
    needed: str
    lacking: str
    kept: str


class ExportTableDialog(QDialog):
    """All columns are ticked but those that were left out the last time, which `kept` knows.

    Signals:
        wanted(Path, frozenset[str]): the table is to be written there, without these columns.
    """

    wanted = Signal(object, object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        prompts: Prompts,
        kept: QSettings,
        table: Table,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(table.title)
        self._prompts = prompts
        self._kept = kept
        self._table = table
        self._left_out = _read(kept, table.kept)
        self._known = False
        self._failure = ""
        self.columns = TickList(theme, self, most=_LINES)
        self.columns.setAccessibleName(self.tr("Columns of the table"))
        self.columns.edited.connect(self._look)
        self.all_button = GhostButton(self.tr("All"), self)
        self.none_button = GhostButton(self.tr("None"), self)
        self.all_button.clicked.connect(lambda: self._tick(self.columns.values()))
        self.none_button.clicked.connect(lambda: self._tick(()))
        self._said = Callout(theme, Tone.DANGER, self)
        self.close_button = GhostButton(self.tr("Cancel"), self)
        self.main_button = PrimaryButton(self.tr("Export…"), self)
        self.main_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        self.main_button.clicked.connect(self._go_on)
        title = Label(table.title, TextRole.headline, parent=self)
        right = (self.close_button, self.main_button)
        lay_dialog(self, title, self._choice(), self._said, left=QWidget(self), right=right)
        tab_as_one_reads(self)
        self.columns.setFocus()
        self._show(())
        runner.ask(definitions, table.owner, done=self._know_fields, failed=self._fail, owner=self)
        self.resize(within_screen(self, QSize(theme.px(_WIDE), theme.px(_HIGH))))

    def _choice(self) -> QWidget:
        page = QWidget(self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.all_button)
        buttons.addWidget(self.none_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(Label(self._table.promise, ink="muted", wrap=True, parent=page))
        layout.addLayout(buttons)
        layout.addWidget(self.columns)
        layout.addStretch(1)
        return page

    def _know_fields(self, found: tuple[CustomField, ...]) -> None:
        self._known = True
        self._show([field.name for field in found if not field.retired])

    def _show(self, fields: Sequence[str]) -> None:
        columns = self._table.columns(fields)
        shown = [(column, self._table.words(column)) for column in columns]
        self.columns.show_values(shown, [column for column in columns if column not in self._left_out])
        self._look()

    def _tick(self, columns: Sequence[str]) -> None:
        shown = [(column, self._table.words(column)) for column in self.columns.values()]
        self.columns.show_values(shown, columns)
        self._look()

    def _look(self) -> None:
        ticked = self.columns.ticked()
        # Of a field that another desk has, or that is not known yet, stays what was said.
        self._left_out = (self._left_out - frozenset(self.columns.values())) | self._unticked()
        if self._failure:
            self._said.say(self._failure, tone=Tone.DANGER)
        elif not ticked:
            self._said.say(told("export.nothing", {}), tone=Tone.DANGER)
        elif self._table.needed not in ticked:
            self._said.say(self._table.lacking, tone=Tone.WARNING)
        else:
            self._said.say("")
        self.main_button.setEnabled(bool(ticked) and self._known)

    def _unticked(self) -> frozenset[str]:
        return frozenset(self.columns.values()) - frozenset(self.columns.ticked())

    def _go_on(self) -> None:
        place = self._prompts.place_to_save(self._table.file)
        if place is not None:
            self._kept.setValue(self._table.kept, json.dumps(sorted(self._left_out)))
            self.wanted.emit(place, self._unticked())
            self.accept()

    def _fail(self, error: Exception) -> None:
        """What columns there are is not known: it cannot be written, whatever is ticked."""
        self._failure = told_error(error)
        self._look()


def _read(kept: QSettings, key: str) -> frozenset[str]:
    """What nobody can read is nothing."""
    try:
        return frozenset(map(str, json.loads(str(kept.value(key, "[]")))))
    except (ValueError, TypeError):
        return frozenset()
